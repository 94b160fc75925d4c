import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { allowsAlias, anyone, findKey } from "../../../lib/config/access.ts";

const toKey = (secret: string) => ({
  name: secret,
  digests: [createHash("sha256").update(secret).digest()],
  hookOnly: false,
});
// A lone surrogate is hashed as its replacement, so two of them would be one key.
const secret = fc.string({ unit: "binary" });

test("exactly the matching key is found", () => {
  fc.assert(
    fc.property(fc.uniqueArray(secret), secret, fc.nat(), (secrets, other, pick) => {
      const keys = secrets.map(toKey);
      const presented = secrets.length > 0 ? (secrets[pick % secrets.length] ?? other) : other;
      expect(findKey(keys, presented)?.name).toBe(
        secrets.includes(presented) ? presented : undefined,
      );
      expect(findKey(keys, other)?.name).toBe(secrets.includes(other) ? other : undefined);
    }),
  );
});

test("a pattern with a final * allows the names that begin so, and one without it itself", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "-"), maxLength: 4 });
  fc.assert(
    fc.property(name, name, (pattern, alias) => {
      expect(allowsAlias({ ...anyone, aliases: [`${pattern}*`] }, alias)).toBe(
        alias.startsWith(pattern),
      );
      expect(allowsAlias({ ...anyone, aliases: [pattern] }, alias)).toBe(alias === pattern);
    }),
  );
});
