import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Wire } from "./oracle-http.ts";

export type WireServer = {
  readonly url: string;
  /** What every request is answered with from now on. */
  answerWith(wire: Wire): void;
  close(): void;
};

/** A server that reads requests whole and puts bytes of anybody's choice in place of an answer. */
export async function startWireServer(): Promise<WireServer> {
  let wire: Wire = { bytes: Buffer.alloc(0), end: "close" };
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    let arrived = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      arrived = Buffer.concat([arrived, chunk]);
      if (!isWhole(arrived)) return;
      arrived = Buffer.alloc(0);
      const { bytes, end } = wire;
      if (end === "keep") socket.write(bytes);
      else if (end === "close") socket.end(bytes);
      else socket.write(bytes, () => socket.resetAndDestroy());
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    answerWith(next) {
      wire = next;
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function isWhole(request: Buffer): boolean {
  const split = request.indexOf("\r\n\r\n");
  const length = /\r\ncontent-length: *(\d+)/i.exec(request.toString("latin1", 0, split))?.[1];
  return split >= 0 && request.length >= split + 4 + Number(length ?? 0);
}
