import { describe, expect, test } from "@jest/globals";
import { describeError } from "../../../lib/observe/logger.ts";

describe("an unexpected error", () => {
  test("is described by its name and where it was thrown", () => {
    const { name, frames } = describeError(new TypeError("boom"));
    expect(name).toBe("TypeError");
    expect(frames[0]).toMatch(/^at .*logger\.test\.ts/);
    expect(frames.length).toBeLessThanOrEqual(8);
  });

  test("keeps its message to itself, because libraries quote their input there", () => {
    const described = describeError(new SyntaxError('Unexpected token in "the secret"'));
    expect(JSON.stringify(described)).not.toContain("secret");
  });

  test("without a stack still has its name", () => {
    const error = new RangeError("boom");
    delete error.stack;
    expect(describeError(error)).toEqual({ name: "RangeError", frames: [] });
  });

  test.each([["the secret"], [42], [undefined], [{ message: "the secret" }], [null]])(
    "that is no error, %j, is described by its type alone",
    (thrown) => {
      expect(describeError(thrown)).toEqual({ name: typeof thrown, frames: [] });
    },
  );
});
