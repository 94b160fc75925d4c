import type { Parsed } from "../heartbeat/faults.ts";
import type { Credentials } from "../tencent/upstream.ts";
import { isObject } from "../base/unknown-object.ts";
import { createReader, type Reader } from "./env-reader.ts";
import { isPrintable } from "./env-values.ts";

/** What the parts of one set of credentials are called; the first token that is set counts. */
export type CredentialNames = {
  readonly id: string;
  readonly key: string;
  readonly tokens: readonly string[];
};

/** The set under these names, with a fault for each part that is missing or no credential. */
export function readSet(reader: Reader, { id, key, tokens }: CredentialNames): Credentials {
  const secretId = reader.required(id, isPrintable, "the SecretId");
  const secretKey = reader.required(key, isPrintable, "the SecretKey");
  const tokenName = tokens.find((name) => reader.optional(name) !== undefined);
  const token = tokenName && reader.required(tokenName, isPrintable, "the session token");
  return { secretId, secretKey, ...(token && { token }) };
}

const fields: CredentialNames = { id: "secretId", key: "secretKey", tokens: ["token"] };

/**
 * Credentials as JSON: `{"secretId": …, "secretKey": …, "token": …}`, whatever else there is. JSON.parse quotes its
 * input in its errors, so the faults are our own.
 *
 * @param variable what names the place of the text
 */
export function parseCredentials(variable: string, text: string): Parsed<Credentials> {
  const json = parse(text);
  if (!isObject(json)) {
    const message = 'must name JSON such as {"secretId": "…", "secretKey": "…"}';
    return { ok: false, faults: [{ path: variable, message }] };
  }
  const texts = Object.entries(json).filter((entry) => typeof entry[1] === "string");
  const reader = createReader(Object.fromEntries(texts) as Record<string, string>);
  const value = readSet(reader, fields);
  const faults = reader.faults.map(({ path, message }) => ({
    path: variable,
    message: `names JSON in which ${path} ${message}`,
  }));
  return faults.length === 0 ? { ok: true, value } : { ok: false, faults };
}

function parse(text: string): unknown {
  try {
    // Some editors put a mark before a text.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

/** @throws Error with the faults, which hold no value */
export function orThrow<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.faults.map(({ path, message }) => `${path} ${message}`).join("; "));
}
