import { createContext } from "../../server/lambda-context.ts";
import { createRecorder } from "../../lib/observe/beat-record.ts";
import { readConfig } from "../../lib/config/config.ts";
import type { Heartbeat } from "../../lib/heartbeat/heartbeat.ts";
import { createRateLimiter } from "../../lib/ledger/even-limiter.ts";
import { createRelay } from "../../lib/relay/relay.ts";
import { parseRelayFile } from "../../lib/config/relay-file.ts";
import { createScheduleHandler } from "../../lib/schedule/schedule-handler.ts";
import type { Services } from "../../lib/app/services.ts";
import type { Answer } from "../../lib/tencent/heartbeat-client.ts";
import { createCapturedLog } from "./captured-log.ts";
import type { HandClock } from "./hand-clock.ts";

export type Sent = { readonly atMs: number; readonly heartbeat: Heartbeat };

export type ScheduledOptions = {
  readonly clock: HandClock;
  readonly file: object;
  readonly ratePerSecond?: number;
  /** What CLS says to a beat; the assignment of what was reported where it says nothing else. */
  readonly answer?: (heartbeat: Heartbeat) => Answer | Promise<Answer>;
};

/** The schedule's handler on a clock moved by hand, with a client that notes what it is to send. */
export function createScheduled({ clock, file, ratePerSecond, answer = renew }: ScheduledOptions) {
  const sent: Sent[] = [];
  const { log, lines } = createCapturedLog();
  const settings = parseRelayFile(JSON.stringify(file));
  if (!settings.ok) throw new Error(JSON.stringify(settings.faults));
  const base = readConfig({
    TENCENTCLOUD_SECRET_ID: "AKIDx1",
    TENCENTCLOUD_SECRET_KEY: "x1",
    TENCENTCLOUD_REGION: "ap-guangzhou",
    ...(ratePerSecond && { CLS_RATE_PER_SECOND: `${ratePerSecond}` }),
  });
  const client = {
    send: async (heartbeat: Heartbeat) => {
      sent.push({ atMs: clock.epochMs(), heartbeat });
      return answer(heartbeat);
    },
  };
  let ids = 0;
  const random = () => 0.5;
  const limiter = createRateLimiter({ clock, random, perSecond: base.ratePerSecond });
  const services: Services = {
    config: { ...base, settings: settings.value },
    relay: createRelay({ client, clock, random, limiter }),
    recorder: createRecorder({ log, metrics: { fields: () => ({}), publish: () => undefined } }),
    log,
    clock,
    random,
    newRequestId: () => `id-${(ids += 1)}`,
  };
  const handler = createScheduleHandler(services);
  /** Runs one invocation to its end, moving the clock along. */
  const run = async (event: unknown = {}, remainingMs = 70_000) => {
    const endsMs = clock.epochMs() + remainingMs;
    const context = {
      ...createContext("schedule", remainingMs),
      getRemainingTimeInMillis: () => endsMs - clock.epochMs(),
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
  return { run, sent, lines };
}

function renew(heartbeat: Heartbeat): Answer {
  return { ok: true, assignment: { topics: heartbeat.topics, requestId: "r" } };
}
