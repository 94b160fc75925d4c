import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { type Clock, type Moment, momentOf, sinceMs } from "../base/clock.ts";
import { keptConnectionReason } from "./failure.ts";
import { createReuse, longestIdleMs } from "./reuse.ts";
import type { UpstreamConfig } from "./upstream.ts";

/** An answer has a few hundred bytes, and for thousands of topics some hundred thousand. */
export const mostAnswerBytes = 1024 * 1024;

/** A connection that is idle before a call is granted is still good when that has waited. */
const longestWaitMs = 5000;

/** As many calls as the usual rate lets out at once: who waits behind them needs no connection yet. */
const mostReady = 20;

/** The agent of all connections to CLS. */
export type HeartbeatAgent = http.Agent & {
  /** Has a connection for one more request. Gives what to call when that has ended, or is not made. */
  prepare(signal: AbortSignal): Promise<() => void>;
  /** Closes what has been idle for too long, or will be soon, or all that is idle: then the next request opens a connection. */
  dropIdle(which: "old" | "aging" | "all"): void;
  /** A kept connection had died: from now on they are kept for less long. */
  keptConnectionFailed(): void;
};

/**
 * An agent that keeps connections alive, connects where the configuration says, and never lets a
 * redirect be followed: POST would become GET, and the token would travel to wherever it points.
 */
export function createAgent(config: UpstreamConfig, clock: Clock): HeartbeatAgent {
  const options: https.AgentOptions = {
    keepAlive: true,
    timeout: longestIdleMs,
    // Said here, so that nothing in the environment says otherwise.
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    ...(config.addressMs && { autoSelectFamilyAttemptTimeout: config.addressMs }),
    // Else Node finds it out for every connection, by way of a regular expression for IPv6.
    servername: config.endpoint,
    ...(config.proxy && { proxyEnv: { HTTPS_PROXY: config.proxy } }),
  };
  const agent =
    config.connectTo?.protocol === "http:" ? new http.Agent(options) : new https.Agent(options);
  if (config.connectTo) connectTo(agent, config.connectTo);
  const reuse = createReuse(clock);
  /** Prepared, and not used yet. */
  const fresh = new WeakSet<Socket>();
  /** Requests that are to come or under way. */
  let awaited = 0;
  let opening = 0;
  correctResponses(agent, (socket) => fresh.delete(socket));
  const idleSince = new WeakMap<Socket, Moment>();
  agent.on("free", (socket: Socket) => idleSince.set(socket, momentOf(clock)));
  return Object.assign(agent, {
    async prepare(signal: AbortSignal) {
      awaited += 1;
      let isAwaited = true;
      const end = () => {
        if (isAwaited) awaited -= 1;
        isAwaited = false;
      };
      const ready = Object.values(agent.freeSockets).flat().length + opening;
      if (ready >= Math.min(awaited, mostReady)) return end;
      opening += 1;
      try {
        fresh.add(await prepareSocket(agent, config.endpoint, signal));
      } catch (error) {
        end();
        throw error;
      } finally {
        opening -= 1;
      }
      return end;
    },
    keptConnectionFailed: () => {
      reuse.failed();
    },
    dropIdle(which: "old" | "aging" | "all") {
      for (const socket of Object.values(agent.freeSockets).flat()) {
        const since = socket && idleSince.get(socket);
        const mostIdleMs = socket && fresh.has(socket) ? longestIdleMs : reuse.mostIdleMs();
        const mostMs = which === "aging" ? mostIdleMs - longestWaitMs : mostIdleMs;
        const isOld = since === undefined || sinceMs(clock, since) >= mostMs;
        if (which === "all" || isOld) socket?.destroy();
      }
    },
  });
}

/** Only the address changes: the name that TLS verifies and the `Host` header stay the endpoint's. */
function connectTo(agent: http.Agent, { host, port }: { host: string; port: number }): void {
  const createConnection = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) =>
    createConnection({ ...options, host, port }, callback);
}

