import type { ErrorCode } from "../../lib/heartbeat/error-table.ts";
import { beatProblems } from "./codes.ts";
import { consumerSchemas } from "./consumer-schemas.ts";
import * as examples from "./examples.ts";
import { problemName } from "./problems.ts";
import { object, type Schema, schemaOf } from "./types.ts";

const text = { type: "string" };
const topics = (description: string) => schemaOf("Topics", { description });

const resultProblems: readonly ErrorCode[] = [
  ...beatProblems,
  "invalid-heartbeat",
  "body-too-large",
  "forbidden",
  "not-found",
  "internal-error",
  "not-attempted",
];

/** What answers may hold that are no problems. */
export const answerSchemas: Readonly<Record<string, Schema>> = {
  Topics: {
    type: "object",
    additionalProperties: { type: "array", items: { type: "integer", minimum: 0 } },
    description: "Partitions by topic id.",
  },
  Renewed: {
    ...object(
      {
        consumerGroup: text,
        consumer: text,
        logsetId: text,
        topics: topics("What to hold from now on."),
        added: topics("What is in topics but was not reported."),
        revoked: topics("What was reported but must not be held any more."),
        sendNext: topics(
          "What to report next time if nothing is let go of until then: what was reported and what is assigned now. Leave out what was let go of: others wait for it.",
        ),
        requestId: { type: "string", description: "Tencent's id of the request." },
        nextBeatInMs: {
          type: "integer",
          minimum: 0,
          description:
            "Milliseconds until the next heartbeat. Partly random, so that callers spread out.",
        },
        contested: {
          const: true,
          description:
            "Only where another instance beats for the same consumer, in turn with this one.",
        },
      },
      ["contested"],
    ),
    description: "CLS accepted the heartbeat: the assignment.",
    examples: [examples.renewed],
  },
  ...consumerSchemas,
  NotRenewed: object({ renewed: { const: false } }),
  Health: object({ status: { const: "ok" }, version: text }),
  Root: object({
    status: { const: "ok" },
    version: text,
    openApi: { type: "string", description: "The path of this document." },
  }),
  Ready: object({ status: { enum: ["ready", "serving"] } }),
  BatchResult: {
    oneOf: [
      {
        allOf: [schemaOf("Renewed")],
        properties: { status: { const: 200 } },
        required: ["status"],
      },
      ...resultProblems.map((code) => schemaOf(problemName(code))),
    ],
    description: "The result of one heartbeat: what it would have been answered alone.",
  },
  BatchRenewed: object({
    results: {
      type: "array",
      items: { allOf: [schemaOf("Renewed")], properties: { status: { const: 200 } } },
    },
  }),
  TencentRenewed: object({
    Response: {
      ...object({
        ConsumerGroup: text,
        TopicPartitionsInfo: {
          type: "array",
          items: object({
            TopicID: text,
            Partitions: { type: "array", items: { type: "integer", minimum: 0 } },
          }),
        },
        RequestId: text,
      }),
      additionalProperties: false,
    },
  }),
  TencentError: object({
    Response: {
      ...object({ Error: object({ Code: text, Message: text }), RequestId: text }),
      additionalProperties: false,
    },
  }),
  Document: {
    type: "object",
    properties: {
      openapi: { const: "3.1.1" },
      info: { type: "object" },
      paths: { type: "object" },
    },
    additionalProperties: true,
    required: ["openapi", "info", "paths"],
    description: "This document.",
  },
};
