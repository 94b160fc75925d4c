import { type ErrorCode, errorTable } from "../../../lib/heartbeat/error-table.ts";
import { beatProblems, keyProblems } from "../codes.ts";
import { commonHeaders, header, parameterOf } from "../headers.ts";
import { jsonAnswer, type Told } from "../operation.ts";
import { type Answer, type Operation, type Parameter, type Schema, schemaOf } from "../types.ts";

type Asked = {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly answer: string;
  readonly schema: Schema;
  /** JSON by default. */
  readonly type?: string;
  /** Besides those of every answer. */
  readonly headers?: Answer["headers"];
  readonly problems: readonly ErrorCode[];
  /** None where no key is needed. */
  readonly security?: NonNullable<Operation["security"]>;
};

/** What is asked by GET, and by HEAD for the status alone. */
function asked({ name, answer, schema, type, problems, ...more }: Asked): Record<string, Told> {
  const { headers, ...texts } = more;
  const { content: json, ...told }: Answer = jsonAnswer(answer, schema);
  const bare: Answer = { ...told, headers: { ...told.headers, ...headers } };
  const content = type === undefined ? json : { [type]: { schema } };
  const operation = { ...texts, tags: ["service"], parameters: [parameterOf("RequestId")] };
  return {
    get: {
      operation: { operationId: `get${name}`, ...operation },
      answers: { 200: { ...bare, ...(content && { content }) } },
      problems,
    },
    head: {
      operation: { operationId: `head${name}`, ...operation },
      answers: { 200: bare },
      problems,
    },
  };
}

const alive = (name: string) =>
  asked({
    name,
    summary: "Whether the process or the function runs",
    description: "Says nothing about CLS or the configuration.",
    answer: "It runs.",
    schema: schemaOf("Health"),
    problems: [],
    security: [],
  });

export const health = alive("Health");

/** The same under the name that Kubernetes' own servers use. */
export const liveness = alive("Liveness");

export const readiness = asked({
  name: "Readiness",
  summary: "Whether CLS would accept a heartbeat",
  description:
    "With a key: makes one read-only call to CLS, at most once in 30 s, and joins no group. If CLS would refuse, the answer is the problem that a heartbeat would get. Without any: says whether the relay itself is configured (`serving`), and does not ask CLS, whose outage must not take the relay out of service.",
  answer: "`ready`: CLS would accept one. `serving`: the relay would send one.",
  schema: schemaOf("Ready"),
  problems: [...keyProblems, ...beatProblems],
  security: [{ apiKey: [] }, { bearer: [] }, {}],
});

export const openApi = asked({
  name: "OpenApi",
  summary: "This document",
  description: "404 if the function was deployed without it.",
  answer: "An OpenAPI 3.1 document.",
  schema: schemaOf("Document"),
  problems: ["not-found"],
  security: [],
});

export const metrics = asked({
  name: "Metrics",
  summary: "The metrics of this process",
  description:
    'For scrapers of Prometheus. Takes a key with `"read": true`, whose lists limit the aliases that it sees. 404 on Lambda, whose metrics are in CloudWatch.',
  answer: "Prometheus' text format, version 0.0.4.",
  schema: { type: "string" },
  type: "text/plain",
  problems: ["not-found", ...keyProblems],
});

export const board = asked({
  name: "Board",
  summary: "The board",
  description:
    "A page that shows who is alive. It holds no data: it asks for a key and reads the other routes with it. 404 if the relay was deployed without it.",
  answer: "A page.",
  schema: { type: "string" },
  type: "text/html",
  headers: {
    "Content-Security-Policy": header(
      "Only the page's own script and style, and nothing from or to elsewhere.",
    ),
    "X-Content-Type-Options": header("The page is nothing but a page.", { const: "nosniff" }),
    "X-Frame-Options": header("No page may hold it in a frame.", { const: "DENY" }),
    "Referrer-Policy": header("Links tell nobody where they are from.", { const: "no-referrer" }),
  },
  problems: ["not-found"],
  security: [],
});

const code: Parameter = {
  name: "code",
  in: "path",
  description: "The code of a problem.",
  required: true,
  schema: { enum: Object.keys(errorTable) },
};

export const htmlContent = { "text/html": { schema: { type: "string" } } };

/** A short page for people, as HTML where `Accept` names it. */
const pageAnswer: Answer = {
  description: "A short page.",
  headers: { ...commonHeaders, Vary: header("The page is HTML or text.", { const: "Accept" }) },
  content: { ...htmlContent, "text/plain": { schema: { type: "string" } } },
};

const { content: _, ...barePage } = pageAnswer;
const problemPage = {
  summary: "What a problem means",
  description: "Where the `type` of a problem leads: what it means, whether to retry, what to do.",
  tags: ["service"],
  parameters: [code, parameterOf("RequestId")],
  security: [],
};

export const problemPages: Readonly<Record<string, Told>> = {
  get: {
    operation: { operationId: "getProblem", ...problemPage },
    answers: { 200: pageAnswer },
    problems: ["not-found"],
  },
  head: {
    operation: { operationId: "headProblem", ...problemPage },
    answers: { 200: barePage },
    problems: ["not-found"],
  },
};
