import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import { setTimeout } from "node:timers/promises";
import { type ApiAnswer, type ApiOptions, createApi, MAX_BODY_BYTES } from "./api.ts";
import { systemClock } from "./clock.ts";
import {
  type ConsumerGroups,
  type ConsumerGroupsOptions,
  createConsumerGroups,
} from "./groups/consumer-groups.ts";
import { answerPartitions } from "./groups/control.ts";
import { answerFaults } from "./faults/control.ts";
import { createFaultInjector, type Faults } from "./faults/injector.ts";
import { createFaultMemory } from "./faults/memory.ts";
import type { Sleep } from "./faults/strike.ts";
import { send } from "./faults/wire.ts";
import { listen, readBody, trackSockets } from "./sockets.ts";

export type EmulatorOptions = Pick<ApiOptions, "credentials" | "regions" | "existing"> &
  ConsumerGroupsOptions &
  Partial<Pick<ApiOptions, "endpoint" | "service" | "ratePerSecond">> & {
    /** 0 takes any free port. */
    port?: number;
    host?: string;
    keepAliveTimeoutMs?: number;
    /** Serves https with this key and certificate (PEM). */
    tls?: { key: string | Buffer; cert: string | Buffer };
    /** How faults wait. */
    sleep?: Sleep;
    /**
     * Room for faults that the catalogue lacks: true says that it has answered or destroyed, and nothing else happens to
     * the request.
     */
    intercept?: (
      request: IncomingMessage,
      response: ServerResponse,
      body: Buffer,
    ) => boolean | Promise<boolean>;
  };

/** A request that the API answered: `code` is the refusal's, undefined when the request was granted. */
export type ReceivedRequest = {
  /** When it arrived, by the emulator's clock. */
  atMs: number;
  action: string | undefined;
  headers: IncomingHttpHeaders;
  /** The parsed body, or its text when it is not JSON. */
  body: unknown;
  code: string | undefined;
  /** What stood in `Response`. */
  response: Readonly<Record<string, unknown>>;
};

export type Emulator = {
  port: number;
  url: string;
  groups: ConsumerGroups;
  /** Faults to come, as the control route sets them too, and those that have struck. */
  faults: Faults;
  /** The last thousand requests, oldest first. */
  received: ReceivedRequest[];
  /** Connections accepted so far; a kept-alive one counts once. */
  connections(): number;
  /** Ends open sockets at once; may be called again. */
  close(): Promise<void>;
};

const RECEIVED_LIMIT = 1000;

/** Twice what a signature's timestamp may be off. */
const WRONG_CLOCK_MS = 600_000;

/**
 * Starts a stand-in for CLS on a real socket, for development and tests.
 *
 * @throws the socket's error, `EADDRINUSE` for one, when it cannot listen.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const {
    port = 0,
    host = "127.0.0.1",
    clock = systemClock,
    tls,
    intercept,
    sleep = wait,
  } = options;
  const groups = createConsumerGroups({ ...options, clock });
  for (const { consumerGroup, logsetId, ...more } of options.existing?.groups ?? []) {
    const { region = "ap-guangzhou", topicIds = [], leaseMs = 40_000 } = more;
    groups.create({ region, logsetId, consumerGroup }, { leaseMs, topicIds: [...topicIds] });
  }
  const createApiAt = (offsetMs: number) =>
    createApi({
      service: "cls",
      ratePerSecond: 20,
      ...options,
      groups,
      clock: { nowMs: () => clock.nowMs() + offsetMs },
    });
  const api = createApiAt(0);
  const apiByWrongClock = createApiAt(WRONG_CLOCK_MS);
  const received: ReceivedRequest[] = [];

  function letThrough(request: IncomingMessage, body: Buffer, answer: typeof api): ApiAnswer {
    const { method = "", url: path = "", headers } = request;
    const answered = answer({ method, path, headers, body });
    const action = headers["x-tc-action"];
    received.push({
      atMs: clock.nowMs(),
      action: typeof action === "string" ? action : undefined,
      headers,
      body: jsonOrText(body),
      code: answered.code,
      response: answered.response,
    });
    if (received.length > RECEIVED_LIMIT) received.shift();
    return answered;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, MAX_BODY_BYTES);
    const { method = "", url: path = "" } = request;
    const control = { method, path, body };
    if (answerFaults(control, response, injector.faults)) return;
    if (answerPartitions(control, response, groups.topics)) return;
    if (await intercept?.(request, response, body)) return;
    const struck = await injector.strike({
      request,
      response,
      body: jsonOrText(body),
      letThrough: ({ wrongClock } = { wrongClock: false }) =>
        letThrough(request, body, wrongClock ? apiByWrongClock : api),
    });
    if (!struck) send(response, letThrough(request, body, api));
  }

  function listener(request: IncomingMessage, response: ServerResponse): void {
    serve(request, response).catch((error: unknown) => {
      // A caller who hung up while sending waits for nothing.
      if (request.socket.destroyed) return;
      // The rest are faults of the emulator or of `intercept`: say so where their author will look.
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`emulator: ${reason}\n`);
      response.destroy();
    });
  }

  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  if (options.keepAliveTimeoutMs !== undefined)
    server.keepAliveTimeout = options.keepAliveTimeoutMs;
  const sockets = trackSockets(server);
  const injector = createFaultInjector({
    sockets,
    sleep,
    tls: tls !== undefined,
    memory: createFaultMemory(groups),
  });
  server.on("connection", injector.accept);
  const boundPort = await listen(server, port, host);

  return {
    port: boundPort,
    url: `${tls ? "https" : "http"}://${host}:${boundPort}`,
    groups,
    faults: injector.faults,
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

const wait: Sleep = (ms, signal) => setTimeout(ms, undefined, { signal });

function jsonOrText(body: Buffer): unknown {
  const text = body.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
