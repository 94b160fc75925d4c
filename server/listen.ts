import type { Server } from "node:http";
import { isIPv6 } from "node:net";
import { codeOf } from "./error-code.ts";

export type Place = {
  readonly port: number;
  /** Absent: both loopbacks. */
  readonly host: string | undefined;
};

/**
 * Servers that listen there, the first one at IPv4 where nothing is said: to some clients `localhost` is ::1 alone, and
 * not every machine has both.
 *
 * @throws the socket's error, `EADDRINUSE` for one: of both loopbacks, since a client chooses either
 */
export async function listenOn(
  { port, host }: Place,
  create: () => Server,
): Promise<readonly [Server, ...Server[]]> {
  if (host !== undefined) return [await listen(create(), port, host)];
  const first = await listen(create(), port, "127.0.0.1").catch(unless(missing));
  const address = first?.address();
  if (first === undefined || typeof address !== "object" || address === null) {
    return [await listen(create(), port, "::1")];
  }
  // Whether a port that is free at one of them is free at both was left to chance.
  const tolerated = port === 0 ? [...missing, "EADDRINUSE"] : missing;
  try {
    const second = await listen(create(), address.port, "::1").catch(unless(tolerated));
    return second ? [first, second] : [first];
  } catch (error) {
    first.close();
    throw error;
  }
}

/** What the system says of an address that it does not have. */
const missing = ["EADDRNOTAVAIL", "EAFNOSUPPORT"];

function unless(codes: readonly string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes(codeOf(error))) throw error;
    return undefined;
  };
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
