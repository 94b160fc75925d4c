import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import type { Wire } from "./oracle-http.ts";
import { answerText } from "./texts.ts";

/** An answer to be put on the wire, in parts that a reader of a counterexample understands. */
export type Sent = {
  readonly text: string;
  readonly lead: string;
  readonly status: string;
  readonly contentType: string;
  readonly framing: (typeof framings)[number];
  readonly coding: (typeof codings)[number];
  readonly spoilt: boolean;
  readonly end: Wire["end"];
  /** Where the bytes are cut off, as a share of them; undefined leaves them whole. */
  readonly cutAt: number | undefined;
};

const framings = [
  "length",
  "chunked",
  "close",
  "length too long",
  "length too short",
  "chunks cut",
  "chunk size wrong",
  "both",
] as const;
const codings = ["", "gzip", "deflate", "br", "gzip in name only", "gzip cut", "unknown"] as const;

const usually = <T>(usual: T, weight: number, others: readonly T[]) =>
  fc.oneof(
    { weight, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

export const sent: fc.Arbitrary<Sent> = fc.record({
  text: answerText,
  lead: usually("", 20, [
    "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "SSH-2.0-OpenSSH_9.9\r\n",
  ]),
  status: usually("200 OK", 20, [
    ...["200", "200 Not really", "201 Created", "202 Accepted", "203 Other", "204 No Content"],
    ...["206 Partial Content", "301 Moved", "302 Found", "304 Not Modified", "307 Moved"],
    ...["400 Bad Request", "401 No", "403 Forbidden", "404 Not Found", "429 Too Many"],
    ...["500 Internal", "502 Bad Gateway", "503 Unavailable", "504 Late", "999 What", "20 OK"],
  ]),
  contentType: usually("application/json", 3, [
    ...["application/json; charset=utf-8", "text/html", "text/plain", "text/event-stream"],
    ...["application/octet-stream", "multipart/form-data", "no type", ""],
  ]),
  framing: usually<Sent["framing"]>("length", 6, framings),
  coding: usually<Sent["coding"]>("", 12, codings),
  spoilt: usually(false, 40, [true]),
  end: usually<Sent["end"]>("keep", 10, ["close", "reset"]),
  cutAt: fc.oneof(
    { weight: 25, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  ),
});

/** The bytes. What leaves a reader waiting for more is followed by the end of the connection. */
export function toWire(answer: Sent): Wire {
  const { lead, status, contentType, framing, coding, cutAt } = answer;
  const body = encode(coding, spoil(answer));
  const head = [
    `HTTP/1.1 ${status}`,
    `Content-Type: ${contentType}`,
    ...(coding === "" ? [] : [`Content-Encoding: ${coding.split(" ")[0] ?? ""}`]),
    ...framingFields(framing, body.length),
  ];
  const start = Buffer.from(`${lead}${head.join("\r\n")}\r\n\r\n`, "latin1");
  const bytes = Buffer.concat([start, frame(framing, body)]);
  const waits = cutAt !== undefined || !["length", "chunked"].includes(framing);
  const { end } = answer;
  return {
    bytes: cutAt === undefined ? bytes : bytes.subarray(0, Math.floor(cutAt * bytes.length)),
    end: end === "keep" && (waits || lead.startsWith("SSH")) ? "close" : end,
  };
}

/** A byte that no UTF-8 has, in the middle. */
function spoil({ text, spoilt }: Sent): Buffer {
  const bytes = Buffer.from(text);
  const middle = bytes.length >> 1;
  if (!spoilt) return bytes;
  return Buffer.concat([bytes.subarray(0, middle), Buffer.from([0xff]), bytes.subarray(middle)]);
}

function encode(coding: Sent["coding"], body: Buffer): Buffer {
  if (coding === "gzip") return gzipSync(body);
  if (coding === "gzip cut") return gzipSync(body).subarray(0, -6);
  if (coding === "deflate") return deflateSync(body);
  return coding === "br" ? brotliCompressSync(body) : body;
}

function framingFields(framing: Sent["framing"], length: number): string[] {
  const chunked = "Transfer-Encoding: chunked";
  switch (framing) {
    case "length":
      return [`Content-Length: ${length}`];
    case "length too long":
      return [`Content-Length: ${length + 1}`];
    case "length too short":
      return [`Content-Length: ${Math.max(length - 1, 0)}`];
    case "close":
      return ["Connection: close"];
    case "both":
      return [chunked, `Content-Length: ${length}`];
    case "chunked":
    case "chunks cut":
    case "chunk size wrong":
      return [chunked];
  }
}

function frame(framing: Sent["framing"], body: Buffer): Buffer {
  if (!framing.startsWith("chunk") && framing !== "both") return body;
  const middle = body.length >> 1;
  const pieces = [body.subarray(0, middle), body.subarray(middle)].filter(
    ({ length }) => length > 0,
  );
  const more = framing === "chunk size wrong" ? 1 : 0;
  const chunks = pieces.flatMap((piece) => [
    Buffer.from(`${(piece.length + more).toString(16)};x=1\r\n`),
    piece,
    Buffer.from("\r\n"),
  ]);
  return Buffer.concat([...chunks, Buffer.from(framing === "chunks cut" ? "" : "0\r\n\r\n")]);
}
