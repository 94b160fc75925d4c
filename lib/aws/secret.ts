import type { Clock } from "../base/clock.ts";
import { type AwsAccess, bodyOf, createAwsCall, refused } from "./call.ts";

/** A secret of AWS Secrets Manager. */
export type SecretConfig = AwsAccess & {
  /** Its ARN, or its name. */
  readonly secret: string;
};

const secretsManager = { name: "secretsmanager", jsonVersion: "1.1" } as const;

/**
 * Reads the text of a secret, in its current version.
 * @throws Error with the code of the refusal, or of what kept the answer from coming
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function createSecretReader(
  config: SecretConfig,
  clock: Clock,
): (signal: AbortSignal) => Promise<string> {
  const call = createAwsCall(secretsManager, config, clock);
  return async (signal) => {
    const answer = await call("secretsmanager.GetSecretValue", { SecretId: config.secret }, signal);
    const { SecretString: text } = bodyOf(answer);
    if (answer.status !== 200 || typeof text !== "string") throw refused(answer);
    return text;
  };
}
