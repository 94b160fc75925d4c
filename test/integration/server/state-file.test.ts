import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { logsetId } from "../../support/start-relay.ts";
import { buildServerFile, startServerProcess } from "../../support/server-process.ts";
import { node, run } from "../../support/run-process.ts";

let server: string;
beforeAll(async () => {
  server = await buildServerFile();
});

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "state-"));
  folders.push(folder);
  file = join(folder, "leases.json");
});

const start = (more: Record<string, string> = {}, args: readonly string[] = []) =>
  startServerProcess([...args, server], { RELAY_STATE_FILE: file, ...more });

const lease = (consumer: string, endsInMs = 30_000) => ({
  consumer: JSON.stringify([logsetId, "orders", consumer]),
  endsEpochMs: Date.now() + endsInMs,
  ...{ lengthMs: 40_000, key: "key-0", isKept: true },
});

const textOf = (...leases: readonly object[]) => JSON.stringify({ version: 1, leases });

const readState = () => readFile(file, "utf8").catch(() => "");

/** Until the file tells of a consumer, which takes a second. */
async function written(consumer: string): Promise<void> {
  while (!(await readState()).includes(consumer)) await setTimeout(20);
}

describe("the leases of a server", () => {
  test("outlive kill -9, and the next process starts without waiting for the one that is gone", async () => {
    const first = await start();
    expect((await first.beat({ consumer: "orders-1" })).status).toBe(200);
    await written("orders-1");
    first.child.kill("SIGKILL");
    await first.ended;
    const startedMs = performance.now();
    const second = await start();
    expect(performance.now() - startedMs).toBeLessThan(4000);
    expect(await second.printed(/leases restored.*"restored":\d/)).toContain('"restored":1');
    expect((await second.beat({ consumer: "orders-1" })).status).toBe(200);
  });

  test("are written at SIGTERM, to the last one, and nothing else is left", async () => {
    const first = await start();
    expect((await first.beat({ consumer: "orders-last" })).status).toBe(200);
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    expect(await readState()).toContain("orders-last");
    expect(await readdir(folder)).toEqual(["leases.json"]);
  });

  test("are in order again at once: who held one is served, and no other is let in where they fill the rate", async () => {
    await writeFile(file, textOf(...Array.from({ length: 40 }, (_, at) => lease(`orders-${at}`))));
    const relay = await start({ CLS_RATE_PER_SECOND: "1" });
    const joins = await relay.beat({ consumer: "newcomer" });
    expect([joins.status, await joins.json()]).toMatchObject([429, { code: "overloaded" }]);
    expect((await relay.beat({ consumer: "orders-7" })).status).toBe(200);
  });

  test("that have ended are not restored", async () => {
    await writeFile(file, textOf(lease("ended", -1), lease("runs")));
    const relay = await start();
    expect(await relay.printed(/leases restored.*"restored":\d/)).toContain('"restored":1');
  });

  test("outlive a clock that is set back while the relay is down, each for no longer than a lease", async () => {
    const first = await start();
    expect((await first.beat()).status).toBe(200);
    await written("orders-1");
    first.child.kill("SIGKILL");
    await first.ended;
    const setBack = "const now = Date.now; Date.now = () => now() - 3600000;";
    const second = await start({}, ["--import", `data:text/javascript,${setBack}`]);
    expect(await second.printed(/leases restored.*"restored":\d/)).toContain('"restored":1');
    const before = await readState();
    expect((await second.beat()).status).toBe(200);
    while ((await readState()) === before) await setTimeout(20);
    const { leases } = JSON.parse(await readState()) as { leases: { endsEpochMs: number }[] };
    expect(leases).toHaveLength(1);
    expect(leases[0]?.endsEpochMs).toBeLessThanOrEqual(Date.now() - 3_600_000 + 40_000);
  });
});

test("a full disk is a warning, heartbeats go on, and the file is written when there is room again", async () => {
  // Whatever is written there finds no space left.
  await symlink("/dev/full", `${file}.new`);
  const relay = await start();
  expect((await relay.beat({ consumer: "orders-1" })).status).toBe(200);
  expect(await relay.printed(/\{.*state file not written.*\}/)).toMatch(/"WARN".*"ENOSPC"/);
  expect((await relay.beat({ consumer: "orders-2" })).status).toBe(200);
  await relay.printed(/state file written again/);
  await written("orders-2");
});

test.each([
  ["cut", '{"version":1,"leases":[{"consumer":"a"'],
  ["empty", ""],
  ["of a later version", '{"version":2,"leases":[]}'],
  ["with a lease that has no end", textOf({ ...lease("a"), endsEpochMs: null })],
])("a file that is %s is set aside with a warning, and heartbeats go on", async (_what, text) => {
  await writeFile(file, text);
  const relay = await start();
  await relay.printed(/"WARN".*state file damaged: set aside/);
  expect(await readFile(`${file}.damaged`, "utf8")).toBe(text);
  expect((await relay.beat()).status).toBe(200);
  await written("orders-1");
});

