import { type Agent, type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

type Options = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
  readonly agent: Agent;
  readonly signal: AbortSignal;
};

/** As much of a response as the SDK looks at. */
type Response = {
  readonly status: number | undefined;
  readonly statusText: string | undefined;
  readonly headers: { get(name: string): string | undefined };
  json(): Promise<unknown>;
};

/**
 * In place of `node-fetch` with `whatwg-url` and `tr46` (330 KB, deprecated `punycode` and `url.parse`, and
 * `node:zlib`): the SDK posts one string and reads one JSON, which needs no polyfill of a whole standard.
 * Answers come as they are: nothing is asked for compressed, and no redirect is followed. Where the two judge
 * differently, an answer is complete that node-fetch takes for cut (a body without a length that ends in a
 * reset), and one that is compressed although nobody asked for it is invalid.
 */
export default function fetch(url: string, options: Options): Promise<Response> {
  const { method, headers, body, agent, signal } = options;
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const { hostname, port, pathname } = parse(url);
    const place = { hostname, port, path: pathname };
    const sent = send({
      ...place,
      method,
      agent,
      headers: { ...headers, "Content-Length": length },
    });
    const abort = () => sent.destroy(new Error("The user aborted a request."));
    signal.addEventListener("abort", abort);
    sent.once("close", () => {
      signal.removeEventListener("abort", abort);
      // Already settled, unless Node ends in silence: without this the caller would wait without end.
      reject(new Error(`request to ${url} failed, reason: closed without an answer`));
    });
    sent.once("response", (message) => {
      resolve(toResponse(message));
    });
    sent.on("error", (error) => {
      reject(new Error(`request to ${url} failed, reason: ${error.message}`));
    });
    sent.end(body);
    if (signal.aborted) abort();
  });
}

let last: { readonly url: string; readonly parsed: URL } | undefined;

/** The SDK posts to one URL only. */
function parse(url: string): URL {
  if (last?.url !== url) last = { url, parsed: new URL(url) };
  return last.parsed;
}

/** A refused body of this size is read to its end at once, so that its connection can be used again. */
const mostDrainedBytes = 16 * 1024;

function toResponse(message: IncomingMessage): Response {
  // A reader that leaves the body unread aborts the request, and nothing else listens for that error.
  message.on("error", () => undefined);
  // The SDK never reads the body of a status that is not 200.
  const length = Number(message.headers["content-length"] ?? Infinity);
  if (message.statusCode !== 200 && length <= mostDrainedBytes) message.resume();
  return {
    status: message.statusCode,
    statusText: message.statusMessage,
    headers: { get: (name) => message.headers[name]?.toString() },
    json: async () => JSON.parse(await readText(message)) as unknown,
  };
}

function readText(message: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    message.setEncoding("utf8");
    message.on("data", (chunk: string) => {
      text += chunk;
    });
    message.once("end", () => {
      resolve(text);
    });
    message.once("error", reject);
  });
}
