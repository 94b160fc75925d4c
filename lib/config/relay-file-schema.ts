import * as z from "zod/mini";
import * as field from "../heartbeat/fields.ts";
import { isName, nameRule } from "../heartbeat/names.ts";
import { lazy } from "../base/lazy.ts";

const aliasPattern = /^[A-Za-z0-9._-]{1,64}$/;
const aliasRule = "must be 1 to 64 of the characters A-Z a-z 0-9 . _ -";

/** Exact names, or beginnings that end in `*`. */
const patterns = lazy(() =>
  z.optional(
    z.array(
      z.string(field.expected("a name, or the beginning of one and a final *")).check(
        z.regex(/^[^*]*\*?$/, "may have a * at its end only"),
        z.minLength(1, "must not be empty"),
        z.refine((text) => isName(text.replace(/\*$/, "x")), {
          error: `must have ${nameRule}`,
          params: { kind: "name" },
        }),
      ),
      field.expected('a list such as ["orders-*"]'),
    ),
  ),
);

/** What `sha256sum` gives for an unset variable: everybody would have that key. */
const digestOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const sha256 = "the SHA-256 of the key in 64 hex digits";
const maker = "npm run key makes it";
const digests = `${sha256}, or a list of two while the key is rotated; ${maker}`;
const digest = lazy(() =>
  z.string(field.expected(`${sha256}; ${maker}`)).check(
    z.regex(/^[0-9a-fA-F]{64}$/, `must be ${sha256}; ${maker}`),
    z.refine((given) => given.toLowerCase() !== digestOfNothing, {
      error:
        "is the SHA-256 of an empty text, so the key was not set when it was made; npm run key makes one",
      params: { kind: "digest-of-nothing" },
    }),
  ),
);

const time = lazy(() =>
  z.optional(
    z.iso.datetime({ offset: true, error: "must be a time such as 2027-01-31T00:00:00Z" }),
  ),
);

const perSecond = "a whole number of heartbeats a second from 1 to 1000000";

const key = lazy(() =>
  z.strictObject(
    {
      name: z.string(field.expected("a name for the logs")).check(
        z.regex(aliasPattern, aliasRule),
        z.refine(
          (name) => name !== "none",
          "is what the log says where keys are switched off; choose another",
        ),
      ),
      sha256: z.union(
        [
          digest(),
          z
            .array(digest())
            .check(z.minLength(1, `must be ${digests}`), z.maxLength(2, `must be ${digests}`)),
        ],
        field.expected(digests),
      ),
      expiresAt: time(),
      aliases: patterns(),
      consumerGroups: patterns(),
      logsetIds: patterns(),
      consumers: patterns(),
      topics: patterns(),
      ratePerSecond: z.optional(
        z
          .int(field.expected(perSecond))
          .check(
            z.minimum(1, `must be ${perSecond}`),
            z.maximum(1_000_000, `must be ${perSecond}`),
          ),
      ),
      hookOnly: z.optional(z.boolean(field.expected("true or false"))),
      read: z.optional(z.boolean(field.expected("true or false"))),
      fence: z.optional(z.boolean(field.expected("true or false"))),
    },
    field.expected("a key such as npm run key makes"),
  ),
);

const seconds = "a whole number of seconds from 1 to 3600";
const cadence = lazy(() =>
  z.strictObject({
    everySeconds: z
      .int(field.expected(seconds))
      .check(z.minimum(1, `must be ${seconds}`), z.maximum(3600, `must be ${seconds}`)),
  }),
);

const keepAlive = "a whole number of seconds from 60 to 86400";

const afterSeconds = "a whole number of seconds from 0 to 86400";
const quiet = lazy(() =>
  z.strictObject({
    afterSeconds: z
      .int(field.expected(afterSeconds))
      .check(z.minimum(0, `must be ${afterSeconds}`), z.maximum(86_400, `must be ${afterSeconds}`)),
  }),
);

const alias = lazy(() =>
  z.strictObject(
    {
      consumerGroup: z.optional(field.name()),
      consumer: field.name(),
      logsetId: z.optional(field.name()),
      topics: z.union(
        [field.topicMap(), field.topicList()],
        field.expected('an object such as {"<topicId>": [0, 1]}, or a list of topic ids'),
      ),
      partitionStrategy: field.partitionStrategy(),
      scheduled: z.optional(
        z.union([z.boolean(), cadence()], field.expected('true, false or {"everySeconds": 18}')),
      ),
      scheduledUntil: time(),
      // Less would be over before a second beat, and a dead consumer keeps its partitions for so long.
      keepAliveSeconds: z.optional(
        z
          .int(field.expected(keepAlive))
          .check(z.minimum(60, `must be ${keepAlive}`), z.maximum(86_400, `must be ${keepAlive}`)),
      ),
      allowGet: z.optional(z.boolean(field.expected("true or false"))),
      fence: z.optional(z.boolean(field.expected("true or false"))),
      alarm: z.optional(
        z.union([z.literal(false), quiet()], field.expected('false or {"afterSeconds": 300}')),
      ),
    },
    field.expected("a preset with consumer and topics"),
  ),
);

const leaseSeconds = "a whole number of seconds from 3 to 3600";

/** What the relay has to know of a consumer group itself. */
const consumerGroup = lazy(() =>
  z.strictObject(
    {
      leaseSeconds: z.optional(
        z
          .int(field.expected(leaseSeconds))
          .check(
            z.minimum(3, `must be ${leaseSeconds}`),
            z.maximum(3600, `must be ${leaseSeconds}`),
          ),
      ),
      complete: z.optional(z.boolean(field.expected("true or false"))),
    },
    field.expected('an object such as {"leaseSeconds": 20}'),
  ),
);

/** The shape of `relay.config.json`; its JSON Schema is generated from here (`npm run schema`). */
export const relayFileSchema = z.strictObject(
  {
    $schema: z.optional(z.string(field.expected("the path of the JSON Schema"))),
    keys: z.optional(z.array(z.lazy(key), field.expected("a list of keys"))),
    aliases: z.optional(
      z.record(
        z.string().check(z.regex(aliasPattern, aliasRule)),
        z.lazy(alias),
        field.expected("an object of aliases"),
      ),
    ),
    consumerGroups: z.optional(
      z.record(
        z.lazy(field.name),
        z.lazy(consumerGroup),
        field.expected("an object of consumer groups"),
      ),
    ),
    defaults: z.optional(
      z.strictObject(
        { consumerGroup: z.optional(field.name()), logsetId: z.optional(field.name()) },
        field.expected("an object with consumerGroup, logsetId or both"),
      ),
    ),
  },
  field.expected("a JSON object with keys, aliases, consumerGroups and defaults"),
);

export type RelayFile = z.infer<typeof relayFileSchema>;
export type FileAlias = z.infer<ReturnType<typeof alias>>;
export type FileKey = z.infer<ReturnType<typeof key>>;
