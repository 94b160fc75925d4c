import { randomUUID } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";
import type { AddressTest } from "../lib/config/addresses.ts";
import { busyAnswer } from "../lib/http/busy-answer.ts";
import type { HttpHandler } from "../lib/http/http-handler.ts";
import { restsOf } from "../lib/http/router.ts";
import { type Outside, readForwarded } from "./forwarded.ts";
import type { Gate, Place, Visit } from "./gate.ts";
import { createContext } from "./lambda-context.ts";
import { type Limits, usualLimits } from "./limits.ts";
import { readBody } from "./read-body.ts";
import { type Unread, watchUnread } from "./unread.ts";

/** Answers a request for a page, and returns whether it was one. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => boolean;

export type FrontOptions = {
  readonly pages?: Pages | undefined;
  /** How long the handler is told that it has. */
  readonly timeoutMs?: number;
  readonly limits?: Partial<Limits>;
  readonly gate?: Gate;
  /** Is told of each request that was not read, and why. */
  readonly onUnread?: (why: Unread) => void;
  readonly isTrustedProxy?: AddressTest;
  readonly basePath?: string;
  /** What every answer of the handler has besides. */
  readonly headers?: OutgoingHttpHeaders;
};

/** An HTTP server in front of the Lambda handler, as a Function URL would stand there. */
export function createFront(handler: HttpHandler, options: FrontOptions = {}): Server {
  const { pages, gate = openGate, limits, basePath = "", onUnread = () => undefined } = options;
  const { silenceMs, maxConnections, maxUnanswered, ...timeouts } = { ...usualLimits, ...limits };
  const unanswered = new WeakMap<Socket, number>();
  const server = createServer(timeouts, (request, response) => {
    const { socket } = request;
    // Those that came at once with the one for which it was cut.
    if (socket.destroyed) return;
    const before = unanswered.get(socket) ?? 0;
    if (before >= maxUnanswered) {
      onUnread("tooMany");
      socket.destroy();
      return;
    }
    unanswered.set(socket, before + 1);
    response.once("close", () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    if (pages?.(request, response)) return;
    const visit: Visit = {
      serve: (place) => serve({ ...options, handler, farewell, place }, request, response),
      cut() {
        const event = toEvent(request, Buffer.alloc(0), { client: "" });
        const told = { requestId: randomUUID(), basePath, random: Math.random };
        const { statusCode, headers, body } = busyAnswer(event, told);
        // Its body is not read, so nothing else can come on this connection.
        const ofIt = { "Content-Length": Buffer.byteLength(body), Connection: "close" };
        response.writeHead(statusCode, { ...headers, ...options.headers, ...ofIt }).end(body);
      },
    };
    // Who is busy is alive: a platform that took it for dead would end all that is under way.
    const ofIts = isProbe(request, basePath) ? openGate : gate;
    if (!ofIts.admit(visit)) visit.cut();
  });
  watchUnread(server, onUnread);
  server.maxConnections = maxConnections;
  server.setTimeout(silenceMs);
  // Without it a busy keep-alive connection would never let the server end.
  const farewell = () => (server.listening ? {} : { Connection: "close" });
  return server;
}

const openGate: Gate = {
  admit({ serve: serveOne }) {
    void serveOne({ hold: () => undefined, arrived: () => undefined });
    return true;
  },
};

/** Whether it asks if this process lives, and has no body that could be slow. */
function isProbe({ method = "", url = "", headers }: IncomingMessage, basePath: string): boolean {
  const hasBody = "content-length" in headers || "transfer-encoding" in headers;
  if (hasBody || !["GET", "HEAD"].includes(method)) return false;
  return restsOf(url, [basePath]).some((path) => ["/livez", "/healthz"].includes(path));
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

type Serving = FrontOptions & {
  readonly handler: HttpHandler;
  readonly farewell: () => OutgoingHttpHeaders;
  readonly place: Place;
};

async function serve(
  { handler, farewell, place, headers: more, timeoutMs = 10_000, isTrustedProxy = nobody }: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const outside = readForwarded(request, isTrustedProxy);
    const { body, isWhole } = await readBody(request, place.hold);
    // It was cut in the meantime, and has its answer.
    if (response.writableEnded) return;
    place.arrived();
    const answer = await handler(
      toEvent(request, body, outside),
      createContext("relay", timeoutMs),
    );
    const length =
      answer.statusCode === 204 ? {} : { "Content-Length": Buffer.byteLength(answer.body) };
    const end = isWhole ? farewell() : { Connection: "close" };
    response
      .writeHead(answer.statusCode, { ...answer.headers, ...more, ...length, ...end })
      .end(answer.body);
  } catch (error) {
    // A caller that went away is not a fault; any other error is, because the handler must not throw.
    if (!request.destroyed) console.error(error);
    response.destroy();
  }
}

const nobody: AddressTest = () => false;

/** The request as an event of payload format 2.0. */
function toEvent(request: IncomingMessage, body: Buffer, { client, host }: Outside) {
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
    requestContext: {
      stage: "$default",
      requestId: randomUUID(),
      ...(host !== undefined && { domainName: host }),
      http: { method, path: rawPath, sourceIp: client },
    },
    ...(body.length > 0 && { body: body.toString("base64"), isBase64Encoded: true }),
  };
}
