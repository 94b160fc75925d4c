import type { ErrorCode } from "../../lib/heartbeat/error-table.ts";
import { anyProblems } from "./codes.ts";
import { commonHeaders, parameterOf, renewedHeaders } from "./headers.ts";
import { problemReferences } from "./problems.ts";
import { type Answer, type Header, type Operation, type Schema, schemaOf } from "./types.ts";

/** An operation as the table of paths has it: its answers, and the codes of its problems. */
export type Told = {
  readonly operation: Omit<Operation, "responses">;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly problems: readonly ErrorCode[];
};

export function toOperation({ operation, answers, problems }: Told): Operation {
  const told: readonly ErrorCode[] = [...problems, ...anyProblems];
  return { ...operation, responses: { ...answers, ...problemReferences(told) } };
}

/** What every heartbeat that was renewed is answered with, in the form that the caller prefers. */
export const renewedAnswers: Readonly<Record<string, Answer>> = {
  200: {
    description: "CLS accepted the heartbeat. `OK` as text if `Accept` prefers that.",
    headers: { ...commonHeaders, ...renewedHeaders },
    content: {
      "application/json": { schema: schemaOf("Renewed") },
      "text/plain": { schema: { const: "OK" } },
    },
  },
  204: emptyAnswer("CLS accepted the heartbeat, and the caller prefers `return=minimal`.", {
    ...renewedHeaders,
    "Preference-Applied": {
      description: "Says that this is a renewal.",
      required: true,
      schema: { const: "return=minimal" },
    },
  }),
};

/** What a HEAD is answered with, which sends nothing. */
export const checkedAnswers: Readonly<Record<string, Answer>> = {
  204: emptyAnswer("Key and path are right; nothing was sent."),
};

export const beatParameters = [
  parameterOf("RequestId"),
  parameterOf("Prefer"),
  parameterOf("InstanceId"),
];

export function jsonAnswer(description: string, schema: Schema): Answer {
  return { description, headers: commonHeaders, content: { "application/json": { schema } } };
}

export function emptyAnswer(
  description: string,
  headers: Readonly<Record<string, Header>> = {},
): Answer {
  return { description, headers: { ...commonHeaders, ...headers } };
}
