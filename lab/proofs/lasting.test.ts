import { describe, expect, test } from "@jest/globals";
import { beatRequest, heartbeat, json, startRelay } from "../../test/support/start-relay.ts";

const deadlineMs = 300;

/** A relay whose CLS has met a fault that lasts; beats of the struck group and of another one. */
async function startStruck(
  fault: "slow-group" | "forget-group" | "split-brain" | "unsettled-lease",
) {
  const relay = await startRelay({ env: { RELAY_DEADLINE_MS: String(deadlineMs) } });
  const pace = fault === "slow-group" && { afterMs: 60_000 };
  relay.emulator.faults.set([{ fault, ...pace, match: { consumerGroup: "orders" } }]);
  const beat = async (more: object = {}) => {
    const startedMs = performance.now();
    const answer = await relay.call(
      beatRequest({ body: JSON.stringify({ ...heartbeat, ...more }) }),
    );
    return { ...json(answer), statusCode: answer.statusCode, ms: performance.now() - startedMs };
  };
  return { relay, beat };
}

describe("while CLS", () => {
  test("is slow for one group, its callers get their 504 in time and all others their assignment", async () => {
    const { beat } = await startStruck("slow-group");
    for (let beats = 0; beats < 3; beats += 1) {
      const [slow, other] = await Promise.all([beat(), beat({ consumerGroup: "audit" })]);
      expect([slow.statusCode, other.statusCode]).toEqual([504, 200]);
      expect(slow.ms).toBeLessThan(deadlineMs + 500);
      expect(other.ms).toBeLessThan(slow.ms);
    }
  });

  test("has forgotten a group, its callers get CLS's own words, and no retry is made", async () => {
    const { relay, beat } = await startStruck("forget-group");
    for (let beats = 1; beats <= 3; beats += 1) {
      const refused = { code: "heartbeat-rejected", upstream: { code: "ResourceNotFound" } };
      expect(await beat()).toMatchObject({ statusCode: 422, ...refused });
      expect(relay.emulator.received).toHaveLength(beats);
    }
    expect(await beat({ consumerGroup: "audit" })).toMatchObject({ statusCode: 200 });
  });

  test.each(["split-brain", "unsettled-lease"] as const)(
    "has a %s, each answer is passed on as it came, and none is made up",
    async (fault) => {
      const { relay, beat } = await startStruck(fault);
      for (const consumer of ["orders-1", "orders-2", "orders-3", "orders-1"]) {
        const answer = await beat({ consumer });
        const told = relay.emulator.received.at(-1)?.response["TopicPartitionsInfo"] as {
          readonly TopicID: string;
          readonly Partitions: readonly number[];
        }[];
        const topics = Object.fromEntries(told.map((one) => [one.TopicID, one.Partitions]));
        expect(answer).toMatchObject({ statusCode: 200, topics });
      }
    },
  );
});
