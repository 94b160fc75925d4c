import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Outcome } from "./run.ts";

/** What CLS itself did when it was last asked, by what an expectation says. */
export type Seen = {
  readonly date: string;
  readonly region: string;
  readonly outcomes: Readonly<Record<string, Outcome>>;
};

const file = new URL("seen-at-cls.json", import.meta.url);

export function readSeen(): Seen | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Seen) : undefined;
}

export function writeSeen(seen: Seen): void {
  writeFileSync(file, `${JSON.stringify(seen, null, 2)}\n`);
}
