import type { Server } from "node:http";
import { isIPv6 } from "node:net";

export type Place = {
  readonly port: number;
  /** Absent: both loopbacks. */
  readonly host: string | undefined;
};

/**
 * Servers that listen there, the first one at IPv4 where nothing is said: to some clients `localhost` is ::1 alone, and
 * not every machine has one.
 *
 * @throws the socket's error, `EADDRINUSE` for one
 */
export async function listenOn(
  { port, host }: Place,
  create: () => Server,
): Promise<readonly [Server, ...Server[]]> {
  const first = await listen(create(), port, host ?? "127.0.0.1");
  const address = first.address();
  if (host !== undefined || address === null || typeof address === "string") return [first];
  try {
    return [first, await listen(create(), address.port, "::1")];
  } catch {
    return [first];
  }
}

function listen(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.on("error", reject).listen(port, host, () => {
      resolve(server);
    });
  });
}

/** The address of a server as a client on this machine reaches it. */
export function urlOf(server: Server): string {
  const found = server.address();
  if (found === null || typeof found === "string") return "";
  return urlAt(found.address, found.port);
}

/** The same of an address that a server is told to listen on. */
export function urlAt(address: string, port: number): string {
  if (address === "0.0.0.0" || address === "::") return `http://127.0.0.1:${port}`;
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`;
}
