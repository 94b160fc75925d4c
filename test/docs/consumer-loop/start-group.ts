import { createKey } from "../../../dev/key/create-key.ts";
import type { Moves } from "../../../dev/emulator/groups/group.ts";
import { createFront } from "../../../server/front.ts";
import { logsetId, startRelay, topicId } from "../../support/start-relay.ts";
import { type Consumer, type Kind, startConsumer } from "./start-consumer.ts";
import { serve, startStage } from "./stage.ts";

export type Group = {
  /** Moves the clock of the consumers and of their leases. */
  pass(seconds: number): void;
  /** Starts a consumer whose alias has its own name, with a loop of the test's own where a file is given. */
  join(kind: Kind, consumer: string, loop?: string): Promise<Consumer>;
  /** The partitions that a consumer reported to CLS, oldest first, those that failed included. */
  reported(consumer: string): unknown[];
  /** CLS fails for a consumer until `heal`. */
  fail(consumer: string): void;
  heal(): void;
};

/** Local server → relay → emulator, whose leases end by the stage's clock. */
export async function startGroup(moves: Moves): Promise<Group> {
  const stage = await startStage();
  const beats: { readonly consumer: unknown; readonly partitions: unknown }[] = [];
  // The relay signs by the machine's clock: the scenario stays within the five minutes around it.
  const startMs = Date.now() - 150_000 - stage.nowSeconds() * 1000;
  const { key, sha256 } = createKey();
  const preset = (consumer: string) => ({
    consumerGroup: "orders",
    consumer,
    logsetId,
    topics: [topicId],
  });
  const relay = await startRelay({
    file: { aliases: { "orders-1": preset("orders-1"), "orders-2": preset("orders-2") } },
    env: { RELAY_AUTH: "" },
    overrides: {
      moreKeys: [{ name: "loop", digests: [Buffer.from(sha256, "hex")], hookOnly: false }],
    },
    emulator: {
      moves,
      clock: { nowMs: () => startMs + stage.nowSeconds() * 1000 },
      intercept(_request, _response, body) {
        const sent = JSON.parse(body.toString()) as {
          readonly Consumer: string;
          readonly TopicPartitionsInfo: readonly { readonly Partitions: unknown }[];
        };
        const partitions = sent.TopicPartitionsInfo[0]?.Partitions;
        beats.push({ consumer: sent.Consumer, partitions });
        return false;
      },
    },
  });
  const front = await serve(createFront(relay.handler));
  const { faults } = relay.emulator;
  return {
    pass(seconds) {
      stage.pass(seconds);
    },
    join: (kind, consumer, loop) =>
      startConsumer(kind, stage, consumer, {
        ...(loop !== undefined && { loop }),
        beatUrl: `${front}/v1/heartbeats/${consumer}`,
        key,
        topicId,
      }),
    reported: (of) =>
      beats.filter(({ consumer }) => consumer === of).map(({ partitions }) => partitions),
    fail(consumer) {
      faults.set([{ fault: "failed-operation", times: 1000, match: { consumer } }]);
    },
    heal() {
      faults.clear();
    },
  };
}
