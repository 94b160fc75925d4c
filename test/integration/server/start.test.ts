import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { startEmulator } from "../../../dev/emulator/server.ts";
import { documentedServer, node, run } from "../../support/run-process.ts";
import { credentials } from "../../support/start-relay.ts";
import { needs } from "../../support/tools/needs.ts";
import { ownFolder } from "../../support/own-folder.ts";

const start = (env: Record<string, string> = {}) =>
  run(node, documentedServer, { PORT: "0", ...env });
const curlLine = /curl -sS[^]*?'\{.*\}'/;

async function sh(line: string) {
  const shell = run("sh", ["-c", line]);
  await shell.ended;
  return shell.stdout();
}

needs(["sh", "curl"], "npm start without credentials", () => {
  test("prints a curl line that works when pasted, logs one line of JSON per beat, and stops when told", async () => {
    const server = start({ RELAY_SCHEDULE: "off", POWERTOOLS_LOG_LEVEL: "DEBUG" });
    const line = await server.printed(curlLine);
    const answer = JSON.parse(await sh(line)) as Record<string, unknown>;
    expect(answer).toMatchObject({
      consumerGroup: "orders",
      topics: { [Object.keys(answer["topics"] as object)[0] ?? ""]: [1, 2, 3, 4] },
    });
    await server.printed(/^emulator: made the consumer group orders\. .*$/m);
    const bad = await sh(`${line.split(" -d ")[0] ?? ""} -d '{"consumer": "a\\nb", secret-canary'`);
    expect(JSON.parse(bad)).toMatchObject({ code: "malformed-body" });
    await server.printed(/malformed-body/);
    const logLines = `${server.stdout()}\n${server.stderr()}`
      .split("\n")
      .filter((text) => text.startsWith("{"));
    expect(logLines.map((text) => (JSON.parse(text) as { message: string }).message)).toEqual([
      "relay started",
      "heartbeat renewed",
      "heartbeat refused",
    ]);
    // Nobody is to take a renewal at the stand-in for one at CLS.
    for (const text of logLines) expect(JSON.parse(text)).toMatchObject({ upstream: "embedded" });
    const { headers } = await fetch((await server.printed(/http:\/\/\S+(?=\/docs)/)) + "/livez");
    expect(headers.get("x-heartbeat-upstream")).toBe("embedded");
    const key = /Bearer ([\w-]+)/.exec(line)?.[1] ?? "";
    expect(logLines.join("\n")).not.toMatch(new RegExp(`secret-canary|${key}`));
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
    expect(server.stderr().trim().split("\n")).toHaveLength(1);
  });

  test("the schedule ticks, and RELAY_SCHEDULE=off stops the tick", async () => {
    const preset = { consumer: "c", topics: ["t"], scheduled: { everySeconds: 1 } };
    const file = { aliases: { beating: preset }, defaults: { consumerGroup: "g", logsetId: "l" } };
    const path = join(ownFolder(), "relay.config.json");
    await writeFile(path, JSON.stringify(file));
    const server = start({ RELAY_CONFIG: path });
    await server.printed(/"source":"schedule".*"alias":"beating".*"outcome":"renewed"/);
    const still = start({ RELAY_CONFIG: path, RELAY_SCHEDULE: "off" });
    const line = await still.printed(curlLine);
    await sh(line);
    await still.printed(/"source":"http"/);
    expect(still.stdout()).not.toContain('"source":"schedule"');
  });
});

needs(["sh", "curl"], "npm start with credentials", () => {
  const env = {
    TENCENTCLOUD_SECRET_ID: credentials.secretId,
    TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
    TENCENTCLOUD_REGION: "ap-guangzhou",
  };

  test("talks to where CLS_CONNECT_TO points, signed as for the endpoint", async () => {
    const emulator = await startEmulator({ credentials: [credentials], createsGroups: true });
    const server = start({ ...env, CLS_CONNECT_TO: emulator.url, RELAY_AUTH: "none" });
    const answer = await sh(await server.printed(curlLine));
    expect(JSON.parse(answer)).toMatchObject({ consumer: "orders-1" });
    expect(emulator.received[0]?.headers.host).toBe("cls.intl.tencentcloudapi.com");
    expect(server.stdout()).toContain(`cls.intl.tencentcloudapi.com at ${emulator.url}`);
    expect(server.stdout()).not.toContain(credentials.secretKey);
    await emulator.close();
  });
});

