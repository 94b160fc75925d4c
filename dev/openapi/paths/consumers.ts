import { states } from "../../../lib/alive/state-of.ts";
import type { ErrorCode } from "../../../lib/heartbeat/error-table.ts";
import { bodyProblems, keyProblems } from "../codes.ts";
import { parameterOf } from "../headers.ts";
import { jsonAnswer, type Told } from "../operation.ts";
import { type Answer, type Parameter, type Schema, schemaOf } from "../types.ts";
import { alias, pathParameter } from "./alias.ts";
import { heartbeatIn } from "./body.ts";

type Asked = {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly answer: string;
  readonly schema: Schema;
  readonly parameters: readonly Parameter[];
  readonly problems: readonly ErrorCode[];
};

const needs = 'Needs a key with `"read": true`, and tells what its lists allow.';

/** What is asked of consumers by GET, and by HEAD for the status alone. */
function asked({ name, answer, schema, problems, ...texts }: Asked): Record<string, Told> {
  const { content, ...bare }: Answer = jsonAnswer(answer, schema);
  const operation = {
    summary: texts.summary,
    description: `${texts.description} ${needs}`,
    tags: ["consumers"],
    parameters: [...texts.parameters, parameterOf("RequestId")],
  };
  const told: readonly ErrorCode[] = [...keyProblems, "invalid-heartbeat", "ledger-unavailable"];
  const all = [...told, ...problems];
  return {
    get: {
      operation: { operationId: `get${name}`, ...operation },
      answers: { 200: { ...bare, ...(content && { content }) } },
      problems: all,
    },
    head: {
      operation: { operationId: `head${name}`, ...operation },
      answers: { 200: bare },
      problems: all,
    },
  };
}

function inQuery(
  name: string,
  description: string,
  schema: Schema = { type: "string" },
): Parameter {
  return { name, in: "query", description, required: false, schema };
}

const group = pathParameter("group", "A consumer group.");
const consumer = pathParameter("consumer", "A consumer of the group.");
const logsetId = inQuery("logsetId", "The group's logset; needed where several have such a group.");
const oneName: readonly ErrorCode[] = ["not-found", "ambiguous-name"];

export const consumers = asked({
  name: "Consumers",
  summary: "Who is alive",
  description: "The consumers that the relay sees, in the order of their names, a page at a time.",
  answer: "A page of consumers.",
  schema: schemaOf("Consumers"),
  parameters: [
    inQuery("group", "Only those of this consumer group."),
    inQuery("logsetId", "Only those of this logset."),
    inQuery("topic", "Only those that read this topic."),
    inQuery("state", "Only those in this state.", { enum: [...states] }),
    inQuery("limit", "How many at once; 100 if it is left out.", {
      type: "string",
      pattern: "^\\d{1,3}$",
    }),
    inQuery("after", "The `next` of the page before."),
  ],
  problems: [],
});

export const oneConsumer = asked({
  name: "Consumer",
  summary: "What is known of one consumer",
  description: "Its state, its lease and its partitions.",
  answer: "The consumer.",
  schema: schemaOf("Consumer"),
  parameters: [group, consumer, logsetId],
  problems: oneName,
});

export const live = asked({
  name: "ConsumerLiveness",
  summary: "Whether one consumer is alive",
  description: "For probes and monitors: 200 while it is alive, 503 otherwise.",
  answer: "It is alive.",
  schema: schemaOf("Live"),
  parameters: [group, consumer, logsetId],
  problems: [...oneName, "not-alive"],
});

export const oneGroup = asked({
  name: "Group",
  summary: "The partitions of a group by their holders",
  description: "As far as the relay sees them: it knows nothing of members that beat elsewhere.",
  answer: "The group.",
  schema: schemaOf("Group"),
  parameters: [group, logsetId],
  problems: oneName,
});

export const overview = asked({
  name: "Overview",
  summary: "The relay at a glance",
  description:
    "What the board shows at once, and what CLS did in the last hour. Sums are those of the whole relay; names are those that the key may see.",
  answer: "The overview.",
  schema: schemaOf("Overview"),
  parameters: [],
  problems: [],
});

const left = {
  200: jsonAnswer("The consumer has left.", schemaOf("Left")),
};
const leaveRule =
  "The consumer beats no more: no alarm, and the schedule stops for it until it beats again. CLS has no such call: it gives the partitions to others when the lease ends, at `freeAt`. There is no such route for hooks.";
const leaveProblems: readonly ErrorCode[] = [
  ...keyProblems,
  "invalid-heartbeat",
  "consumer-claimed",
  "ledger-unavailable",
];
const leaveParameters = [parameterOf("RequestId"), parameterOf("InstanceId")];

export const leaveByBody: Readonly<Record<string, Told>> = {
  post: {
    operation: {
      operationId: "leave",
      summary: "Leave",
      description: leaveRule,
      tags: ["heartbeats"],
      parameters: leaveParameters,
      requestBody: heartbeatIn("The last heartbeat."),
    },
    answers: left,
    problems: [...leaveProblems, ...bodyProblems],
  },
};

export const leaveByAlias: Readonly<Record<string, Told>> = {
  post: {
    operation: {
      operationId: "leaveAlias",
      summary: "Leave, by an alias",
      description: leaveRule,
      tags: ["aliases"],
      parameters: [alias, ...leaveParameters],
    },
    answers: left,
    problems: [...leaveProblems, "not-found"],
  },
};
