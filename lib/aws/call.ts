import type { Clock } from "../base/clock.ts";
import { toFields } from "../base/unknown-object.ts";
import { createSend, type SendAnswer, whyUnanswered } from "./send.ts";
import { type AwsCredentials, type AwsService, signRequest } from "./sign-request.ts";

/** Where a service is, and who asks. */
export type AwsAccess = {
  readonly region: string;
  /** `https://host`, without a path. */
  readonly endpoint: string;
  readonly credentials: AwsCredentials;
};

/**
 * Posts a body that is signed, for the operation that is the target where the service has one.
 * @throws Error where there is no answer, with the code of the failure: a message could quote what was sent
 */
export type AwsPost = (body: string, signal: AbortSignal, target?: string) => Promise<SendAnswer>;

/** A client of our own (docs/decisions/table-client.md). */
export function createAwsPost(
  service: AwsService,
  { region, endpoint, credentials }: AwsAccess,
  clock: Clock,
): AwsPost {
  const send = createSend(endpoint);
  const { host } = new URL(endpoint);
  return async (body, signal, target) => {
    const unsigned = { service, host, target, body, region, epochMs: clock.epochMs() };
    return send(signRequest(unsigned, credentials), body, signal).catch((error: unknown) => {
      throw whyUnanswered(error, signal);
    });
  };
}

/**
 * One operation of a service that takes JSON.
 * @throws Error as a post does
 */
export type AwsCall = (target: string, body: object, signal: AbortSignal) => Promise<SendAnswer>;

export function createAwsCall(...of: Parameters<typeof createAwsPost>): AwsCall {
  const post = createAwsPost(...of);
  return (target, content, signal) => post(JSON.stringify(content), signal, target);
}

/** The fields of an answer; none where it is no JSON. */
export function bodyOf({ text }: SendAnswer): Record<string, unknown> {
  try {
    return toFields(JSON.parse(text));
  } catch {
    return {};
  }
}

/** What the service calls it, such as com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException. */
export function refused(answer: SendAnswer): Error {
  const { __type: type } = bodyOf(answer);
  const [, name] =
    (typeof type === "string" &&
      /(?:^|#)([A-Z][A-Za-z]{2,60}(?:Exception|Error|Exceeded|Failure))$/.exec(type)) ||
    [];
  return new Error(name ?? `HTTP ${String(answer.status)} without what was asked for`);
}
