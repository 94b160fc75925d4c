import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ownFolder } from "../../../test/support/own-folder.ts";
import { node, run } from "../../../test/support/run-process.ts";

/** A configuration file without a key; whose aliases are not in the order that JSON.parse would give them. */
export const emptyFile = `{
  "$schema": "./relay.config.schema.json",
  "keys": [],
  "aliases": {
    "2": { "consumer": "two",   "topics": ["t"] },
    "1": { "consumer": "one", "topics": ["t"] }
  },
  "defaults": { "consumerGroup": "g", "logsetId": "l" }
}
`;

/** A folder of its own, and in it the configuration file with this text; none without a text. */
export async function place(text?: string) {
  const folder = ownFolder();
  const path = join(folder, "relay.config.json");
  if (text !== undefined) await writeFile(path, text);
  return { folder, path };
}

/** Runs `npm run key` on that file. */
export async function key(path: string, ...args: string[]) {
  const child = run(node, ["dev/key/main.ts", ...args], { RELAY_CONFIG: path });
  const status = await child.ended;
  return { status, printed: child.stdout(), told: child.stderr() };
}

export const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** The key in what a command printed. */
export const shownIn = (printed: string) => /^ {2}([A-Za-z0-9_-]{43})$/m.exec(printed)?.[1] ?? "";
