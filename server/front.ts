import { randomUUID } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import type { HttpHandler } from "../lib/http/http-handler.ts";
import { createContext } from "./lambda-context.ts";

/** As much of a body as the handler needs to see that it is too large. */
const mostBodyBytes = 512 * 1024;

/** Answers a request for a page, and returns whether it was one. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A local HTTP server in front of the Lambda handler, as a Function URL would stand there. */
export function createFront(handler: HttpHandler, pages: Pages = () => false): Server {
  const server = createServer((request, response) => {
    if (!pages(request, response)) void serve(handler, request, response, farewell);
  });
  // Without it a busy keep-alive connection would never let the server end.
  const farewell = () => (server.listening ? {} : { Connection: "close" });
  return server;
}

/**
 * Stops listening, answers what is under way, and resolves when no connection is left: at the latest
 * after `graceMs`, when those that are still open are cut.
 */
export async function closeFront(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  clearTimeout(cut);
}

async function serve(
  handler: HttpHandler,
  request: IncomingMessage,
  response: ServerResponse,
  farewell: () => OutgoingHttpHeaders,
): Promise<void> {
  try {
    const event = toEvent(request, await readBody(request));
    const answer = await handler(event, createContext("relay", 10_000));
    const length =
      answer.statusCode === 204 ? {} : { "Content-Length": Buffer.byteLength(answer.body) };
    const headers = { ...answer.headers, ...length, ...farewell() };
    response.writeHead(answer.statusCode, headers).end(answer.body);
  } catch (error) {
    // A caller that went away is not a fault; any other error is, because the handler must not throw.
    if (!request.destroyed) console.error(error);
    response.destroy();
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (bytes < mostBodyBytes) chunks.push(chunk);
    bytes += chunk.length;
  }
  return Buffer.concat(chunks);
}

/** The request as an event of payload format 2.0. */
function toEvent(request: IncomingMessage, body: Buffer) {
  // Through a proxy the whole URL stands here (RFC 9112, 3.2.2).
  const target = (request.url ?? "").replace(/^https?:\/\/[^/?]*/i, "");
  const [rawPath = "", ...query] = target.split("?");
  const rawQueryString = query.join("?");
  const { method = "" } = request;
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    headers: Object.fromEntries(
      Object.entries(request.headersDistinct).map(([name, values = []]) => [
        name,
        values.join(", "),
      ]),
    ),
    requestContext: { stage: "$default", requestId: randomUUID(), http: { method, path: rawPath } },
    ...(body.length > 0 && { body: body.toString("base64"), isBase64Encoded: true }),
  };
}
