import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { build } from "../../dev/build/main.ts";
import { type Emulator, startEmulator } from "../../dev/emulator/server.ts";
import { budgets } from "../support/budgets.ts";
import { recordedHandler, validateRecorded } from "../support/openapi/recorded-handler.ts";
import { node, type Running, run } from "../support/run-process.ts";
import { credentials } from "../support/start-relay.ts";

let dir: string;
let emulator: Emulator;
let resetNext = false;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "bundle-"));
  await build({ outdir: dir });
  emulator = await startEmulator({
    credentials: [credentials],
    ratePerSecond: 0,
    createsGroups: true,
    keepAliveTimeoutMs: 600,
    // With this header a server of Node's leaves out its hint of when it will close.
    intercept: (request, response) => {
      response.setHeader("Connection", "keep-alive");
      if (!resetNext) return false;
      resetNext = false;
      request.socket.resetAndDestroy();
      return true;
    },
  });
});
afterAll(async () => {
  await emulator.close();
  await rm(dir, { recursive: true });
});

const beat = JSON.stringify({ consumerGroup: "g", consumer: "c", logsetId: "l", topics: ["t"] });

type Bundle = Running & {
  /** Holds its exchanges so far to the OpenAPI document; gives how many there were. */
  exchanges(): number;
};

/** Runs the deployed file in a process of its own: `script` has `handler`, `event` and `context`. */
async function runBundle(script: string): Promise<Bundle> {
  const file = join(dir, `run-${Math.random().toString(36).slice(2)}.cjs`);
  const exchanges = `${file}.exchanges`;
  await writeFile(
    file,
    `const builtIns = () => process.moduleLoadList.filter((name) => name.startsWith("NativeModule")).length;
     const bare = builtIns();
     const handler = ${recordedHandler(join(dir, "relay.cjs"), exchanges)};
     const loaded = builtIns();
     const event = { rawPath: "/v1/heartbeats", requestContext: { http: { method: "POST" } }, body: ${JSON.stringify(beat)} };
     const context = { awsRequestId: "id", getRemainingTimeInMillis: () => 10000 };
     (async () => { ${script} })();`,
  );
  const running = run(node, [file], {
    TENCENTCLOUD_SECRET_ID: credentials.secretId,
    TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
    TENCENTCLOUD_REGION: "ap-guangzhou",
    CLS_CONNECT_TO: emulator.url,
    RELAY_CONFIG: join(dir, "none.json"),
    RELAY_AUTH: "none",
    CLS_RATE_PER_SECOND: "100000",
  });
  return { ...running, exchanges: () => validateRecorded(exchanges) };
}

test("the deployed file loads and beats with nothing on stderr but the start line's warning", async () => {
  await writeFile(join(dir, "none.json"), "{}");
  const process = await runBundle("console.log('#' + (await handler(event, context)).statusCode)");
  expect(await process.ended).toBe(0);
  expect(process.stdout()).toContain("#200");
  expect(process.exchanges()).toBe(1);
  const lines = process.stderr().trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
    "relay started with keys switched off (RELAY_AUTH=none)",
  ]);
});

test("loading it adds no more of Node's own modules than the budget has", async () => {
  const process = await runBundle("console.log('#' + (loaded - bare))");
  await process.ended;
  const added = Number(/#(\d+)/.exec(process.stdout())?.[1]);
  expect(added).toBeGreaterThan(0);
  expect(added).toBeLessThanOrEqual(budgets.builtInModules);
});

test("a thousand beats open one connection", async () => {
  const before = emulator.connections();
  const process = await runBundle(
    "for (let n = 0; n < 1000; n += 1) if ((await handler(event, context)).statusCode !== 200) throw new Error('refused');",
  );
  expect(await process.ended).toBe(0);
  expect(process.exchanges()).toBe(1000);
  expect(emulator.connections() - before).toBeLessThanOrEqual(budgets.connectionsPer1000Beats);
}, 20_000);

test("a connection that died unnoticed while the process was stopped costs one retry, and no failure", async () => {
  const process = await runBundle(`
    globalThis.process.on("SIGUSR2", async () => {
      console.log("#again " + (await handler(event, context)).statusCode);
      globalThis.process.exit(0);
    });
    setInterval(() => {}, 1000);
    console.log("#first " + (await handler(event, context)).statusCode);
  `);
  await process.printed(/#first 200/);
  process.child.kill("SIGSTOP");
  resetNext = true;
  process.child.kill("SIGUSR2");
  process.child.kill("SIGCONT");
  expect(await process.printed(/#again \d+/)).toBe("#again 200");
  expect(process.exchanges()).toBe(2);
  expect(process.stdout()).toMatch(/"attempts":2.*"outcome":"renewed"/);
}, 10_000);

test("a process that was really stopped while the server closed its connection sees no failure", async () => {
  const process = await runBundle(`
    globalThis.process.on("SIGUSR2", async () => {
      const { statusCode } = await handler(event, context);
      console.log("#again " + statusCode);
      globalThis.process.exit(0);
    });
    const keep = setInterval(() => {}, 1000);
    console.log("#first " + (await handler(event, context)).statusCode);
  `);
  await process.printed(/#first 200/);
  process.child.kill("SIGSTOP");
  // The server's own idle timeout, really waited for: a frozen process has no clock to move by hand.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  process.child.kill("SIGUSR2");
  process.child.kill("SIGCONT");
  expect(await process.printed(/#again \d+/)).toBe("#again 200");
  expect(await process.ended).toBe(0);
  expect(process.exchanges()).toBe(2);
}, 10_000);
