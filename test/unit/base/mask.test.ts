import { expect, test } from "@jest/globals";
import { createMask } from "../../../lib/base/mask.ts";

const mask = createMask(["AKIDfirst", "key$&second"]);

test("takes every secret out, however often it is there", () => {
  expect(mask("AKIDfirst signed with key$&second, AKIDfirst!")).toBe("*** signed with ***, ***!");
});

test("takes pieces out as well, from eight characters on", () => {
  expect(mask("AKIDfirs, KIDfirst and key$&sec")).toBe("***, *** and ***");
  expect(mask("AKIDfir, IDfirst")).toBe("AKIDfir, IDfirst");
});

test("takes a short secret out as a whole", () => {
  expect(createMask(["", "short"])("a short one, and a shor")).toBe("a *** one, and a shor");
});

test("leaves the rest as it stands", () => {
  expect(mask("the SecretId is not found")).toBe("the SecretId is not found");
  expect(mask("")).toBe("");
});

test("with no secrets nothing is taken out", () => {
  expect(createMask([])("AKIDfirst")).toBe("AKIDfirst");
});

test("leaves a piece that the caller sent itself, and hides what it sent whole", () => {
  expect(mask("AKIDfirs, KIDfirst", "x AKIDfirs")).toBe("AKIDfirs, ***");
  expect(mask("AKIDfirst KIDfirst", "AKIDfirst")).toBe("*** ***");
});
