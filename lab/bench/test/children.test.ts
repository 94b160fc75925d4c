import { expect, test } from "@jest/globals";
import { withoutDeprecations } from "../support/children.ts";

test("of stderr, Node's deprecation warnings are set aside and nothing else", () => {
  const hint = "(Use `node --trace-deprecation ...` to show where the warning was created)";
  const warning = "(node:7) [DEP0040] DeprecationWarning: The `punycode` module is deprecated.";
  expect(withoutDeprecations(`${warning}\n${hint}\n`)).toBe("");
  expect(withoutDeprecations(`${warning}\nboom\n${hint}\n`)).toBe("boom");
  expect(withoutDeprecations("(node:7) Warning: something else\n")).not.toBe("");
});
