import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { fromText } from "../../../lib/alive/watch/told-text.ts";
import type { Told } from "../../../lib/alive/watch/told.ts";
import { readState } from "../../../server/state-text.ts";
import {
  buildServerFile,
  fileOf,
  keys,
  type ServerProcess,
  startServerProcess,
} from "../../support/server-process.ts";
import { topicId } from "../../support/start-relay.ts";

let server: string;
beforeAll(async () => {
  server = await buildServerFile();
});

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

const leaseMs = 3000;
const deadlineMs = 500;
/** After a start nobody is told to have expired before. */
const silentMs = leaseMs + 1000 + deadlineMs;

/** Processes on one state file, whose consumers have short leases. */
async function setUp(file: object = {}, env: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "state-"));
  folders.push(folder);
  const [config, state] = [join(folder, "relay.config.json"), join(folder, "state.json")];
  const groups = { consumerGroups: { orders: { leaseSeconds: leaseMs / 1000 } } };
  const keysOf = JSON.parse(fileOf(keys.first.sha256)) as object;
  await writeFile(config, JSON.stringify({ ...keysOf, ...groups, ...file }));
  const own = { RELAY_CONFIG: config, RELAY_STATE_FILE: state };
  return {
    start: () =>
      startServerProcess([server], { ...own, RELAY_DEADLINE_MS: `${deadlineMs}`, ...env }),
    /** Until the file says so. */
    written: async (isSo: (kept: { text: string; told: Told }) => boolean) => {
      for (;;) {
        const text = await readFile(state, "utf8").catch(() => "");
        if (isSo({ text, told: fromText(readState(text)?.told ?? "") })) return;
        await setTimeout(20);
      }
    },
  };
}

async function kill({ child, ended }: ServerProcess): Promise<void> {
  child.kill("SIGKILL");
  await ended;
}

const alarms = (process: ServerProcess) =>
  `${process.stdout()}${process.stderr()}`.match(/alarm(?: over)?: expired/g) ?? [];

test("a consumer that ends around a kill -9 is told once, and over when it beats after another one", async () => {
  const { start, written } = await setUp();
  const first = await start();
  expect((await first.beat()).status).toBe(200);
  await written(({ text }) => text.includes("orders-1"));
  await kill(first);

  const startedMs = Date.now();
  const second = await start();
  await second.printed(/alarm: expired.*orders-1/);
  expect(Date.now() - startedMs).toBeGreaterThan(silentMs);
  await written(({ told }) => told.open.some(({ kind }) => kind === "expired"));
  await kill(second);

  const againMs = Date.now();
  const third = await start();
  await written(({ told: { lookedMs = 0 } }) => lookedMs > againMs + silentMs + leaseMs);
  expect([alarms(first), alarms(second).length, alarms(third)]).toEqual([[], 1, []]);
  expect((await third.beat()).status).toBe(200);
  await third.printed(/alarm over: expired.*orders-1/);
  expect(alarms(third)).toHaveLength(1);
}, 60_000);

test("an alias that is kept alive is renewed after a kill -9, by the proof of before", async () => {
  const alias = { consumer: "orders-1", topics: [topicId], keepAliveSeconds: 900 };
  const { start, written } = await setUp({ aliases: { kept: alias } }, { RELAY_SCHEDULE: "on" });
  const first = await start();
  expect((await first.beat()).status).toBe(200);
  await written(({ text }) => text.includes("orders-1"));
  await kill(first);
  const second = await start();
  await second.printed(/"source":"schedule".*"alias":"kept".*"outcome":"renewed"/);
});
