import { states } from "../../lib/alive/state-of.ts";
import { type ErrorCode, type ErrorRow, errorTable } from "../../lib/heartbeat/error-table.ts";
import { RelayError } from "../../lib/heartbeat/relay-error.ts";
import { toProblem } from "../../lib/http/problem-answer.ts";
import * as examples from "./examples.ts";
import { commonHeaders, problemHeaders } from "./headers.ts";
import { type Answer, type Header, type Reference, type Schema, schemaOf } from "./types.ts";

const codes = Object.keys(errorTable) as ErrorCode[];

/** A problem of each code, all of them together, and what they consist of. */
export function problemSchemas(): Readonly<Record<string, Schema>> {
  return {
    Problem: anyProblem,
    Fault: {
      type: "object",
      properties: {
        path: { type: "string", description: "The place in the body; empty for the whole body." },
        message: { type: "string", description: "What would be right." },
      },
      required: ["path", "message"],
      additionalProperties: false,
    },
    Upstream: {
      type: "object",
      properties: {
        code: { type: "string", description: "Tencent's code." },
        message: { type: "string" },
        requestId: { type: "string", description: "Tencent's id of the request." },
      },
      required: ["code", "message", "requestId"],
      additionalProperties: false,
    },
    ...Object.fromEntries(codes.map((code) => [problemName(code), problemOf(code)])),
  };
}

const anyProblem: Schema = {
  type: "object",
  properties: {
    type: {
      type: "string",
      format: "uri-reference",
      pattern: "/problems/[a-z-]+$",
      description: "The page of this relay that explains the code, relative to its host.",
    },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "What is wrong and what to do." },
    instance: { type: "string", pattern: "^urn:request:[A-Za-z0-9._-]+$" },
    code: { enum: codes, description: "Match on this, not on text." },
    retryable: { type: "boolean", description: "Whether sending the same again can help." },
    errors: { type: "array", maxItems: 20, items: schemaOf("Fault") },
    Response: {
      type: "object",
      properties: {
        Error: {
          type: "object",
          properties: { Code: { type: "string" }, Message: { type: "string" } },
          required: ["Code", "Message"],
        },
        RequestId: { type: "string" },
      },
      required: ["Error", "RequestId"],
      description: "On Tencent's path only: the same as Tencent's API tells it.",
    },
    upstream: schemaOf("Upstream", { description: "What CLS answered, if it answered." }),
  },
  required: ["type", "title", "status", "detail", "instance", "code", "retryable"],
  description: "A problem of RFC 9457.",
};

function problemOf(code: ErrorCode): Schema {
  const { title, status, finalStatus, retryable, detail }: ErrorRow = errorTable[code];
  const one = { status: { const: status }, retryable: { const: retryable } };
  // Where there is a second status, `retryable` goes with it.
  const two = { status: { enum: [status, finalStatus] } };
  const { fields, example, ...more } = besides[code] ?? {};
  return {
    allOf: [schemaOf("Problem")],
    properties: {
      title: { const: title },
      code: { const: code },
      ...(finalStatus === undefined ? one : two),
      ...fields,
    },
    ...more,
    description: detail,
    examples: [{ ...toProblem(new RelayError(code), exampleId), ...example }],
  };
}

const exampleId = "352db300-f849-48a9-aca8-7fdf7bac7080";

/** Fields that only the problem of this code has. */
const besides: Partial<
  Record<
    ErrorCode,
    { readonly fields: Schema; readonly example: object; readonly required: readonly string[] }
  >
> = {
  "batch-incomplete": {
    fields: { results: { type: "array", items: schemaOf("BatchResult") } },
    example: {
      results: [
        { status: 200, ...examples.renewed },
        toProblem(new RelayError("not-attempted"), `${exampleId}.1`),
      ],
    },
    required: ["results"],
  },
  "consumer-claimed": {
    fields: {
      claimedUntil: { type: "string", description: "When the lease ends." },
      holder: { type: "string", description: "Who holds it, with most of its name left out." },
    },
    example: { claimedUntil: "2026-11-28T03:14:40.000Z", holder: "the instance host…" },
    required: ["claimedUntil", "holder"],
  },
  "not-alive": {
    fields: { state: { enum: [...states] } },
    example: { state: "expired" },
    required: ["state"],
  },
};

/** By status, where the answers stand that tell these codes. */
export function problemReferences(told: readonly ErrorCode[]): Record<string, Reference> {
  return Object.fromEntries(
    Object.entries(byStatus(told)).map(([status, group]) => [
      status,
      { $ref: `#/components/responses/${answerName(group)}` },
    ]),
  );
}

/** The answers themselves, by name, that operations with these codes refer to. */
export function problemAnswers(
  operations: readonly (readonly ErrorCode[])[],
): Readonly<Record<string, Answer>> {
  const groups = operations.flatMap((told) => Object.values(byStatus(told)));
  const answers = groups.map((group) => [answerName(group), toAnswer(group)] as const);
  return Object.fromEntries(answers.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function byStatus(told: readonly ErrorCode[]): Record<string, ErrorCode[]> {
  const groups = new Map<string, ErrorCode[]>();
  for (const code of codes.filter((known) => told.includes(known))) {
    const { status, finalStatus }: ErrorRow = errorTable[code];
    for (const each of finalStatus === undefined ? [status] : [status, finalStatus]) {
      groups.set(`${each}`, [...(groups.get(`${each}`) ?? []), code]);
    }
  }
  return Object.fromEntries(groups);
}

function toAnswer(group: readonly ErrorCode[]): Answer {
  const schemas = group.map((code) => schemaOf(problemName(code)));
  const [only = {}] = schemas;
  return {
    description: group.map((code) => `\`${code}\`: ${errorTable[code].title}.`).join(" "),
    headers: { ...commonHeaders, ...headersOf(group) },
    content: {
      "application/problem+json": { schema: schemas.length === 1 ? only : { oneOf: schemas } },
    },
  };
}

/** Required is what each of the codes always has. */
function headersOf(group: readonly ErrorCode[]): Record<string, Header> {
  const all = group.map((code) => problemHeaders[code] ?? {});
  const entries = all.flatMap((headers) => Object.entries(headers));
  return Object.fromEntries(
    entries.map(([name, header]) => [
      name,
      { ...header, required: header.required && all.every((headers) => name in headers) },
    ]),
  );
}

function answerName(group: readonly ErrorCode[]): string {
  return group.join(".");
}

export function problemName(code: ErrorCode): string {
  const words = code.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join("")}Problem`;
}
