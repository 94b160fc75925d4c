import type { AddressInfo } from "node:net";
import { afterAll } from "@jest/globals";
import { createFront, type FrontOptions } from "../../server/front.ts";
import type { TestRelay } from "./start-relay.ts";

const closings: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closings) await close();
});

/** Serves a relay on a socket of its own, as the local server does; gives the port. */
export async function startFront(
  relay: Pick<TestRelay, "handler">,
  options: FrontOptions = {},
): Promise<number> {
  const front = createFront(relay.handler, options);
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  closings.push(
    () =>
      new Promise((resolve) => {
        front.close(() => {
          resolve();
        });
        front.closeAllConnections();
      }),
  );
  return (front.address() as AddressInfo).port;
}
