import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { dial, request } from "../../conformance/support/sockets.ts";
import { heartbeat } from "../../support/start-relay.ts";
import { fileOf, keys, serverForms, startServerProcess } from "../../support/server-process.ts";
import { ownFolder } from "../../support/own-folder.ts";

const post = (length: number) =>
  request("POST /v1/heartbeats HTTP/1.1", "Host: relay", `Content-Length: ${length}`);

describe.each(serverForms)("%s", (_name, createArguments) => {
  let args: readonly string[];
  beforeAll(async () => {
    args = await createArguments();
  });

  test("on SIGTERM under load answers what is under way, takes nothing new, and ends", async () => {
    const server = await startServerProcess(args);
    const kept = await dial(server.port);
    await kept.send(request("GET /livez HTTP/1.1", "Host: relay"));
    await kept.heard(1);
    const hold = server.hold();
    const beats = Array.from({ length: 40 }, (_, index) =>
      server.beat({ consumer: `orders-${index}` }),
    );
    while (hold.arrived() < beats.length) await hold.next();
    server.child.kill("SIGTERM");
    await server.printed(/relay ends.*"signal":"SIGTERM"/);
    // The kept connection that is idle ends at once: by then nothing listens any more.
    await kept.heard(2);
    await expect(fetch(`${server.url}/livez`)).rejects.toThrow("fetch failed");
    hold.letGo();
    const answers = await Promise.all(beats);
    expect(answers.map(({ status }) => status)).toEqual(beats.map(() => 200));
    expect(new Set(answers.map(({ headers }) => headers.get("connection")))).toEqual(
      new Set(["close"]),
    );
    expect(await server.ended).toBe(0);
  });

  test("on SIGTERM does not wait longer than the deadline and a second for a request that never comes whole", async () => {
    const server = await startServerProcess(args, { RELAY_DEADLINE_MS: "500" });
    const slow = await dial(server.port);
    await slow.send(post(9) + "half");
    await (await dial(server.port)).send("GET /livez HTTP/1.1\r\nHo");
    expect((await server.beat()).status).toBe(200);
    const startedMs = performance.now();
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
    // A busy machine may take another second; requests may take 30 s.
    expect(performance.now() - startedMs).toBeLessThan(500 + 1000 + 1000);
  });

  test("a wall clock that is set back costs no beat, no limit and no lease", async () => {
    const clock = join(import.meta.dirname, "../../support/movable-clock.cjs");
    const server = await startServerProcess(args, {
      NODE_OPTIONS: `--require=${clock}`,
      CLS_RATE_PER_SECOND: "5",
    });
    const statuses = async () => {
      const consumers = [1, 2, 3, 4, 5];
      const beats = consumers.map((consumer) => server.beat({ consumer: `orders-${consumer}` }));
      return (await Promise.all(beats)).map(({ status }) => status);
    };
    expect(await statuses()).toEqual([200, 200, 200, 200, 200]);
    const isBack = server.printed(/the clock is set back/);
    server.child.kill("SIGUSR2");
    await isBack;
    // These wait for a credit each, by the clock that did not move.
    expect(await statuses()).toEqual([200, 200, 200, 200, 200]);
  });

  test("after kill -9 starts again at the same place, and beats", async () => {
    const server = await startServerProcess(args);
    expect((await server.beat()).status).toBe(200);
    server.child.kill("SIGKILL");
    await server.ended;
    const again = await startServerProcess(args, { PORT: `${server.port}` });
    expect(again.port).toBe(server.port);
    expect((await again.beat()).status).toBe(200);
  });

  test("reads the file again on SIGHUP, while beats under way are answered", async () => {
    const server = await startServerProcess(args);
    expect((await server.beat({ key: keys.second.key })).status).toBe(401);
    const hold = server.hold();
    const underWay = server.beat();
    await hold.next();
    await server.replaceFile(fileOf(keys.second.sha256));
    server.child.kill("SIGHUP");
    await server.printed(/configuration reloaded.*"keys":1,"aliases":1/);
    hold.letGo();
    expect((await underWay).status).toBe(200);
    expect((await server.beat({ key: keys.second.key })).status).toBe(200);
    expect((await server.beat()).status).toBe(401);
  });

  test("on SIGHUP while it ends still answers what is under way", async () => {
    const server = await startServerProcess(args);
    const hold = server.hold();
    const underWay = server.beat();
    await hold.next();
    server.child.kill("SIGTERM");
    await server.printed(/relay ends/);
    // The line is written a moment before it stops to reload.
    for (let count = 0; count < 4; count += 1) {
      server.child.kill("SIGHUP");
      await setTimeout(50);
    }
    hold.letGo();
    expect((await underWay).status).toBe(200);
    expect(await server.ended).toBe(0);
  });

  test("reads the file again when it changes", async () => {
    const server = await startServerProcess(args);
    await server.replaceFile(fileOf(keys.first.sha256, keys.second.sha256));
    await server.printed(/configuration reloaded.*"keys":2/);
    expect((await server.beat({ key: keys.second.key })).status).toBe(200);
  });

  test("reads the file again when a link to its folder changes, as Kubernetes changes what it mounts", async () => {
    const mount = ownFolder();
    const mounted = async (version: string, text: string) => {
      await mkdir(join(mount, version));
      await writeFile(join(mount, version, "relay.config.json"), text);
      await symlink(version, join(mount, "next"));
      await rename(join(mount, "next"), join(mount, "data"));
    };
    await mounted("1", fileOf(keys.first.sha256));
    await symlink("data/relay.config.json", join(mount, "relay.config.json"));
    const file = join(mount, "relay.config.json");
    const server = await startServerProcess(args, { RELAY_CONFIG: file });
    await mounted("2", fileOf(keys.second.sha256));
    await server.printed(/configuration reloaded/);
    expect((await server.beat({ key: keys.second.key })).status).toBe(200);
    expect((await server.beat()).status).toBe(401);
  });

  test.each<[string, RegExp, (file: string, replace: (text: string) => Promise<void>) => unknown]>([
    ["is cut", /RELAY_CONFIG|relay\.config\.json|JSON/, (_file, replace) => replace('{"keys": [')],
    ["has a fault", /keys\.0\.sha256/, (_file, replace) => replace(fileOf("short"))],
    ["is gone", /cannot be read/, (file) => rm(file)],
    ["cannot be read", /cannot be read/, (file) => rm(file).then(() => mkdir(file))],
  ])("refuses loudly a file that %s, and keeps the one before", async (_what, fault, change) => {
    const server = await startServerProcess(args);
    await change(server.configFile, server.replaceFile);
    server.child.kill("SIGHUP");
    const line = await server.printed(/\{.*configuration not reloaded.*\}/);
    expect(JSON.parse(line)).toMatchObject({ level: "ERROR" });
    expect(line).toMatch(fault);
    expect((await server.beat()).status).toBe(200);
  });

  test("slow senders, half-open and reset connections keep nobody from an answer", async () => {
    const server = await startServerProcess(args);
    for (let count = 0; count < 60; count += 1) {
      const silent = await dial(server.port);
      if (count % 4 === 1) await silent.send("POST /v1/heart");
      if (count % 4 === 2) await silent.send(`${post(500)}{`);
      if (count % 4 === 3) {
        await silent.send(post(JSON.stringify(heartbeat).length));
        silent.reset();
      }
    }
    for (let count = 0; count < 5; count += 1) expect((await server.beat()).status).toBe(200);
    expect(server.stderr()).toBe("");
  });
});
