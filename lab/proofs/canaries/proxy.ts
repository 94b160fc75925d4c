import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import fc from "fast-check";
import { listen, type StandIn } from "../support/listen.ts";
import type { Sent } from "./sandbox.ts";

/** What a proxy does with a CONNECT: it never opens a tunnel to CLS. */
export type PlannedProxy = (typeof proxyFaults)[number];

const proxyFaults = ["refuse", "echo", "reset", "babble"] as const;

export const plannedProxy: fc.Arbitrary<PlannedProxy> = fc.constantFrom(...proxyFaults);

/** Stands for a proxy that asks for a password; `keep` is given every CONNECT. */
export async function startProxy(
  next: () => PlannedProxy,
  keep: (sent: Sent) => void,
): Promise<StandIn> {
  const server = createServer();
  server.on("connect", (request: IncomingMessage, socket: Duplex) => {
    socket.on("error", () => socket.destroy());
    keep({ headers: request.headers, body: request.url ?? "" });
    const quoted = request.headers["proxy-authorization"] ?? "";
    const password = Buffer.from(quoted.replace(/^Basic /, ""), "base64").toString();
    switch (next()) {
      case "refuse":
        return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      case "echo":
        return void socket.end(`HTTP/1.1 502 ${quoted} ${password}\r\nVia: ${password}\r\n\r\n`);
      case "reset":
        return void socket.destroy();
      case "babble":
        return void socket.end(`HTTP/1.1 200 OK\r\n\r\n${password}\r\n`);
    }
  });
  return listen(server);
}
