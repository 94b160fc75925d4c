import type http from "node:http";
import type { Socket } from "node:net";

/**
 * Opens a connection of the agent before there is a request for it, and puts it with those that are idle.
 * Opening one takes as long as three calls: a call that was granted before it would arrive too late
 * (docs/decisions/ledger.md). Rejects with the error of the connection, and when the signal aborts.
 */
export async function prepareSocket(
  agent: http.Agent,
  host: string,
  signal: AbortSignal,
): Promise<Socket> {
  const port = agent.defaultPort;
  const socket = await new Promise<Socket>((resolve, reject) => {
    agent.createSocket({ timeout: undefined }, { host, port }, (error, created) => {
      if (created === undefined) reject(error ?? new Error("no connection"));
      else resolve(created);
    });
  });
  await connected(socket, signal);
  // The agent keeps what a message that may be followed by another one has left.
  Object.assign(socket, { _httpMessage: { shouldKeepAlive: true } });
  socket.emit("free");
  return socket;
}

function connected(socket: Socket, signal: AbortSignal): Promise<void> {
  // By way of a proxy it is given when it is open.
  if (!socket.connecting) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const event = "encrypted" in socket ? "secureConnect" : "connect";
    const end = (error?: Error) => {
      socket.off(event, ready).off("error", fail).off("close", fail);
      signal.removeEventListener("abort", abort);
      if (error === undefined) resolve();
      else reject(error);
    };
    const ready = () => {
      end();
    };
    const fail = (error: unknown) => {
      end(error instanceof Error ? error : new Error("closed while it was opened"));
    };
    const abort = () => {
      socket.destroy();
      fail(undefined);
    };
    socket.once(event, ready).once("error", fail).once("close", fail);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
  });
}
