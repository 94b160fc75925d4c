/** What was put on the wire, and how the connection went on. */
export type Wire = { readonly bytes: Buffer; readonly end: "keep" | "close" | "reset" };

/** The body of a complete answer with status 200; `doubt` where HTTP leaves it to the reader to take it. */
export type Body = { readonly body: Buffer; readonly doubt: boolean };

type Head = { readonly status: number; readonly fields: ReadonlyMap<string, string> };

/** Reads the bytes as RFC 9112 says, knowing nothing of how the relay reads them; undefined where they are no response. */
export function readAnswer({ bytes, end }: Wire): Body | undefined {
  const split = bytes.indexOf("\r\n\r\n");
  const head = split < 0 ? undefined : readHead(bytes.subarray(0, split).toString("latin1"));
  if (head === undefined) return undefined;
  const rest = bytes.subarray(split + 4);
  if (head.status === 100 || head.status === 103) return readAnswer({ bytes: rest, end });
  if (head.status !== 200) return undefined;
  // The relay asks for nothing encoded.
  if (head.fields.has("content-encoding")) return undefined;
  return unframe(head.fields, rest, end !== "keep");
}

function readHead(text: string): Head | undefined {
  const [first = "", ...lines] = text.split("\r\n");
  const status = /^HTTP\/1\.[01] (\d{3})(?: .*)?$/.exec(first)?.[1];
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    fields.set(name.toLowerCase(), value);
  }
  return status === undefined ? undefined : { status: Number(status), fields };
}

/** Two framings at once are doubtful, and so is what follows the end of a message. */
function unframe(fields: Head["fields"], rest: Buffer, closed: boolean): Body | undefined {
  const length = fields.get("content-length");
  if (fields.get("transfer-encoding") === "chunked") {
    const body = unchunk(rest);
    return body && { body, doubt: length !== undefined };
  }
  if (length === undefined) return closed ? { body: rest, doubt: false } : undefined;
  const end = Number(length);
  if (rest.length < end) return undefined;
  return { body: rest.subarray(0, end), doubt: rest.length > end };
}

function unchunk(rest: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf("\r\n", at);
    const size = /^([0-9a-fA-F]+)(?:;.*)?$/.exec(rest.toString("latin1", at, lineEnd))?.[1];
    if (lineEnd < 0 || size === undefined) return undefined;
    const from = lineEnd + 2;
    const to = from + parseInt(size, 16);
    if (rest.toString("latin1", to, to + 2) !== "\r\n") return undefined;
    if (from === to) return Buffer.concat(chunks);
    chunks.push(rest.subarray(from, to));
    at = to + 2;
  }
}
