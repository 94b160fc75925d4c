import { expect, test } from "@jest/globals";
import { node, run } from "../support/run-process.ts";

/** Who follows one beat through the code has so many files to open. */
const most = 40;

test(`an accepted beat runs through at most ${most} files of lib/`, async () => {
  const child = run(node, ["test/support/files-of-a-beat.ts"]);
  expect(await child.ended).toBe(0);
  const [line = ""] = child.stdout().split("\n").slice(-1);
  const { status, files } = JSON.parse(line) as { status: number; files: string[] };
  expect(status).toBe(200);
  console.log(`${files.length} files:\n${files.join("\n")}`);
  expect(files.length).toBeLessThanOrEqual(most);
});
