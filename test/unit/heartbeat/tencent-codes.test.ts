import { describe, expect, test } from "@jest/globals";
import { fromTencentCode } from "../../../lib/heartbeat/tencent-codes.ts";
import { documentedCodes, expectedFor } from "../../support/tencent-codes.ts";

describe("Tencent's codes", () => {
  test("all 147 documented ones are looked at, and each is in a row", () => {
    expect(new Set(documentedCodes).size).toBe(147);
    expect(documentedCodes.filter((code) => expectedFor(code) === undefined)).toEqual([]);
  });

  test.each(documentedCodes)("%s is in its row", (code) => {
    expect(fromTencentCode(code)).toBe(expectedFor(code));
  });

  const families = new Set(documentedCodes.map((code) => code.replace(/\..*/, "")));
  test.each([...families])("an unknown code of the family %s is in the family's row", (family) => {
    expect(fromTencentCode(`${family}.NeverHeardOf`)).toBe(expectedFor(family));
  });

  test.each(["NoSuchThing", "NoSuchThing.NeverHeardOf"])(
    "%s is a refusal of the relay, though nobody documents it",
    (code) => {
      expect(fromTencentCode(code)).toBe("relay-refused");
    },
  );

  test.each([
    ...["constructor", "__proto__", "toString", "hasOwnProperty.x", "__proto__.constructor"],
    ...["", ".", ".InvalidParameter", "NeverHeardOf", "NeverHeardOf.InvalidParameter"],
    ...["invalidparameter", "InvalidParameter ", "InvalidParameterX", "Invalid"],
  ])("%j is in no row, so it is a failure that may pass", (code) => {
    expect(fromTencentCode(code)).toBe("upstream-failed");
  });
});
