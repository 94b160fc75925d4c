import {
  createHash,
  createHmac as createRealHmac,
  createSecretKey,
  type KeyObject,
} from "node:crypto";

export { createHash };

type Key = string | Buffer;

/** What is signed with a date, a service or "tc3_request", under the key that came before. */
const derived = new Map<string, { readonly under: Key; readonly key: Buffer }>();
const prepared = new WeakMap<Buffer, KeyObject>();

/** A new date comes once a day; nothing else is signed for a key. */
const mostDerived = 8;

/**
 * In place of `node:crypto`, as far as TC3 needs it: of the four keys that it derives for a signature three stay the
 * same all day, and Node takes a while to tell that a buffer is no key object. A digest that is asked for in bytes is a
 * key, and kept; one in hex is a signature, and is not. A seventh of the CPU of a beat (docs/decisions/load.md).
 */
export function createHmac(algorithm: string, under: Key) {
  let text = "";
  const hmac = {
    update(more: string) {
      text += more;
      return hmac;
    },
    digest: (encoding?: "hex") =>
      encoding ? sign(algorithm, under, text).digest(encoding) : derive(algorithm, under, text),
  };
  return hmac;
}

function derive(algorithm: string, under: Key, text: string): Buffer {
  const known = derived.get(text);
  if (known?.under === under) return known.key;
  const key = sign(algorithm, under, text).digest();
  if (derived.size >= mostDerived) derived.clear();
  derived.set(text, { under, key });
  return key;
}

function sign(algorithm: string, under: Key, text: string) {
  return createRealHmac(algorithm, typeof under === "string" ? under : prepare(under)).update(text);
}

function prepare(bytes: Buffer): KeyObject {
  const key = prepared.get(bytes) ?? createSecretKey(bytes);
  prepared.set(bytes, key);
  return key;
}
