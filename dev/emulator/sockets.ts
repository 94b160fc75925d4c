import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

export type Sockets = {
  /** Connections accepted since the start. */
  accepted(): number;
  /** Connections open now. */
  open(): number;
  /** Ends the connection of a socket with a RST, below TLS where there is any. */
  reset(socket: Socket): void;
  destroyAll(): void;
};

/** Keeps every open socket of a server, those in the middle of a TLS handshake too, which the server itself forgets. */
export function trackSockets(server: Server): Sockets {
  const open = new Set<Socket>();
  let accepted = 0;
  server.on("connection", (socket: Socket) => {
    accepted += 1;
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  return {
    accepted: () => accepted,
    open: () => open.size,
    reset(socket) {
      // The TLS socket that a request comes with cannot be reset; the port tells which one is below it.
      const { remotePort } = socket;
      const below = [...open].find((candidate) => candidate.remotePort === remotePort);
      below?.resetAndDestroy();
    },
    destroyAll() {
      for (const socket of open) socket.destroy();
    },
  };
}

/**
 * Listens and returns the port that was bound.
 *
 * @throws the socket's error, with a `code` such as `EADDRINUSE`.
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

/**
 * Reads a body whole, keeping at most one byte more than `maxBytes`, so that the reader sees that it is too large.
 *
 * @throws Error when the caller hangs up before the end.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const arriving: AsyncIterable<Buffer> = request;
  const chunks: Buffer[] = [];
  let kept = 0;
  for await (const chunk of arriving) {
    const bytes = chunk.subarray(0, maxBytes + 1 - kept);
    kept += bytes.length;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
