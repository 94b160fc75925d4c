import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createKey } from "../../../dev/key/create-key.ts";
import { serverForms, startServerProcess } from "../../support/server-process.ts";
import { logsetId, topicId } from "../../support/start-relay.ts";

const keys = { read: createKey(), beat: createKey() };
const fileWith = (...aliases: readonly string[]) =>
  JSON.stringify({
    keys: [
      { name: "prometheus", sha256: keys.read.sha256, read: true },
      { name: "orders-api", sha256: keys.beat.sha256 },
    ],
    aliases: Object.fromEntries(
      aliases.map((consumer) => [consumer, { consumer, topics: [topicId] }]),
    ),
    defaults: { consumerGroup: "orders", logsetId },
  });

let folder: string;
let starts = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "metrics-"));
});
afterAll(() => rm(folder, { recursive: true }));

const page = readFileSync("docs/operate.md", "utf8");
const documented = [...page.matchAll(/^\| `(heartbeat_relay_\w+)/gm)].map(([, name]) => name);

describe.each(serverForms)("%s", (_name, createArguments) => {
  let args: readonly string[];
  beforeAll(async () => {
    args = await createArguments();
  });

  async function start(env: Record<string, string> = {}) {
    const file = join(folder, `${(starts += 1)}.json`);
    await writeFile(file, fileWith("orders-1", "orders-2"));
    const more = { RELAY_CONFIG: file, CLS_RATE_PER_SECOND: "20", ...env };
    const server = await startServerProcess(args, more);
    const scrape = async (url = server.url, key = keys.read.key) => {
      const answer = await fetch(`${url}/metrics`, { headers: { "X-Api-Key": key } });
      return { status: answer.status, text: await answer.text() };
    };
    return { ...server, file, scrape };
  }

  test("tells what it did, from the first heartbeat on, also before anybody asked", async () => {
    const server = await start();
    for (let count = 0; count < 3; count += 1) {
      expect((await server.beat({ key: keys.beat.key })).status).toBe(200);
    }
    expect((await server.beat({ key: keys.read.key })).status).toBe(403);
    const { status, text } = await server.scrape();
    expect(status).toBe(200);
    const lines = text.split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        'heartbeat_relay_beats_total{source="http",outcome="renewed"} 3',
        'heartbeat_relay_beats_total{source="http",outcome="forbidden"} 1',
        "# TYPE heartbeat_relay_upstream_duration_seconds histogram",
        'heartbeat_relay_upstream_duration_seconds_bucket{le="+Inf"} 3',
        "heartbeat_relay_upstream_duration_seconds_count 3",
        "heartbeat_relay_rate_slots 20",
        'heartbeat_relay_lease_margin_seconds_bucket{le="+Inf"} 2',
        'heartbeat_relay_consumers{state="alive"} 1',
        'heartbeat_relay_consumers{state="expired"} 0',
        'heartbeat_relay_consumers{state="silent"} 1',
        'heartbeat_relay_transitions_total{kind="expired"} 0',
        'heartbeat_relay_transitions_total{kind="recovered"} 0',
        "heartbeat_relay_beats_waiting 0",
        "heartbeat_relay_leases_held 1",
        "heartbeat_relay_leases_carried 640",
        "# TYPE process_cpu_seconds_total counter",
      ]),
    );
    const ours = [...text.matchAll(/^# TYPE (heartbeat_relay_\w+)/gm)].map(([, name]) => name);
    expect(ours).toEqual(documented);
    const sinceOf = (alias: string) =>
      Number(new RegExp(`renewed_seconds_ago\\{alias="${alias}"\\} (\\S+)`).exec(text)?.[1]);
    expect(sinceOf("orders-1")).toBeLessThan(sinceOf("orders-2"));
    for (const { key, sha256 } of Object.values(keys)) {
      expect(text).not.toContain(key);
      expect(text).not.toContain(sha256);
    }
  });

  test("tells of the aliases of the file as it is by now, and of no other name that was sent", async () => {
    const server = await start();
    for (const consumer of ["orders-1", "invented"]) {
      expect((await server.beat({ key: keys.beat.key, consumer })).status).toBe(200);
    }
    await writeFile(server.file, fileWith("orders-3"));
    server.child.kill("SIGHUP");
    await server.printed(/configuration reloaded.*"aliases":1/);
    const { text } = await server.scrape();
    expect(text.match(/alias="[^"]*"/g)).toEqual(['alias="orders-3"']);
    expect(text).not.toContain("invented");
  });

  test("tells it without a key on a port of its own, and nothing else there", async () => {
    const server = await start({ RELAY_METRICS_PORT: "0" });
    const url = await server.printed(/http:\/\/127\.0\.0\.1:\d+(?=\/metrics)/);
    expect(await server.scrape(url, "")).toMatchObject({ status: 200 });
    expect((await server.beat({ key: keys.beat.key })).status).toBe(200);
    expect((await server.scrape(url, "")).text).toContain('outcome="renewed"} 1');
    const other = { "X-Api-Key": keys.beat.key };
    const beat = await fetch(`${url}/v1/heartbeats`, {
      method: "POST",
      headers: other,
      body: "{}",
    });
    expect(beat.status).toBe(404);
    const page = await fetch(`${url}/metrics`, {
      headers: { Origin: "https://elsewhere.example" },
    });
    expect(page.status).toBe(403);
    expect((await server.scrape(server.url, "")).status).toBe(401);
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
  });

  test("ends at a port for metrics that is in use, and names the variable", async () => {
    const first = await startServerProcess(args);
    await expect(startServerProcess(args, { RELAY_METRICS_PORT: `${first.port}` })).rejects.toThrow(
      `Port ${first.port} is in use; choose another one: RELAY_METRICS_PORT`,
    );
  });
});
