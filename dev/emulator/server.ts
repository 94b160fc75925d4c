import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type ApiOptions, createApi, MAX_BODY_BYTES } from "./api.ts";
import { systemClock } from "./clock.ts";
import {
  type ConsumerGroups,
  type ConsumerGroupsOptions,
  createConsumerGroups,
} from "./consumer-groups.ts";
import { listen, readBody, trackSockets } from "./sockets.ts";

export type EmulatorOptions = Pick<ApiOptions, "credentials" | "regions"> &
  Partial<ConsumerGroupsOptions> &
  Partial<Pick<ApiOptions, "endpoint" | "service" | "ratePerSecond">> & {
    /** 0 takes any free port. */
    port?: number;
    host?: string;
    keepAliveTimeoutMs?: number;
    /** Serves https with this key and certificate (PEM). */
    tls?: { key: string | Buffer; cert: string | Buffer };
    /** Room for faults: true says that it has answered or destroyed, and nothing else happens to the request. */
    intercept?: (
      request: IncomingMessage,
      response: ServerResponse,
      body: Buffer,
    ) => boolean | Promise<boolean>;
  };

/** A request that the API answered: `code` is the refusal's, undefined when the request was granted. */
export type ReceivedRequest = {
  action: string | undefined;
  headers: IncomingHttpHeaders;
  /** The parsed body, or its text when it is not JSON. */
  body: unknown;
  code: string | undefined;
};

export type Emulator = {
  port: number;
  url: string;
  groups: ConsumerGroups;
  /** The last thousand requests, oldest first. */
  received: ReceivedRequest[];
  /** Connections accepted so far; a kept-alive one counts once. */
  connections(): number;
  /** Ends open sockets at once; may be called again. */
  close(): Promise<void>;
};

/** The host that the emulator answers as: the relay's default endpoint. */
export const DEFAULT_ENDPOINT = "cls.intl.tencentcloudapi.com";

const RECEIVED_LIMIT = 1000;

/**
 * Starts a stand-in for CLS on a real socket, for development and tests.
 *
 * @throws the socket's error, `EADDRINUSE` for one, when it cannot listen.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { port = 0, host = "127.0.0.1", clock = systemClock, tls, intercept } = options;
  const groups = createConsumerGroups({ ...options, clock });
  const answer = createApi({
    endpoint: DEFAULT_ENDPOINT,
    service: "cls",
    ratePerSecond: 20,
    ...options,
    groups,
    clock,
  });
  const received: ReceivedRequest[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, MAX_BODY_BYTES);
    if (await intercept?.(request, response, body)) return;
    const { method = "", url: path = "", headers } = request;
    const answered = answer({ method, path, headers, body });
    const action = headers["x-tc-action"];
    received.push({
      action: typeof action === "string" ? action : undefined,
      headers,
      body: jsonOrText(body),
      code: answered.code,
    });
    if (received.length > RECEIVED_LIMIT) received.shift();
    response.writeHead(answered.status, answered.headers).end(answered.body);
  }

  function listener(request: IncomingMessage, response: ServerResponse): void {
    serve(request, response).catch((error: unknown) => {
      // A caller who hung up while sending waits for nothing.
      if (request.socket.destroyed) return;
      // What is left is a fault of the emulator or of `intercept`: say so, where whoever wrote it will look.
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`emulator: ${reason}\n`);
      response.destroy();
    });
  }

  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  if (options.keepAliveTimeoutMs !== undefined)
    server.keepAliveTimeout = options.keepAliveTimeoutMs;
  const sockets = trackSockets(server);
  const boundPort = await listen(server, port, host);

  return {
    port: boundPort,
    url: `${tls ? "https" : "http"}://${host}:${boundPort}`,
    groups,
    received,
    connections: () => sockets.accepted(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        sockets.destroyAll();
      }),
  };
}

function jsonOrText(body: Buffer): unknown {
  const text = body.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
