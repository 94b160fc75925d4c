import { readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "@jest/globals";
import { type FileLock, takeLock } from "../../../server/file-lock.ts";
import { ownFolder } from "../../support/own-folder.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = ownFolder();
  path = join(folder, "state.lock");
});

async function take(patienceMs = 20): Promise<FileLock> {
  const lock = await takeLock(path, patienceMs);
  if (typeof lock === "string") throw new Error(`it is held by ${lock}`);
  return lock;
}

test("a lock that is given back can be taken again, and leaves nothing", async () => {
  for (const round of [1, 2]) {
    const lock = await take();
    expect([round, await lock.renew()]).toEqual([round, true]);
    await lock.release();
  }
  expect(await readdir(folder)).toEqual([]);
});

test("a lock that is renewed stays with its holder, and who asks is told who that is", async () => {
  const lock = await take();
  const renewing = setInterval(() => void lock.renew(), 5);
  const told = await takeLock(path, 10_000);
  clearInterval(renewing);
  expect(told).toMatch(new RegExp(`^process ${process.pid} on \\S+$`));
  await lock.release();
});

test.each([
  ["of another machine", JSON.stringify({ host: "other", pid: 1, machine: "other boot" })],
  ["of a system that does not name its boots", JSON.stringify({ host: "other", pid: 1 })],
  ["that was written on a full disk", ""],
])("a lock %s is taken over once nobody renews it", async (_what, text) => {
  await writeFile(path, text);
  const lock = await take();
  expect(await readFile(path, "utf8")).toContain(`"pid":${process.pid}`);
  await lock.release();
});

test("a lock of a process that has ended here is taken over at once", async () => {
  await (await take()).release();
  const probe = await take();
  const own = await readFile(path, "utf8");
  await probe.release();
  // No process has the highest id that there can be.
  await writeFile(path, own.replace(/"pid":\d+/, '"pid":4194304'));
  const lock = await take(600_000);
  await lock.release();
});

test("a holder that stood still while another process took the lock over notices, and takes nothing from it", async () => {
  const frozen = await take();
  const next = await take();
  expect([await frozen.renew(), await next.renew()]).toEqual([false, true]);
  await frozen.release();
  expect(await readdir(folder)).toEqual(["state.lock"]);
  await next.release();
});

test("a lock whose time lies ahead, after the clock was set back, is taken over like any other", async () => {
  await writeFile(path, "");
  const ahead = new Date(Date.now() + 3_600_000);
  await utimes(path, ahead, ahead);
  await (await take()).release();
});
