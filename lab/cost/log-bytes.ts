import { randomUUID } from "node:crypto";
import { RelayError } from "../../lib/heartbeat/relay-error.ts";
import { createRecorder } from "../../lib/observe/beat-record.ts";
import { createLogger } from "../../lib/observe/logger.ts";
import { createMetrics } from "../../lib/observe/metrics.ts";

/** START, END and REPORT, which Lambda writes itself for each request. */
const platformBytes = [
  `START RequestId: ${randomUUID()} Version: $LATEST\n`,
  `END RequestId: ${randomUUID()}\n`,
  `REPORT RequestId: ${randomUUID()}\tDuration: 104.27 ms\tBilled Duration: 105 ms\tMemory Size: 512 MB\tMax Memory Used: 128 MB\t\n`,
].join("").length;

/** What a beat puts into the log: the relay's own line, which is a metric as well, and the lines of Lambda. */
export function logBytes(): { readonly renewed: number; readonly refused: number } {
  let bytes = platformBytes;
  const write = (_: unknown, line: string) => {
    bytes += line.length;
  };
  const log = createLogger({ write });
  const place = { service: "heartbeat-relay", namespace: "HeartbeatRelay" };
  const names = { stage: "prod", functionName: "heartbeat-relay-prod-relay" };
  const recorder = createRecorder({ log, metrics: createMetrics({ ...place, ...names, write }) });
  const measure = (isRenewed: boolean) => {
    bytes = platformBytes;
    const requestId = randomUUID();
    const topics = new Map([[randomUUID(), [0, 1]]]);
    const heartbeat = {
      consumerGroup: "orders",
      consumer: "orders-1",
      logsetId: randomUUID(),
      topics,
    };
    const head = { requestId, invocationId: requestId, source: "http", heartbeat } as const;
    const record = { ...head, key: "orders", alias: "orders-1" };
    const refused = { kind: "refused", denial: { granted: false, reason: "superseded" } } as const;
    const times = { attempts: 1, upstreamMs: 92.5 };
    if (isRenewed) {
      const assignment = { topics, requestId };
      const renewal = { assignment, nextBeatInMs: 1, leaseLeftMs: 23_456 };
      recorder.write({ ...record, report: { ok: true, ...times, ...renewal } });
    } else {
      const report = { ok: false, failure: refused, attempts: 0, upstreamMs: 0 } as const;
      recorder.write({ ...record, report }, new RelayError("throttled"));
    }
    return bytes;
  };
  return { renewed: measure(true), refused: measure(false) };
}
