import { faults, type FaultName } from "../../../dev/emulator/faults.ts";
import { createCanaries, digestOf } from "../support/canaries.ts";
import { type Pending, watchPending } from "../support/pending.ts";
import { createScan, type Leak } from "../support/scan.ts";
import { until } from "../support/until.ts";
import { faultOutcomes } from "../../../test/support/fault-outcomes.ts";
import { heartbeat, startRelay } from "../../../test/support/start-relay.ts";
import { alias, type Arrival, type EntryPoint } from "./entry-points.ts";

/** All that is seen of one fault at one entry point. */
export type Cell = {
  readonly arrival: Arrival;
  /** Of the last beat. */
  readonly tookMs: number;
  readonly deadlineMs: number;
  readonly attempts: number;
  readonly leak: Leak | undefined;
  /** What is still under way a moment after the answer. */
  readonly pending: Readonly<Record<"timers" | "clientRequests" | "unanswered", number>>;
};

const canaries = createCanaries(4);
const { secretId, secretKey, token, key, hookKey } = canaries;
const scan = createScan(canaries);

const file = {
  keys: [
    { name: "caller", sha256: digestOf(key) },
    { name: "hook", sha256: digestOf(hookKey), hookOnly: true },
  ],
  aliases: { [alias]: heartbeat },
};

/** Short where it is the deadline that ends the beat, long enough for every retry elsewhere. */
function deadlineFor(fault: FaultName): number {
  return faultOutcomes[fault].expected.code === "deadline-exceeded" ? 250 : 3000;
}

/** Sends the beats that a fault needs to a relay and an emulator of their own. */
export async function runCell(fault: FaultName, entryPoint: EntryPoint): Promise<Cell> {
  const known = faults[fault];
  const deadlineMs = deadlineFor(fault);
  const pending = watchPending();
  const relay = await startRelay({
    file,
    emulator: {
      credentials: [{ secretId, secretKey, token }],
      intercept: pending.intercept,
    },
    env: {
      TENCENTCLOUD_SECRET_ID: secretId,
      TENCENTCLOUD_SECRET_KEY: secretKey,
      TENCENTCLOUD_TOKEN: token,
      RELAY_AUTH: "keys",
      RELAY_DEADLINE_MS: String(deadlineMs),
      ...("connectTo" in known && { CLS_CONNECT_TO: known.connectTo }),
    },
    overrides: { clock: pending.clock },
  });
  let startedMs = performance.now();
  let arrival = await entryPoint.beat(relay, fault, canaries);
  if (known.beats === 2) {
    startedMs = performance.now();
    arrival = await entryPoint.beat(relay, fault, canaries);
  }
  const tookMs = performance.now() - startedMs;
  const left = await settle(pending);
  pending.stop();
  await relay.close();
  const seen = JSON.stringify([arrival, relay.lines, relay.counted]);
  const attempts = relay.counted.at(-1)?.attempts ?? 0;
  return { arrival, tookMs, deadlineMs, attempts, leak: scan(seen), pending: left };
}

/** The closing of a connection takes a few turns to reach the other side. */
async function settle(pending: Pending): Promise<Cell["pending"]> {
  const count = () => ({
    timers: pending.timers(),
    clientRequests: pending.clientRequests(),
    unanswered: pending.unanswered(),
  });
  await until(() => Object.values(count()).every((left) => left === 0));
  return count();
}