/** A server without a CLS. */
const startAlone = (env: Record<string, string>) =>
  run(node, [server], {
    PORT: "0",
    TENCENTCLOUD_SECRET_ID: "id",
    TENCENTCLOUD_SECRET_KEY: "key",
    TENCENTCLOUD_REGION: "ap-guangzhou",
    ...env,
  });

/** The same, to fail at its start. */
async function startToFail(env: Record<string, string>) {
  const process = startAlone(env);
  return { code: await process.ended, told: process.stderr() };
}

test("a process that waits for the file ends at SIGTERM, as one in a container has to by itself", async () => {
  // Whose it is, it does not say.
  await writeFile(`${file}.lock`, "");
  const waits = startAlone({ RELAY_STATE_FILE: file });
  await waits.printed(/relay started/);
  waits.child.kill("SIGTERM");
  expect(await waits.ended).toBe(0);
  expect(waits.stdout()).not.toContain("relay listens");
});

test("a process that waits for the file does not end at SIGHUP", async () => {
  await writeFile(`${file}.lock`, "");
  const waits = startAlone({ RELAY_STATE_FILE: file });
  await waits.printed(/relay started/);
  waits.child.kill("SIGHUP");
  await waits.printed(/relay listens/);
});

test("a second process on one file is refused, and the first one goes on", async () => {
  const first = await start();
  const second = await startToFail({ RELAY_STATE_FILE: file });
  expect(second.code).toBe(1);
  expect(second.told).toMatch(
    new RegExp(`RELAY_STATE_FILE: ${file} is in use by process ${first.child.pid} on `),
  );
  expect((await first.beat({ consumer: "orders-1" })).status).toBe(200);
  await written("orders-1");
});

test("a process whose port is in use gives the file up as it was", async () => {
  const { endsEpochMs, ...kept } = lease("orders-1");
  await writeFile(file, textOf({ endsEpochMs, ...kept }));
  const { port } = await startServerProcess([server]);
  const second = await startToFail({ RELAY_STATE_FILE: file, PORT: `${port}` });
  expect(second).toEqual({ code: 1, told: expect.stringContaining("is in use") });
  expect(await readdir(folder)).toEqual(["leases.json"]);
  const given = JSON.parse(await readState()) as {
    leases: (typeof kept & { endsEpochMs: number })[];
  };
  expect(given.leases).toEqual([{ ...kept, endsEpochMs: expect.any(Number) }]);
  // The two clocks do not tick in the same instant, so the end may move by a millisecond at each restart.
  expect(Math.abs((given.leases[0]?.endsEpochMs ?? 0) - endsEpochMs)).toBeLessThan(10);
});

test.each([
  ["is there", textOf(lease("orders-1"))],
  ["is not there yet", undefined],
])("a link stays one, to a file that %s", async (_what, text) => {
  const [link, volume] = [join(folder, "link.json"), join(folder, "volume")];
  await mkdir(volume);
  const kept = join(volume, "kept.json");
  if (text !== undefined) await writeFile(kept, text);
  await symlink("volume/kept.json", link);
  const relay = await start({ RELAY_STATE_FILE: link });
  expect((await relay.beat({ consumer: "orders-2" })).status).toBe(200);
  // The same file by its own name.
  expect((await startToFail({ RELAY_STATE_FILE: kept })).told).toContain("is in use by process");
  relay.child.kill("SIGTERM");
  expect(await relay.ended).toBe(0);
  expect(await readlink(link)).toBe("volume/kept.json");
  expect(await readFile(kept, "utf8")).toContain("orders-2");
});

test("a path that cannot be written is a fault at the start", async () => {
  const nowhere = join(folder, "no-folder", "leases.json");
  const refused = await startToFail({ RELAY_STATE_FILE: nowhere });
  expect(refused).toEqual({
    code: 1,
    told: expect.stringContaining(`RELAY_STATE_FILE: ${nowhere} cannot be used (ENOENT)`),
  });
  await mkdir(file);
  expect((await startToFail({ RELAY_STATE_FILE: file })).told).toContain("(EISDIR)");
  expect(await readdir(folder)).toEqual(["leases.json"]);
});

test("a file and a table exclude each other", async () => {
  const refused = await startToFail({ RELAY_STATE_FILE: file, RELAY_LEDGER_TABLE: "relay" });
  expect(refused.told).toMatch(/RELAY_STATE_FILE +must not be combined with RELAY_LEDGER_TABLE/);
});
