import { chmodSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { fileMark } from "../../../lib/config/file-mark.ts";
import { ownFolder } from "../../support/own-folder.ts";

const folder = ownFolder();

test("changes with the file, with its rights, and with a link on the way to it", () => {
  const [file, link] = [join(folder, "a"), join(folder, "link")];
  const marks = new Set<string | undefined>();
  writeFileSync(file, "1");
  symlinkSync("a", link);
  expect(fileMark(link)).toBe(fileMark(file));
  marks.add(fileMark(link));
  writeFileSync(file, "longer");
  marks.add(fileMark(link));
  // A file that could not be read, and now can.
  chmodSync(file, 0o600);
  marks.add(fileMark(link));
  writeFileSync(join(folder, "b"), "2");
  symlinkSync("b", `${link}.new`);
  renameSync(`${link}.new`, link);
  marks.add(fileMark(link));
  expect(marks.size).toBe(4);
});

test.each(["none", "a/below-a-file", "loop"])(
  "is undefined for what cannot be looked at: %s",
  (name) => {
    if (name === "loop") symlinkSync("loop", join(folder, "loop"));
    expect(fileMark(join(folder, name))).toBeUndefined();
  },
);
