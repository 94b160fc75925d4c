import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/**
 * A new folder, gone after the tests of the file. Not for what a server process writes into: hooks run in the order in
 * which they were set, so that it might still run by then.
 */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "heartbeat-relay-"));
  folders.push(folder);
  return folder;
}
