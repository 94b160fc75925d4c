import { expect, test } from "@jest/globals";
import { createMask } from "../../lib/mask.ts";

const mask = createMask(["AKIDfirst", "key$&second"]);

test("takes every secret out, however often it is there", () => {
  expect(mask("AKIDfirst signed with key$&second, AKIDfirst!")).toBe("*** signed with ***, ***!");
});

test("leaves the rest as it stands", () => {
  expect(mask("the SecretId is not found")).toBe("the SecretId is not found");
  expect(mask("")).toBe("");
});

test("with no secrets nothing is taken out", () => {
  expect(createMask([])("AKIDfirst")).toBe("AKIDfirst");
});
