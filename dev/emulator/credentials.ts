import { randomInt } from "node:crypto";

export type Credential = { secretId: string; secretKey: string; token?: string };

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Makes a throw-away credential shaped like Tencent's: an id of 36 characters that starts with `AKID`, a key of 32.
 *
 * @param pick gives a whole number from 0 up to, but not including, its argument.
 */
export function createCredentials(
  pick: (below: number) => number = (below) => randomInt(below),
): Credential {
  const letters = (count: number): string =>
    Array.from({ length: count }, () => ALPHABET.charAt(pick(ALPHABET.length))).join("");
  return { secretId: `AKID${letters(32)}`, secretKey: letters(32) };
}

/**
 * Reads the credential from the environment, under the names that the relay reads.
 *
 * @returns undefined when neither id nor key is set.
 * @throws Error naming the missing variable when only one of the two is set.
 */
export function readCredentials(env: NodeJS.ProcessEnv): Credential | undefined {
  const read = (name: string): string | undefined => env[name]?.trim() || undefined;
  const secretId = read("TENCENTCLOUD_SECRET_ID");
  const secretKey = read("TENCENTCLOUD_SECRET_KEY");
  const token =
    read("TENCENTCLOUD_SESSION_TOKEN") ??
    read("TENCENTCLOUD_TOKEN") ??
    read("TENCENTCLOUD_SECURITY_TOKEN");

  if (secretId === undefined && secretKey === undefined) return undefined;
  if (secretId === undefined || secretKey === undefined) {
    const missing = secretId === undefined ? "TENCENTCLOUD_SECRET_ID" : "TENCENTCLOUD_SECRET_KEY";
    throw new Error(
      `${missing} is not set but its other half is. Set both, or unset both to get throw-away credentials.`,
    );
  }
  return { secretId, secretKey, ...(token === undefined ? {} : { token }) };
}
