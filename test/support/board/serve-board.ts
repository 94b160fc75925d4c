import type { AddressInfo } from "node:net";
import { boardPage } from "../../../dev/board/page.ts";
import { createKey } from "../../../dev/key/create-key.ts";
import { createConsumers } from "../../../lib/alive/consumers.ts";
import type { Sample } from "../../../lib/alive/transition.ts";
import { createServices } from "../../../lib/app/create-services.ts";
import type { AccessKey } from "../../../lib/config/access.ts";
import { createHttpHandler } from "../../../lib/http/http-handler.ts";
import type { Sight } from "../../../lib/ledger/sight.ts";
import { createFront } from "../../../server/front.ts";
import { createHandClock, type HandClock } from "../hand-clock.ts";
import { documented } from "../openapi/validate-exchange.ts";

export type BoardServer = {
  readonly url: string;
  readonly clock: HandClock;
  readonly keys: Readonly<Record<"all" | "orders" | "beat" | "hook", string>>;
  /** What the relay sees from now on. */
  show(sights: readonly Sight[]): void;
  /** Ends all connections at once. */
  close(): Promise<void>;
};

export type BoardServerOptions = {
  readonly samples?: (nowMs: number) => readonly Sample[];
  readonly basePath?: string;
  readonly port?: number;
};

const limits: Readonly<Record<keyof BoardServer["keys"], Partial<AccessKey>>> = {
  all: { read: true },
  orders: { read: true, consumerGroups: ["orders"] },
  beat: {},
  hook: { hookOnly: true },
};

/** The relay behind a socket, with the board and a ledger whose sights are handed in. */
export async function serveBoard(options: BoardServerOptions = {}): Promise<BoardServer> {
  const { samples, basePath = "", port = 0 } = options;
  const clock = createHandClock(Date.UTC(2026, 10, 28, 3, 14));
  const made = Object.entries(limits).map(([name, limit]) => ({ name, limit, key: createKey() }));
  const moreKeys = made.map(
    ({ name, limit, key }): AccessKey => ({
      ...{ name, digests: [Buffer.from(key.sha256, "hex")], hookOnly: false },
      ...limit,
    }),
  );
  let sights: readonly Sight[] = [];
  const services = createServices({
    env: {
      TENCENTCLOUD_SECRET_ID: "AKIDtest0Id0Of0The0Relay000000000001",
      TENCENTCLOUD_SECRET_KEY: "test0Key0Of0The0Relay00000000001",
      TENCENTCLOUD_REGION: "ap-guangzhou",
      RELAY_BASE_PATH: basePath,
      POWERTOOLS_LOG_LEVEL: "SILENT",
    },
    clock,
    moreKeys,
    readBoard: boardPage,
  });
  const consumers = createConsumers({
    ledger: {
      sights: () => Promise.resolve(sights),
      fill: () => ({ held: 0, carries: 640 }),
    },
    ...{ clock, callMs: 3000, ratePerSecond: 20, settings: undefined },
  });
  const readSamples = samples && (() => Promise.resolve(samples(clock.epochMs())));
  const front = createFront(
    documented(createHttpHandler({ ...services, consumers, readSamples }), basePath),
    { basePath },
  );
  await new Promise<void>((resolve) => front.listen(port, "127.0.0.1", resolve));
  const keyOf = (name: string) => made.find((one) => one.name === name)?.key.key ?? "";
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}${basePath}`,
    clock,
    keys: { all: keyOf("all"), orders: keyOf("orders"), beat: keyOf("beat"), hook: keyOf("hook") },
    show(next) {
      sights = next;
      // What was read before is told for two seconds.
      clock.advance(2000);
    },
    close: () =>
      new Promise((resolve) => {
        front.close(() => {
          resolve();
        });
        front.closeAllConnections();
      }),
  };
}
