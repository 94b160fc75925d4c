import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createMask } from "../../../lib/base/mask.ts";

// As Tencent's are: printable, long, and without the asterisk that stands in for them.
const secret = fc.string({
  unit: fc.constantFrom("a", "b", "X", "Y", "0", "9", "$", "&", "+", "/", "="),
  minLength: 8,
  maxLength: 12,
});

test("no secret survives, wherever it stands", () => {
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 3 }),
      fc.array(fc.oneof(fc.string(), fc.nat(2))),
      (secrets, parts) => {
        const text = parts
          .map((part) => (typeof part === "number" ? secrets[part % secrets.length] : part))
          .join("");
        const masked = createMask(secrets)(text);
        for (const one of secrets) {
          for (let at = 0; at + 8 <= one.length; at += 1) {
            expect(masked).not.toContain(one.slice(at, at + 8));
          }
        }
      },
    ),
  );
});
