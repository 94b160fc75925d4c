import { connect, createServer, type Socket } from "node:net";
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";

export type SlowWay = { readonly port: number; close(): void };

/**
 * A way to a port of this machine on which every round trip takes this much longer, the one that opens a connection
 * included. Bytes keep their order, and several requests may be under way at once, each as late as the others.
 */
export async function startSlowWay(targetPort: number, roundTripMs: number): Promise<SlowWay> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(targetPort, "127.0.0.1");
    for (const socket of [client, target]) {
      socket.setNoDelay(true);
      open.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => open.delete(socket));
    }
    // The whole round trip is waited for on the way there.
    const openedMs = performance.now() + roundTripMs;
    let sent = Promise.resolve();
    const later = (send: () => void) => {
      const dueMs = Math.max(openedMs, performance.now()) + roundTripMs;
      sent = sent.then(() => waitUntil(dueMs)).then(send);
    };
    client.on("data", (bytes) => {
      later(() => target.write(bytes));
    });
    client.on("end", () => {
      later(() => target.end());
    });
    client.on("close", () => {
      later(() => target.destroy());
    });
    target.pipe(client);
    target.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** Timers know whole milliseconds, and a way may be shorter than two of them: the last ones are waited for by turns. */
async function waitUntil(dueMs: number): Promise<void> {
  const leftMs = dueMs - performance.now();
  if (leftMs > 2) await wait(Math.floor(leftMs) - 1);
  while (performance.now() < dueMs) await turn();
}
