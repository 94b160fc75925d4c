import fc from "fast-check";
import { canary, text } from "./texts.ts";

export type PlannedHeaders = Readonly<Record<string, string>>;

/** As Tencent's SDKs sign; who knows no other header gives the key as its SecretId. */
const tc3 = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: fc.constant("{{key}}") }, { weight: 1, arbitrary: canary }),
    fc.oneof({ weight: 2, arbitrary: fc.constant("0123456789abcdef") }, canary),
  )
  .map(
    ([secretId, signature]) =>
      `TC3-HMAC-SHA256 Credential=${secretId}/2026-01-01/cls/tc3_request, ` +
      `SignedHeaders=content-type;host, Signature=${signature}`,
  );

const authorization = fc.oneof(
  { weight: 8, arbitrary: fc.constant("Bearer {{key}}") },
  { weight: 1, arbitrary: fc.constant("Bearer {{hookKey}}") },
  { weight: 1, arbitrary: canary.map((one) => `Bearer ${one}`) },
  { weight: 1, arbitrary: canary.map((one) => `Basic ${one}`) },
  { weight: 1, arbitrary: tc3 },
  { weight: 1, arbitrary: text },
);

const requestId = fc.oneof(
  fc.constantFrom("plain-id", "{{key}}", "{{hookKey}}", "{{secretId}}", "a.{{key:5:25}}"),
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

const some = fc
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
      "X-TC-TraceId": requestId,
      "X-Forwarded-For": text,
      Referer: fc.constant("https://relay.example/v1/hooks/{{hookKey}}/orders-1"),
    },
    { requiredKeys: [] },
  )
  .chain((known) =>
    fc.dictionary(text, text, { maxKeys: 1 }).map((unknown) => ({ ...known, ...unknown })),
  );

/** Without a key nothing gets far: most requests bring one. */
export const callerHeaders = some.chain((given) =>
  fc.constantFrom<PlannedHeaders>(
    { Authorization: "Bearer {{key}}", ...given },
    { ...given, Authorization: "Bearer {{key}}" },
    given,
  ),
);

const usually = (usual: string, others: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });

/** What a program on one of Tencent's SDKs sends, token and trace id included. */
export const sdkHeaders: fc.Arbitrary<PlannedHeaders> = fc
  .record(
    {
      Authorization: tc3,
      "X-TC-Action": usually("SendConsumerHeartbeat", text),
      "X-TC-Version": usually("2020-10-16", text),
      "X-TC-Region": usually("ap-guangzhou", fc.oneof(text, canary)),
      "X-TC-Timestamp": usually("1767225600", text),
      "X-TC-Token": fc.oneof(canary, text),
      "X-TC-TraceId": requestId,
      "X-TC-Language": text,
      "X-Api-Key": fc.oneof(fc.constant("{{key}}"), canary),
      "X-Request-Id": requestId,
    },
    { requiredKeys: ["Authorization", "X-TC-Action", "X-TC-Version", "X-TC-Region"] },
  )
  .map((headers) => ({ ...headers, "Content-Type": "application/json" }));

/** Who opens a link, or fetches it in advance. */
export const openerHeaders: fc.Arbitrary<PlannedHeaders> = fc.record(
  {
    "User-Agent": fc.constantFrom("curl/8.5.0", "Slackbot-LinkExpanding 1.0", "Mozilla/5.0"),
    Purpose: fc.constantFrom("prefetch", "{{hookKey}}"),
    Referer: fc.constant("https://relay.example/v1/hooks/{{hookKey}}/orders-get"),
    "X-Request-Id": requestId,
    Cookie: text,
  },
  { requiredKeys: [] },
);
