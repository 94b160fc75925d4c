import type { Clock } from "../base/clock.ts";
import { codeOf, toFields } from "../base/unknown-object.ts";
import { createPost, type PostAnswer } from "./post.ts";
import { type AwsCredentials, type AwsService, signRequest } from "./sign-request.ts";

/** Where a service is, and who asks. */
export type AwsAccess = {
  readonly region: string;
  /** `https://host`, without a path. */
  readonly endpoint: string;
  readonly credentials: AwsCredentials;
};

/**
 * One operation of a service.
 * @throws Error where there is no answer, with the code of the failure: a message could quote what was sent
 */
export type AwsCall = (target: string, body: object, signal: AbortSignal) => Promise<PostAnswer>;

/** A client of our own (docs/decisions/table-client.md). */
export function createAwsCall(
  service: AwsService,
  { region, endpoint, credentials }: AwsAccess,
  clock: Clock,
): AwsCall {
  const post = createPost(endpoint);
  const { host } = new URL(endpoint);
  return async (target, content, signal) => {
    const body = JSON.stringify(content);
    const unsigned = { service, host, target, body, region, epochMs: clock.epochMs() };
    return post(signRequest(unsigned, credentials), body, signal).catch((error: unknown) => {
      throw new Error(signal.aborted ? "no answer in time" : (codeOf(error) ?? "no answer"));
    });
  };
}

/** The fields of an answer; none where it is no JSON. */
export function bodyOf({ text }: PostAnswer): Record<string, unknown> {
  try {
    return toFields(JSON.parse(text));
  } catch {
    return {};
  }
}

/** What the service calls it, such as com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException. */
export function refused(answer: PostAnswer): Error {
  const { __type: type } = bodyOf(answer);
  const [, name] =
    (typeof type === "string" &&
      /(?:^|#)([A-Z][A-Za-z]{2,60}(?:Exception|Error|Exceeded|Failure))$/.exec(type)) ||
    [];
  return new Error(name ?? `HTTP ${String(answer.status)} without what was asked for`);
}
