import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { takeLock } from "../../../server/file-lock.ts";
import { startStateFile } from "../../../server/state-file.ts";
import { createCapturedLog } from "../../support/captured-log.ts";
import { ownFolder } from "../../support/own-folder.ts";

const memory = { kept: () => ({ leases: [] }), restore: () => 0 };

test("where the disk is full at the start, the file is written once there is room for its lock", async () => {
  const path = join(ownFolder(), "leases.json");
  const { log, lines } = createCapturedLog();
  let isFull = true;
  const take = async (lock: string) => {
    if (isFull) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    return takeLock(lock);
  };
  const end = await startStateFile(path, { memory, log, take });
  expect(lines.at(-1)).toMatchObject({ level: "WARN", reason: "full" });
  isFull = false;
  while (lines.at(-1)?.["message"] !== "state file written again") await setTimeout(20);
  expect(await takeLock(`${path}.lock`, 1500)).toMatch(/^process /);
  await end();
  expect(await readFile(path, "utf8")).toContain('"version":1');
}, 15_000);
