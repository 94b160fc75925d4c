import { beatProblems, bodyProblems, keyProblems } from "../codes.ts";
import {
  beatParameters,
  checkedAnswers,
  jsonAnswer,
  renewedAnswers,
  type Told,
} from "../operation.ts";
import * as examples from "../examples.ts";
import { parameterOf } from "../headers.ts";
import { schemaOf } from "../types.ts";

/** A request whose body is one heartbeat. */
export function heartbeatIn(description: string) {
  return {
    description,
    required: true,
    content: {
      "application/json": {
        schema: {
          oneOf: [schemaOf("Heartbeat"), schemaOf("TencentHeartbeat")],
          examples: [examples.firstHeartbeat],
        },
      },
    },
  };
}

export const heartbeats: Readonly<Record<string, Told>> = {
  post: {
    operation: {
      operationId: "sendHeartbeat",
      summary: "Send a heartbeat",
      description:
        "Renews the lease of a consumer, or joins its group, and answers with its assignment. The body is read as JSON whatever its type is, and has at most 16 KB.",
      tags: ["heartbeats"],
      parameters: beatParameters,
      requestBody: heartbeatIn("The heartbeat, in the relay's spelling or in Tencent's."),
    },
    answers: renewedAnswers,
    problems: [...keyProblems, ...bodyProblems, ...beatProblems],
  },
  head: {
    operation: {
      operationId: "checkKey",
      summary: "Check a key",
      description: "Says whether the key may send heartbeats of its own; sends nothing.",
      tags: ["heartbeats"],
      parameters: [parameterOf("RequestId")],
    },
    answers: checkedAnswers,
    problems: keyProblems,
  },
};

export const batch: Readonly<Record<string, Told>> = {
  post: {
    operation: {
      operationId: "sendBatch",
      summary: "Send up to 100 heartbeats",
      description:
        "They are sent at the rate, for up to 10 s; what is not sent by then is `not-attempted`. 200 only if every lease was renewed. The body has at most 256 KB, and each heartbeat in it 16 KB.",
      tags: ["heartbeats"],
      parameters: [parameterOf("RequestId"), parameterOf("Wait"), parameterOf("InstanceId")],
      requestBody: {
        description:
          "Heartbeats and aliases. An invalid entry fails by itself, in `results`. 400 is for a list that is missing, empty or too long, or that has a consumer twice.",
        required: true,
        content: {
          "application/json": { schema: schemaOf("Batch", { examples: [examples.batch] }) },
        },
      },
    },
    answers: { 200: jsonAnswer("Every heartbeat was renewed.", schemaOf("BatchRenewed")) },
    problems: [...keyProblems, ...bodyProblems, "batch-incomplete"],
  },
};
