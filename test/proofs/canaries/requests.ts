import fc from "fast-check";
import { fronts } from "../../support/events.ts";
import { bodies } from "./bodies.ts";
import { canary, text } from "./texts.ts";

/** A request with canaries by name; the schedule takes its body for the event. */
export type PlannedRequest = {
  readonly front: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: PlannedBody | undefined;
};

/** JSON is filled before it is written, raw text as it stands, once or many times over. */
export type PlannedBody =
  | { readonly json: unknown }
  | { readonly raw: string; readonly times?: number };

const path = fc.oneof(
  { weight: 24, arbitrary: fc.constant("/v1/heartbeats") },
  { weight: 8, arbitrary: fc.constant("/v1/heartbeats/orders-1") },
  { weight: 8, arbitrary: fc.constant("/v1/hooks/{{hookKey}}/orders-1") },
  { weight: 2, arbitrary: fc.constant("/v1/hooks/{{key}}/orders-1") },
  { weight: 2, arbitrary: canary.map((one) => `/v1/hooks/${one}/orders-1`) },
  {
    weight: 2,
    arbitrary: fc.tuple(canary, text).map((segments) => `/v1/hooks/${segments.join("/")}`),
  },
  { weight: 2, arbitrary: text.map((alias) => `/v1/heartbeats/${alias}`) },
  { weight: 1, arbitrary: text.map((alias) => `/v1/heartbeats/${encodeURIComponent(alias)}%7B`) },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 5 }).map((all) => `/${all.join("/")}`) },
  { weight: 1, arbitrary: fc.constant("/healthz") },
);

const authorization = fc.oneof(
  { weight: 8, arbitrary: fc.constant("Bearer {{key}}") },
  { weight: 1, arbitrary: fc.constant("Bearer {{hookKey}}") },
  { weight: 1, arbitrary: canary.map((one) => `Bearer ${one}`) },
  { weight: 1, arbitrary: canary.map((one) => `Basic ${one}`) },
  {
    weight: 1,
    arbitrary: canary.map(
      (one) =>
        `TC3-HMAC-SHA256 Credential={{secretId}}/2026-01-01/cls/tc3_request, Signature=${one}`,
    ),
  },
  { weight: 1, arbitrary: text },
);

const requestId = fc.oneof(
  fc.constantFrom("plain-id", "{{key}}", "{{hookKey}}", "{{secretId}}"),
  text,
);
const accept = fc.oneof(
  fc.constantFrom("text/plain", "*/*"),
  text.map((one) => `text/${one};q=0.5`),
);
const prefer = fc.oneof(
  fc.constantFrom("return=minimal", "wait=1"),
  text.map((one) => `return=minimal, ${one}`),
  text.map((one) => `wait=${one}; ${one}="${one}"`),
);

const headers = fc
  .record(
    {
      Authorization: authorization,
      "X-Api-Key": fc.oneof(fc.constant("{{key}}"), canary, text),
      "X-Request-Id": requestId,
      Accept: accept,
      Prefer: prefer,
      "Content-Type": text,
      Cookie: text,
      "X-TC-Token": fc.constant("{{token}}"),
      "X-Forwarded-For": text,
      Referer: fc.constant("https://relay.example/v1/hooks/{{hookKey}}/orders-1"),
    },
    { requiredKeys: [] },
  )
  .chain((known) =>
    fc.dictionary(text, text, { maxKeys: 1 }).map((unknown) => ({ ...known, ...unknown })),
  );

/** Without a key nothing gets far: most requests bring one. */
const withKey = headers.chain((some) =>
  fc.constantFrom<Readonly<Record<string, string>>>(
    { Authorization: "Bearer {{key}}", ...some },
    { ...some, Authorization: "Bearer {{key}}" },
    some,
  ),
);

export const plannedRequest: fc.Arbitrary<PlannedRequest> = fc.record({
  front: fc.constantFrom(...fronts.map(([name]) => name), "schedule"),
  method: fc.oneof(
    { weight: 30, arbitrary: fc.constant("POST") },
    { weight: 1, arbitrary: fc.constantFrom("GET", "PUT", "{{key}}") },
  ),
  path,
  headers: withKey,
  body: bodies,
});
