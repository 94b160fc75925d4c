import { createHmac as createRealHmac, randomBytes } from "node:crypto";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createHmac } from "../replacements/crypto.ts";

/** The chain of TC3: three keys in bytes, and a signature in hex under the last of them. */
function sign(hmac: typeof createHmac, secret: string, date: string, text: string): string {
  const underDate = hmac("sha256", `TC3${secret}`).update(date).digest();
  const underService = hmac("sha256", underDate).update("cls").digest();
  const key = hmac("sha256", underService).update("tc3_request").digest();
  return hmac("sha256", key).update(text).digest("hex").toString();
}

const real: typeof createHmac = (algorithm, under) => {
  const hmac = createRealHmac(algorithm, under);
  const wrapped = {
    update(text: string) {
      hmac.update(text);
      return wrapped;
    },
    digest: (encoding?: "hex") => (encoding ? hmac.digest(encoding) : hmac.digest()),
  };
  return wrapped;
};

test("signs as Node does, whatever was signed before", () => {
  const few = fc.constantFrom("a", "b", "2026-11-24", "2026-11-25", "cls", "tc3_request");
  const signing = fc.tuple(few, fc.oneof(few, fc.string()), fc.oneof(few, fc.string()));
  fc.assert(
    fc.property(fc.array(signing, { minLength: 1, maxLength: 30 }), (signings) => {
      for (const [secret, date, text] of signings) {
        expect(sign(createHmac, secret, date, text)).toBe(sign(real, secret, date, text));
      }
    }),
  );
});

test("a key is made once, and anew under another key", () => {
  const derive = (secret: string) => createHmac("sha256", secret).update("2026-11-24").digest();
  const first = derive("one");
  expect(derive("one")).toBe(first);
  expect(derive("two")).not.toEqual(first);
  expect(derive("one")).toEqual(first);
});

test("what is given in pieces is one text", () => {
  const key = randomBytes(32);
  const pieces = createHmac("sha256", key).update("a").update("b").digest("hex");
  expect(pieces).toBe(createRealHmac("sha256", key).update("ab").digest("hex"));
});
