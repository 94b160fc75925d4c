import type { IncomingMessage, ServerResponse } from "node:http";
import fc from "fast-check";
import type { Canaries } from "../support/canaries.ts";
import { fill, fillJson } from "./fill.ts";
import { canary, partOf } from "./texts.ts";

/** What CLS does with a beat; `honest` is the emulator's own answer. */
export type PlannedUpstream =
  | { readonly does: "honest" | "reset" | "hang" | "cut" }
  | { readonly does: "json"; readonly json: unknown }
  | { readonly does: "page"; readonly status: number; readonly page: string };

const credential = fc.constantFrom("{{secretId}}", "{{secretKey}}", "{{token}}");

/** As Tencent quotes: the whole credential, or so much of it as its own limit leaves. */
const quote = fc.oneof(
  { weight: 4, arbitrary: credential.map((one) => `The credential ${one} is not known.`) },
  { weight: 1, arbitrary: fc.tuple(credential, credential).map((both) => both.join("")) },
  { weight: 1, arbitrary: credential.map((one) => `${"long ".repeat(38)}${one}`) },
  { weight: 1, arbitrary: partOf(["secretId", "secretKey", "token"]) },
);

const code = fc.oneof(
  fc.constantFrom("AuthFailure.SecretIdNotFound", "InternalError", "ResourceNotFound", "Made.Up"),
  fc.constantFrom("RequestLimitExceeded", "ServiceUnavailable", "FailedOperation"),
  quote,
);

const refusal = fc
  .tuple(code, quote, fc.oneof(fc.uuid(), quote))
  .map(([Code, Message, RequestId]) => ({ Response: { Error: { Code, Message }, RequestId } }));

/** An acceptance that quotes what it was signed with, in the places that reach the caller. */
const quotingYes = fc
  .tuple(fc.oneof(fc.uuid(), quote), fc.oneof(fc.constant("topic"), quote))
  .map(([RequestId, TopicID]) => ({
    Response: { RequestId, TopicPartitionsInfo: [{ TopicID, Partitions: [0] }] },
  }));

const page = fc.record({
  does: fc.constant("page" as const),
  status: fc.constantFrom(200, 302, 400, 403, 500, 503),
  page: fc.oneof(
    quote,
    canary.map((one) => `<html>${one}</html>`),
  ),
});

const hang = fc.constant({ does: "hang" as const });

export const plannedUpstream: fc.Arbitrary<PlannedUpstream> = fc.oneof(
  { weight: 160, arbitrary: fc.constant({ does: "honest" as const }) },
  { weight: 80, arbitrary: refusal.map((json) => ({ does: "json" as const, json })) },
  { weight: 16, arbitrary: quotingYes.map((json) => ({ does: "json" as const, json })) },
  { weight: 32, arbitrary: page },
  { weight: 4, arbitrary: fc.constantFrom({ does: "reset" as const }, { does: "cut" as const }) },
  // Each takes the whole deadline.
  { weight: 1, arbitrary: hang },
);

/** Carries it out; false leaves the request to the emulator. */
export function answerAs(
  upstream: PlannedUpstream,
  canaries: Canaries,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  switch (upstream.does) {
    case "honest":
      return false;
    case "hang":
      return true;
    case "reset":
      request.socket.resetAndDestroy();
      return true;
    case "cut":
      response.writeHead(200, { "Content-Length": 999 });
      response.write('{"Response":{"RequestId":"', () => request.socket.destroy());
      return true;
    case "json":
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(JSON.stringify(fillJson(upstream.json, canaries)));
      return true;
    case "page":
      // A reason phrase takes no line break, and a header none of what is not Latin-1.
      response.statusMessage = fill(upstream.page, canaries).replace(/[^\x20-\x7e]/g, "?");
      response.writeHead(upstream.status, { Location: "/elsewhere" });
      response.end(fill(upstream.page, canaries));
      return true;
  }
}
