import { expect, test } from "@jest/globals";
import * as z from "zod/mini";
import { createLookMetrics, createMetrics } from "../../../lib/observe/metrics.ts";

const lineShape = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

const settings = {
  namespace: "HeartbeatRelay",
  service: "heartbeat-relay",
  stage: "prod",
  functionName: "heartbeat-relay-prod-relay",
};
const beat = { outcome: "renewed", attempts: 1, upstreamMs: 40 };

/** The figures of a line, and the names under which its frame counts them. */
function read(fields: Readonly<Record<string, unknown>>) {
  const { _aws: frame, stage, function: functionName, ...figures } = z.parse(lineShape, fields);
  const names = frame.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
  return { figures, names, where: [stage, functionName] };
}

test("a beat counts its attempts and, if it was sent, how long CLS took", () => {
  const metrics = createMetrics(settings);
  expect(read(metrics.fields(beat))).toMatchObject({
    figures: { beats: 1, attempts: 1, upstreamLatency: 40 },
    names: ["beats", "attempts", "upstreamLatency"],
  });
  expect(read(metrics.fields({ ...beat, attempts: 0 }))).toMatchObject({
    figures: { beats: 1, attempts: 0 },
    names: ["beats", "attempts"],
  });
});

test("a beat for which the table gave no answer counts that, and the next one does not", () => {
  const metrics = createMetrics(settings);
  expect(read(metrics.fields({ ...beat, storeFallbacks: 2 }))).toMatchObject({
    figures: { beats: 1, attempts: 1, upstreamLatency: 40, storeFallbacks: 2 },
    names: ["beats", "attempts", "upstreamLatency", "storeFallbacks"],
  });
  expect(read(metrics.fields(beat)).names).not.toContain("storeFallbacks");
});

test("a beat of a consumer for which another instance beats counts that", () => {
  const metrics = createMetrics(settings);
  expect(read(metrics.fields({ ...beat, contested: true })).figures).toMatchObject({
    contested: 1,
  });
  expect(read(metrics.fields(beat)).names).not.toContain("contested");
});

test("a beat that the relay itself did not send counts as dropped", () => {
  const metrics = createMetrics(settings);
  const dropped = { outcome: "throttled", attempts: 0, upstreamMs: 0, dropped: true } as const;
  expect(read(metrics.fields(dropped))).toMatchObject({
    figures: { beats: 1, attempts: 0, dropped: 1 },
    names: ["beats", "attempts", "dropped"],
  });
  expect(read(metrics.fields({ ...beat, attempts: 0 })).names).not.toContain("dropped");
});

test("a beat that was accepted tells how many seconds were left of the lease, and 0 is told too", () => {
  const metrics = createMetrics(settings);
  expect(read(metrics.fields({ ...beat, leaseLeftMs: 21_500 }))).toMatchObject({
    figures: { leaseMargin: 21.5 },
    names: ["beats", "attempts", "upstreamLatency", "leaseMargin"],
  });
  const fields = metrics.fields({ ...beat, leaseLeftMs: 0 });
  expect(read(fields).figures).toMatchObject({ leaseMargin: 0 });
  const units = z
    .parse(lineShape, fields)
    ._aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name, Unit }) => [Name, Unit]));
  expect(Object.fromEntries(units)).toEqual({
    ...{
      beats: "Count",
      attempts: "Count",
      upstreamLatency: "Milliseconds",
      leaseMargin: "Seconds",
    },
  });
});

const look = {
  states: { expired: 1, alive: 2, left: 0 },
  transitions: { expired: 1, contested: 0, recovered: 2 },
};

test("a look tells every state, and the kinds of which there was a transition, of the stage as a whole", () => {
  const lines: string[] = [];
  createLookMetrics({ ...settings, write: (stream, line) => void lines.push(`${stream} ${line}`) })(
    look,
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^stdout \{.*\}\n$/);
  const line: unknown = JSON.parse(lines[0]?.slice("stdout ".length) ?? "");
  const figures = {
    ...{ consumersExpired: 1, consumersAlive: 2, consumersLeft: 0 },
    ...{ transitionsExpired: 1, transitionsRecovered: 2 },
  };
  const place = { service: "heartbeat-relay", stage: "prod" };
  const head = { level: "INFO", message: "consumers by state", ...place };
  expect(line).toEqual({
    ...head,
    ...figures,
    timestamp: expect.any(String) as unknown,
    _aws: {
      Timestamp: expect.any(Number) as unknown,
      CloudWatchMetrics: [
        {
          Namespace: "HeartbeatRelay",
          Dimensions: [["service", "stage"]],
          Metrics: Object.keys(figures).map((Name) => ({ Name, Unit: "Count" })),
        },
      ],
    },
  });
});

test("namespace, service, stage and function are as configured, and every sum is a metric of its own", () => {
  const lines: string[] = [];
  const metrics = createMetrics({
    ...settings,
    namespace: "Ours/Relay",
    service: "ours",
    write: (stream, line) => void lines.push(`${stream} ${line}`),
  });
  metrics.publish(beat, "INFO");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^stdout \{.*\}\n$/);
  const line: unknown = JSON.parse(lines[0]?.slice("stdout ".length) ?? "");
  expect(line).toMatchObject({
    level: "INFO",
    service: "ours",
    stage: "prod",
    function: "heartbeat-relay-prod-relay",
    outcome: "renewed",
    _aws: {
      CloudWatchMetrics: [
        {
          Namespace: "Ours/Relay",
          Dimensions: [
            ["service", "stage"],
            ["service", "stage", "function"],
            ["service", "stage", "function", "outcome"],
          ],
        },
      ],
    },
  });
  // A dimension without a field of its name would lose the metric (EMF).
  const { _aws: frame } = z.parse(lineShape, line);
  const dimensions = frame.CloudWatchMetrics.flatMap(({ Dimensions }) => Dimensions.flat());
  for (const name of dimensions) expect(line).toHaveProperty(name, expect.any(String));
});

test("switched off, nothing is counted and no line written", () => {
  const write = () => {
    throw new Error("written");
  };
  const metrics = createMetrics({ ...settings, namespace: undefined, write });
  expect(metrics.fields(beat)).toEqual({});
  createLookMetrics({ ...settings, namespace: undefined, write })(look);
  metrics.publish(beat, "INFO");
});
