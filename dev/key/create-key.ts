import { createHash, randomBytes } from "node:crypto";

/** A caller's key, and the line by which the configuration knows it. */
export type MadeKey = { readonly key: string; readonly sha256: string };

/** 256 random bits, spelled in `[A-Za-z0-9_-]` so that the key can stand in a URL. */
export function createKey(): MadeKey {
  const key = randomBytes(32).toString("base64url");
  return { key, sha256: createHash("sha256").update(key).digest("hex") };
}
