import * as z from "zod/mini";
import { mostHeartbeats } from "../../lib/http/batch/read-list.ts";
import { shapes } from "../../lib/heartbeat/parse-heartbeat.ts";
import * as field from "../../lib/heartbeat/fields.ts";
import * as examples from "./examples.ts";
import { type Schema, schemaOf } from "./types.ts";

/** Parts that several shapes share, as zod has them; `referToParts` finds them again. */
const parts: Readonly<Record<string, Schema>> = {
  Name: toSchema(field.name()),
  Partitions: toSchema(field.partitions()),
  HeldTopics: toSchema(field.topicMap()),
  TopicIds: toSchema(field.topicList()),
};

const names = new Map(Object.entries(parts).map(([name, part]) => [JSON.stringify(part), name]));

/** What requests may hold: the schemas by which the relay reads them, and what these cannot say. */
export function requestSchemas(): Readonly<Record<string, Schema>> {
  const topics = { oneOf: [schemaOf("TopicIds"), schemaOf("HeldTopics")] };
  const own = referToParts(toSchema(shapes.withMap()));
  const override = { ...referToParts(toSchema(shapes.topicsOnlyMap())), properties: { topics } };
  return {
    Name: {
      ...parts["Name"],
      description:
        "A consumer group, a consumer, a logset id or a topic id; CLS decides about the rest.",
    },
    Partitions: { ...parts["Partitions"], description: "Partitions of one topic." },
    HeldTopics: {
      ...referToParts(parts["HeldTopics"] ?? {}),
      // A rule of the parser that zod does not put into JSON Schema.
      minProperties: 1,
      description: "What the consumer holds: the partitions, by topic id.",
    },
    TopicIds: {
      ...referToParts(parts["TopicIds"] ?? {}),
      description: "Ids of topics; the consumer holds no partition of them yet.",
    },
    Heartbeat: {
      ...own,
      properties: { ...fieldsOf(own), topics },
      // The configuration's `defaults` may give the other two.
      required: ["consumer", "topics"],
      description:
        "`consumerGroup` and `logsetId` may be left out if the relay's configuration has defaults for them.",
      examples: [examples.firstHeartbeat],
    },
    TencentHeartbeat: {
      ...referToParts(toSchema(shapes.tencent())),
      description: "The heartbeat as Tencent's API spells it.",
      examples: [examples.tencentHeartbeat],
    },
    TopicsOverride: {
      ...override,
      description: "What the consumer holds, in place of what the alias says.",
    },
    AliasHeartbeat: {
      ...override,
      properties: { alias: { type: "string" }, topics },
      required: ["alias"],
      description: "An alias, and what the consumer holds in place of what it says.",
    },
    Batch: {
      type: "object",
      properties: {
        heartbeats: {
          type: "array",
          minItems: 1,
          maxItems: mostHeartbeats,
          items: {
            oneOf: ["Heartbeat", "TencentHeartbeat", "AliasHeartbeat"].map((name) =>
              schemaOf(name),
            ),
          },
        },
      },
      required: ["heartbeats"],
      additionalProperties: false,
      description: "At most one heartbeat for each consumer.",
      examples: [examples.batch],
    },
  };
}

function toSchema(schema: z.core.$ZodType): Schema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return rest;
}

/** The same schema, in which each part that has a name is a reference. */
function referToParts(schema: Schema): Schema {
  const refer = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const name = names.get(JSON.stringify(value));
    if (name !== undefined) return schemaOf(name);
    if (Array.isArray(value)) return value.map(refer);
    return mapValues(value, refer);
  };
  return mapValues(schema, refer);
}

function mapValues(object: object, change: (value: unknown) => unknown): Schema {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]: [string, unknown]) => [key, change(value)]),
  );
}

function fieldsOf({ properties }: Schema): object {
  return typeof properties === "object" && properties !== null ? properties : {};
}
