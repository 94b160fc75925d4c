import * as z from "zod/mini";
import { lazy } from "../base/lazy.ts";
import { isName, namePattern, nameRule, tellNameFault } from "./names.ts";

/** A message that always says what would be right, for a field that is wrong, null or absent. */
function expected(what: string, instead = `it must be ${what}`) {
  return {
    error: ({ input }: { readonly input?: unknown }) => {
      if (input === undefined) return `is missing; it must be ${what}`;
      return input === null ? `is null; ${instead}` : `must be ${what}`;
    },
  };
}

/** A consumer group, consumer, logset id or topic id. */
export const name = lazy(() =>
  z.string(expected(`a string of ${nameRule}`)).check(
    z.refine(isName, {
      error: ({ input }) => tellNameFault(String(input)),
      params: { kind: "name" },
    }),
    z.meta({ pattern: namePattern }),
  ),
);

/** The one name that objects drop in silence, which for a topic would be a lost partition. */
const topicId = lazy(() =>
  name().check(z.refine((id) => id !== "__proto__", "cannot be used as a name")),
);

const partition = lazy(() =>
  z
    .int(expected("a whole number from 0 to 9007199254740991"))
    .check(z.nonnegative("must be a whole number from 0 to 9007199254740991")),
);

export const partitions = lazy(() =>
  z.array(
    partition(),
    expected(
      "a list of partitions such as [0, 1], or []",
      "send [] if the consumer holds no partitions",
    ),
  ),
);

export const partitionStrategy = lazy(() =>
  z.optional(z.int(expected("a whole number", "leave it out, or send a whole number"))),
);

const atLeastOneTopic = "must name at least one topic";

/** `{"<topicId>": [0, 1]}`: what the consumer holds. */
export const topicMap = lazy(() =>
  z
    .record(
      name(),
      partitions(),
      expected('an object such as {"<topicId>": [0, 1]}, or a list of topic ids'),
    )
    .check(z.refine((topics) => Object.keys(topics).length > 0, atLeastOneTopic)),
);

/** `["<topicId>"]`: the first heartbeat, which holds nothing yet. */
export const topicList = lazy(() => z.array(topicId()).check(z.minLength(1, atLeastOneTopic)));

/** Tencent's own shape of the same. */
export const topicPartitionsInfo = lazy(() =>
  z
    .array(
      z.strictObject(
        { TopicID: topicId(), Partitions: partitions() },
        expected('an object such as {"TopicID": "<topicId>", "Partitions": [0, 1]}'),
      ),
      expected('a list such as [{"TopicID": "<topicId>", "Partitions": [0, 1]}]'),
    )
    .check(z.minLength(1, atLeastOneTopic)),
);

export { expected };