test("the port for metrics says as well that they rest on the stand-in for CLS", async () => {
  const server = run(node, documentedServer, { PORT: "0", RELAY_METRICS_PORT: "0" });
  const url = await server.printed(/http:\/\/127\.0\.0\.1:\d+\/metrics/);
  expect((await fetch(url)).headers.get("x-heartbeat-upstream")).toBe("embedded");
});

test("in production the stand-in for CLS is never started", async () => {
  const server = start({ NODE_ENV: "production" });
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toContain("NODE_ENV=production: the embedded CLS is not started");
  expect(server.stdout()).toBe("");
});

test("one credential alone is a fault, not a reason for the emulator", async () => {
  const server = start({ TENCENTCLOUD_SECRET_ID: credentials.secretId });
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toMatch(/TENCENTCLOUD_SECRET_KEY +is missing/);
  expect(server.stderr()).toMatch(/TENCENTCLOUD_REGION +is missing/);
  expect(server.stderr()).not.toContain(credentials.secretId);
});

test("a port in use is said so, with what to do", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as { port: number };
  const server = start({ PORT: `${port}` });
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toContain(`PORT=${port + 1} npm start`);
  taken.close();
});

test("every variable with a fault is named, and nothing listens", async () => {
  const server = start({
    PORT: "http",
    RELAY_HOST: "example.com",
    RELAY_SCHEDULE: "false",
    RELAY_SHEDULE: "off",
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
  });
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toMatch(/PORT +must be a whole number/);
  expect(server.stderr()).toMatch(/RELAY_HOST +must be an IP address or localhost/);
  expect(server.stderr()).toMatch(/RELAY_SCHEDULE +must be on or off/);
  expect(server.stderr()).toMatch(/RELAY_SHEDULE +is not a variable/);
  expect(server.stderr()).toMatch(/NODE_TLS_REJECT_UNAUTHORIZED +must not be set/);
  expect(server.stdout()).not.toContain("http://");
});

test("blanks around PORT are no part of it", async () => {
  const busy = createServer();
  await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
  const { port } = busy.address() as { port: number };
  const server = start({ PORT: ` ${port} ` });
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toContain(`Port ${port} is in use`);
  busy.close();
});

test("npm start -- --demo makes a little life, which the key of the board sees and no other", async () => {
  const server = run(node, [...documentedServer, "--demo"], { PORT: "0", RELAY_SCHEDULE: "off" });
  const url = await server.printed(/http:\/\/127\.0\.0\.1:\d+(?=\/board)/);
  const boardKey = (await server.printed(/its key +[\w-]+/)).replace(/^its key +/, "");
  const localKey = (await server.printed(/Bearer [\w-]+/)).replace("Bearer ", "");
  for (const consumer of [1, 2, 3])
    await server.printed(new RegExp(`"consumer":"demo-${consumer}".*"renewed"`));
  const get = (key: string) => fetch(`${url}/v1/overview`, { headers: { "x-api-key": key } });
  const told = (await (await get(boardKey)).json()) as { readonly groups: readonly object[] };
  expect(told).toMatchObject({ consumers: { alive: 3 } });
  expect(told.groups).toContainEqual(expect.objectContaining({ consumerGroup: "demo" }));
  expect((await get(localKey)).status).toBe(403);
  expect((await fetch(`${url}/board`)).headers.get("content-type")).toContain("text/html");
  expect(server.stdout()).not.toContain(`${boardKey}"`);
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);
});

test("--demo is refused where heartbeats would go to the real CLS", async () => {
  const server = run(node, [...documentedServer, "--demo"], {
    PORT: "0",
    TENCENTCLOUD_SECRET_ID: credentials.secretId,
    TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
    TENCENTCLOUD_REGION: "ap-guangzhou",
  });
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toContain("--demo needs the embedded CLS");
  expect(server.stdout()).toBe("");
});
