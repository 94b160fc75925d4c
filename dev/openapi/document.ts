import { version } from "../../lib/base/version.ts";
import { answerSchemas } from "./answer-schemas.ts";
import { anyProblems } from "./codes.ts";
import { headerParameters } from "./headers.ts";
import { toOperation } from "./operation.ts";
import { paths } from "./paths.ts";
import { problemAnswers, problemSchemas } from "./problems.ts";
import { requestSchemas } from "./request-schemas.ts";
import type { Answer, Parameter, PathItem, Schema } from "./types.ts";

const description = `Takes a plain heartbeat from a service that cannot sign requests, signs it, sends it to Tencent CLS as
\`SendConsumerHeartbeat\`, and answers with the partitions that the consumer holds from now on, or with one problem.

- A 200, or a 204 with \`Preference-Applied\`, means that CLS accepted the heartbeat. The one exception is \`POST /\`,
  which answers as Tencent's API does.
- Every error is \`application/problem+json\`. Match on its \`code\`. \`retryable\` says whether sending the same again can help.
- Paths may end in a slash. An unknown path is a 404; a method that a path does not have is a 405 with \`Allow\`.
- Behind an API Gateway, a 429 or 503 may come from the gateway, as \`{"message": …}\` without a \`code\`: retry these too.`;

export type OpenApiDocument = {
  readonly openapi: "3.1.1";
  readonly info: object;
  readonly servers: readonly object[];
  readonly security: readonly object[];
  readonly tags: readonly object[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Answer>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly securitySchemes: object;
  };
};

/**
 * The OpenAPI 3.1 document of the relay, made of the schemas that read requests and of the table of errors.
 *
 * @see docs/openapi.yaml
 */
export function openApiDocument(): OpenApiDocument {
  const items = Object.entries(paths).map(([path, operations]) => {
    const made = Object.entries(operations).map(
      ([method, told]) => [method, toOperation(told)] as const,
    );
    return [path, Object.fromEntries(made)] as const;
  });
  const told = Object.values(paths).flatMap((operations) => Object.values(operations));
  return {
    openapi: "3.1.1",
    info: {
      title: "heartbeat-relay",
      version,
      summary: "Plain HTTP in, a signed heartbeat to Tencent CLS out, the assignment back.",
      description,
      license: { name: "MIT", identifier: "MIT" },
    },
    // Relative to where the document was read, so that it holds behind any host and stage.
    servers: [{ url: ".", description: "The relay that serves this document." }],
    security: [{ apiKey: [] }, { bearer: [] }],
    tags: [
      { name: "heartbeats", description: "Heartbeats whose body says everything." },
      { name: "aliases", description: "Heartbeats that are kept in the relay's configuration." },
      { name: "hooks", description: "The same, for senders that can set only a URL." },
      { name: "drop-in", description: "Tencent's own API, for programs on Tencent's SDKs." },
      { name: "consumers", description: "Who is alive, for keys that read." },
      { name: "service", description: "The relay itself." },
    ],
    paths: Object.fromEntries(items),
    components: {
      schemas: { ...requestSchemas(), ...answerSchemas, ...problemSchemas() },
      responses: problemAnswers(told.map(({ problems }) => [...problems, ...anyProblems])),
      parameters: headerParameters,
      securitySchemes,
    },
  };
}

const securitySchemes = {
  apiKey: { type: "apiKey", in: "header", name: "X-Api-Key", description: "A key of the relay." },
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "The same key, used if there is no X-Api-Key.",
  },
};
