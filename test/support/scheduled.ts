import { createContext } from "../../server/lambda-context.ts";
import { createRecorder } from "../../lib/observe/beat-record.ts";
import { readConfig } from "../../lib/config/config.ts";
import type { Heartbeat } from "../../lib/heartbeat/heartbeat.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { createMemoryLedger } from "../../lib/ledger/memory.ts";
import { createRelay } from "../../lib/relay/relay.ts";
import { parseRelayFile } from "../../lib/config/relay-file.ts";
import { createScheduleHandler } from "../../lib/schedule/schedule-handler.ts";
import type { Services } from "../../lib/app/services.ts";
import type { Answer } from "../../lib/tencent/heartbeat-client.ts";
import { createCapturedLog } from "./captured-log.ts";
import type { HandClock } from "./hand-clock.ts";

/** When the minute of a test begins. */
export const minuteMs = Date.parse("2026-11-24T10:00:00Z");

/** An alias of the configuration file, on the schedule unless `more` says otherwise. */
export const scheduledAlias = (name: string, more: object = { scheduled: true }) => ({
  [name]: { consumerGroup: "orders", consumer: name, logsetId: "l", topics: { t: [0] }, ...more },
});

/** The event of a rule, as EventBridge makes it. */
export const ruleEvent = (epochMs: number, more: object = {}) => ({
  version: "0",
  id: "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: "123456789012",
  time: new Date(epochMs).toISOString(),
  region: "ap-southeast-1",
  resources: ["arn:aws:events:ap-southeast-1:123456789012:rule/schedule"],
  detail: {},
  ...more,
});

export type Sent = {
  readonly atMs: number;
  /** The same on the monotonic clock. */
  readonly nowMs: number;
  readonly heartbeat: Heartbeat;
};

export type ScheduledOptions = {
  readonly clock: HandClock;
  readonly file: object;
  readonly ratePerSecond?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What CLS says to a beat; the assignment of what was reported where it says nothing else. */
  readonly answer?: (heartbeat: Heartbeat) => Answer | Promise<Answer>;
  /** By default one of its own in memory. */
  readonly ledger?: Ledger;
};

/** The schedule's handler on a clock moved by hand, with a client that notes what it is to send. */
export function createScheduled(options: ScheduledOptions) {
  const { clock, file, ratePerSecond, env = {}, answer = renew } = options;
  const sent: Sent[] = [];
  const { log, lines } = createCapturedLog();
  const settings = parseRelayFile(JSON.stringify(file));
  if (!settings.ok) throw new Error(JSON.stringify(settings.faults));
  const base = readConfig({
    TENCENTCLOUD_SECRET_ID: "AKIDx1",
    TENCENTCLOUD_SECRET_KEY: "x1",
    TENCENTCLOUD_REGION: "ap-guangzhou",
    ...(ratePerSecond && { CLS_RATE_PER_SECOND: `${ratePerSecond}` }),
    ...env,
  });
  const client = {
    prepare: () => Promise.resolve(() => undefined),
    send: async (heartbeat: Heartbeat) => {
      sent.push({ atMs: clock.epochMs(), nowMs: clock.nowMs(), heartbeat });
      return answer(heartbeat);
    },
  };
  let ids = 0;
  const random = () => 0.5;
  const inMemory = createMemoryLedger({ clock, random, ratePerSecond: base.ratePerSecond });
  const { ledger = inMemory } = options;
  const rules = { maxWaitMs: 1000 };
  const services: Services = {
    config: { ...base, settings: settings.value },
    relay: createRelay({ client, clock, random, ledger, ...rules }),
    recorder: createRecorder({ log, metrics: { fields: () => ({}), publish: () => undefined } }),
    log,
    clock,
    random,
    newRequestId: () => `id-${(ids += 1)}`,
  };
  const handler = createScheduleHandler(services);
  /** Runs one invocation to its end, moving the clock along. */
  const run = async (event: unknown = {}, remainingMs = 70_000, host: object = {}) => {
    const endsMs = clock.nowMs() + remainingMs;
    const context = {
      ...createContext("schedule", remainingMs),
      getRemainingTimeInMillis: () => endsMs - clock.nowMs(),
      ...host,
    };
    const state = { settled: false };
    const running = handler(event, context).finally(() => {
      state.settled = true;
    });
    running.catch(() => undefined);
    while (!state.settled) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(10);
    }
    return running;
  };
  return { run, sent, lines, services };
}

function renew(heartbeat: Heartbeat): Answer {
  return { ok: true, assignment: { topics: heartbeat.topics, requestId: "r" } };
}
