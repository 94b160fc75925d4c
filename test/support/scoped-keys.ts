import { createKey } from "../../dev/key/create-key.ts";
import { logsetId, type TestRelay, topicId } from "./start-relay.ts";

export const otherId = "ded3f956-4616-9c7c-948c-a95d8c1a36f6";
export const keys = {
  hook: createKey(),
  narrow: createKey(),
  topic: createKey(),
  topicHook: createKey(),
  nothing: createKey(),
  emptyList: createKey(),
  gone: createKey(),
};
/** Keys of every scope; `topicId` and `otherId` are the topics of their aliases. */
export const file = {
  keys: [
    { name: "hook", sha256: keys.hook.sha256, aliases: ["one", "two"], hookOnly: true },
    { name: "narrow", sha256: keys.narrow.sha256, aliases: ["one"] },
    { name: "topic", sha256: keys.topic.sha256, topics: ["8c1a*"] },
    {
      name: "topic-hook",
      sha256: keys.topicHook.sha256,
      topics: [topicId],
      hookOnly: true,
    },
    { name: "nothing", sha256: keys.nothing.sha256, aliases: [] },
    { name: "empty-list", sha256: keys.emptyList.sha256, topics: [] },
    { name: "gone", sha256: keys.gone.sha256, aliases: ["gone"] },
  ],
  aliases: {
    one: { consumer: "one", topics: [topicId] },
    two: { consumer: "two", topics: { [topicId]: [0], [otherId]: [1] } },
    other: { consumer: "other", topics: [otherId] },
  },
  defaults: { consumerGroup: "orders", logsetId },
};

/** Posts to a relay, and counts what that sent to CLS. */
export const postTo =
  (relay: () => TestRelay) =>
  async (path: string, body?: unknown, key?: { key: string }, more = {}) => {
    const before = relay().emulator.received.length;
    const answer = await relay().call({
      path,
      headers: { ...(key && { "x-api-key": key.key }), ...more },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const sent = relay().emulator.received.length - before;
    return { answer, status: answer.statusCode, sent };
  };