/**
 * Corrects habits of the SDK, by listeners that are registered before its own. It
 * - follows redirects, and has no switch for that: without its `Location` a 3xx is an answer with a status that is
 *   not 200;
 * - does not notice that a body ends before its declared length, and would wait for the rest until the deadline;
 * - makes an emitter of an event stream, whose errors nobody listens to: ending such an answer would end the process;
 * - sets no size limit, and asks for compressed answers, of which a few bytes unpack to any number.
 *
 * A reset of a kept connection before any answer began is marked: most likely the other side had closed it.
 */
function correctResponses(agent: http.Agent, isFirstOf: (socket: Socket) => boolean): void {
  const addRequest = agent.addRequest.bind(agent);
  agent.addRequest = (request, ...rest) => {
    request.removeHeader("accept-encoding");
    let isFirst = false;
    request.once("socket", (socket) => {
      isFirst = isFirstOf(socket);
      capAnswer(request, socket);
    });
    let hasAnswer = false;
    request.once("response", (response) => {
      hasAnswer = true;
      delete response.headers.location;
      delete response.headers["content-type"];
      const coding = response.headers["content-encoding"] ?? "identity";
      // A status that is not 200 tells more than that.
      if (response.statusCode === 200 && coding !== "identity") {
        end(request, "the answer is compressed");
      }
      response.once("error", (error) => request.emit("error", error));
    });
    request.once("error", (error: NodeJS.ErrnoException) => {
      const isReset = error.code === "ECONNRESET" || error.code === "EPIPE";
      if (!isReset || hasAnswer || !request.reusedSocket || isFirst) return;
      error.message = `${keptConnectionReason}${error.message}`;
    });
    // Without a listener Node ends the request in silence, and the SDK waits until the deadline.
    request.once("upgrade", () => {
      end(request, "an answer of the API switches no protocols");
    });
    addRequest(request, ...rest);
  };
}

/** Counted on the socket: headers, informational answers and the framing of chunks can be endless too. */
function capAnswer(request: http.ClientRequest, socket: Socket): void {
  const mostRead = socket.bytesRead + mostAnswerBytes;
  const check = () => {
    if (socket.bytesRead > mostRead) end(request, "the answer is too long");
  };
  socket.on("data", check);
  request.once("close", () => socket.off("data", check));
}

/** The socket has no error of its own: once there is an answer, nobody listens for one. */
function end(request: http.ClientRequest, why: string): void {
  request.socket?.destroy();
  request.emit("error", new Error(`Parse Error: ${why}`));
}

/**
 * Opens a connection of the agent before there is a request for it, and puts it with those that are idle.
 * Opening one takes as long as three calls: a call that was granted before it would arrive too late
 * (docs/decisions/ledger.md). Rejects with the error of the connection, and when the signal aborts.
 */
async function prepareSocket(
  agent: http.Agent,
  host: string,
  signal: AbortSignal,
): Promise<Socket> {
  const port = agent.defaultPort;
  signal.throwIfAborted();
  const socket = await new Promise<Socket>((resolve, reject) => {
    // A proxy gives none before its tunnel is there.
    const abort = () => {
      reject(new Error("given up while it was opened"));
    };
    signal.addEventListener("abort", abort);
    agent.createSocket({ timeout: undefined }, { host, port }, (error, created) => {
      signal.removeEventListener("abort", abort);
      if (created !== undefined && !signal.aborted) resolve(created);
      else reject(error ?? new Error("given up before it was opened"));
      if (signal.aborted) created?.destroy();
    });
  });
  try {
    // By way of a proxy it is given when it is open.
    const event = "encrypted" in socket ? "secureConnect" : "connect";
    if (socket.connecting) await once(socket, event, { signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  // The agent keeps what a message that may be followed by another one has left.
  Object.assign(socket, { _httpMessage: { shouldKeepAlive: true } });
  socket.emit("free");
  return socket;
}
