import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { documents, read, root } from "../support/markdown.ts";

const examples = readdirSync(join(root, "examples"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
// What the changelog says of the former options is not to be copied.
const places = [...documents.filter((name) => name !== "CHANGELOG.md"), ...examples];

/** The values of an option: in a shell, in a list of arguments, or as the default of a variable. */
function valuesOf(option: string): string[] {
  const pattern = new RegExp(String.raw`${option}(?:",)? "?(?:\$\{\w+:-)?(\d+)`, "g");
  return places.flatMap((name) =>
    Array.from(read(name).matchAll(pattern), ([, value = ""]) => value),
  );
}

test("every curl that is shown retries 3 times within 25 s, since Retry-After may be 12 s", () => {
  const [times, seconds] = [valuesOf("--retry"), valuesOf("--retry-max-time")];
  expect(times.length).toBeGreaterThan(3);
  expect(new Set(times)).toEqual(new Set(["3"]));
  expect(new Set(seconds)).toEqual(new Set(["25"]));
  expect(seconds).toHaveLength(times.length);
});
