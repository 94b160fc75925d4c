import { once } from "node:events";
import type { Server } from "node:net";
import type { Duplex } from "node:stream";

/** A server on loopback that answers as a proof wants it to. */
export type StandIn = {
  readonly url: string;
  /** Ends its connections as well. */
  readonly close: () => void;
};

/** Listens on a port of the system's choice. */
export async function listen(server: Server): Promise<StandIn> {
  const open = new Set<Duplex>();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
