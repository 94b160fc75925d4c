import { expect, test } from "@jest/globals";
import * as z from "zod/mini";
import { createMetrics } from "../../../lib/observe/metrics.ts";

const lineShape = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.looseObject({ Name: z.string() })),
      }),
    ),
  }),
});

const beat = { outcome: "renewed", attempts: 1, upstreamMs: 40 };

/** The figures of a line, and the names under which its frame counts them. */
function read(fields: Readonly<Record<string, unknown>>) {
  const { _aws: frame, ...figures } = z.parse(lineShape, fields);
  const names = frame.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
  return { figures, names };
}

test("a beat counts its attempts and, if it left, how long CLS took", () => {
  const metrics = createMetrics();
  expect(read(metrics.fields(beat))).toEqual({
    figures: { beats: 1, attempts: 1, upstreamLatency: 40 },
    names: ["beats", "attempts", "upstreamLatency"],
  });
  expect(read(metrics.fields({ ...beat, attempts: 0 }))).toEqual({
    figures: { beats: 1, attempts: 0 },
    names: ["beats", "attempts"],
  });
});

test("a beat for which the table gave no answer counts that, and the next one does not", () => {
  const metrics = createMetrics();
  expect(read(metrics.fields({ ...beat, storeFallbacks: 2 }))).toEqual({
    figures: { beats: 1, attempts: 1, upstreamLatency: 40, storeFallbacks: 2 },
    names: ["beats", "attempts", "upstreamLatency", "storeFallbacks"],
  });
  expect(read(metrics.fields(beat)).names).not.toContain("storeFallbacks");
});

test("a beat that the relay itself did not send counts as dropped", () => {
  const metrics = createMetrics();
  const dropped = { outcome: "throttled", attempts: 0, upstreamMs: 0, dropped: true } as const;
  expect(read(metrics.fields(dropped))).toEqual({
    figures: { beats: 1, attempts: 0, dropped: 1 },
    names: ["beats", "attempts", "dropped"],
  });
  expect(read(metrics.fields({ ...beat, attempts: 0 })).names).not.toContain("dropped");
});
