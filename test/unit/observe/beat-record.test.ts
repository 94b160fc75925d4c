import { expect, test } from "@jest/globals";
import { createRecorder } from "../../../lib/observe/beat-record.ts";
import { createCapturedLog } from "../../support/captured-log.ts";

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

test("the line of a beat names 50 partitions gained and 50 lost at most, and says how many there are", () => {
  const { log, lines } = createCapturedLog();
  const metrics = { fields: () => ({}), publish: () => undefined };
  const [before, after] = ["was", "is"].map(
    (name) => new Map(range(30).map((id) => [`${name}-${id}`, range(20)])),
  );
  const heartbeat = { consumerGroup: "g", consumer: "c", logsetId: "l", topics: new Map() };
  const assignment = { topics: after ?? new Map(), requestId: "q" };
  const cost = { nextBeatInMs: 1, attempts: 1, upstreamMs: 1 };
  createRecorder({ log, metrics }).write({
    ...{ requestId: "r", invocationId: "i", source: "http" },
    heartbeat,
    report: { ok: true, assignment, before, ...cost },
  });
  expect(lines).toMatchObject([{ assigned: 600 }]);
  expect(lines[0]?.["gained"]).toEqual({
    "is-0": range(20),
    "is-1": range(20),
    "is-2": range(10),
  });
  expect(lines[0]?.["lost"]).toEqual({
    "was-0": range(20),
    "was-1": range(20),
    "was-2": range(10),
  });
});
