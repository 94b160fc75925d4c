import { commonHeaders, header } from "../headers.ts";

import type { Told } from "../operation.ts";
import { type Answer, type Parameter, schemaOf } from "../types.ts";
import { htmlContent } from "./service.ts";

const answerOf = (description: string, names: readonly string[]): Answer => {
  const schemas = names.map((name) => schemaOf(name));
  const [only = {}] = schemas;
  return {
    description,
    headers: {
      ...commonHeaders,
      "X-TC-TraceId": {
        ...header("The same as `X-Request-Id`, under Tencent's name."),
        required: false,
      },
    },
    content: { "application/json": { schema: schemas.length === 1 ? only : { anyOf: schemas } } },
  };
};

const parameters: readonly Parameter[] = [
  headerParameter("X-TC-Action", "Any other value is `InvalidAction`.", {
    const: "SendConsumerHeartbeat",
  }),
  headerParameter("X-TC-Version", "Any other value is `NoSuchVersion`.", { const: "2020-10-16" }),
  headerParameter("X-TC-Region", "The region of the relay; any other is `UnsupportedRegion`.", {
    type: "string",
  }),
];

const refused = answerOf("What runs here, or the error `UnsupportedProtocol`.", [
  "Root",
  "TencentError",
]);
const rootAnswer: Answer = {
  description: refused.description,
  headers: {
    ...refused.headers,
    Vary: { ...header("The page is HTML or JSON."), required: false },
  },
  content: { ...refused.content, ...htmlContent },
};

/** The one path of Tencent's API, for programs on Tencent's SDKs. */
export const dropIn: Readonly<Record<string, Told>> = {
  post: {
    operation: {
      operationId: "SendConsumerHeartbeat",
      summary: "Send a heartbeat as Tencent's SDKs do",
      description:
        "Answers as Tencent's API does: **a 200 whose `Response` has an `Error` has renewed nothing.** The key may also come as the SecretId; the signature is not checked and not passed on. A request that does not have the form of Tencent's SDKs gets a problem.",
      tags: ["drop-in"],
      parameters,
      requestBody: {
        description: "The heartbeat.",
        required: true,
        content: { "application/json": { schema: schemaOf("TencentHeartbeat") } },
      },
    },
    answers: {
      200: answerOf("What CLS answered, or an error.", ["TencentRenewed", "TencentError"]),
    },
    problems: ["unauthorized", "forbidden", "relay-misconfigured", "not-found"],
  },
  get: {
    operation: {
      operationId: "getRoot",
      summary: "Says that the relay runs",
      description:
        "For people and health checks. An SDK that sends by GET is refused, since a topic without partitions is lost on the way: a 200 with the error `UnsupportedProtocol`. Any other method is a 405.",
      tags: ["drop-in"],
      security: [],
      parameters: [],
    },
    answers: { 200: rootAnswer },
    problems: ["method-not-allowed"],
  },
};

function headerParameter(
  name: string,
  description: string,
  schema: Parameter["schema"],
): Parameter {
  return { name, in: "header", description, required: true, schema };
}
