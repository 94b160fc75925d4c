import { createKey } from "../../../dev/key/create-key.ts";
import { createFront } from "../../../server/front.ts";
import type { Environment } from "../../../lib/config/env-reader.ts";
import { logsetId, startRelay, type TestRelay, topicId } from "../../support/start-relay.ts";
import { listen } from "./listen.ts";

/** The one key that every snippet is given: the sketch has it compiled in. */
export const { key, sha256 } = createKey();

export type Answered = { readonly status: number; readonly atMs: number };

export type RelayOnSocket = Pick<TestRelay, "emulator" | "lines"> & {
  readonly url: string;
  /** What was answered so far, health checks left out. */
  readonly answered: readonly Answered[];
  /** Resolves when a heartbeat was renewed, rejects when one was refused for good. */
  readonly renewed: Promise<void>;
};

/** The relay with its key and its alias, over a real socket, and the emulator behind it. */
export async function startRelayOnSocket(env: Environment = {}): Promise<RelayOnSocket> {
  const alias = { consumerGroup: "orders", consumer: "orders-1", logsetId, topics: [topicId] };
  const { handler, emulator, lines } = await startRelay({
    file: { keys: [{ name: "snippet", sha256 }], aliases: { "orders-1": alias } },
    env: { RELAY_AUTH: "keys", ...env },
  });
  const front = createFront(handler);
  const answered: Answered[] = [];
  const renewed = new Promise<void>((resolve, reject) => {
    front.on("request", ({ url }, response) => {
      response.once("finish", () => {
        const { statusCode: status } = response;
        if (url === "/healthz") return;
        answered.push({ status, atMs: performance.now() });
        if (status === 200) resolve();
        else if (status < 500) reject(new Error(`the relay answered ${status}`));
      });
    });
  });
  // Not every test waits for it.
  renewed.catch(() => undefined);
  return { emulator, lines, url: await listen(front), answered, renewed };
}
