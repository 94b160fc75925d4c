import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "@jest/globals";
import { build, buildServer } from "../../../dev/build/main.ts";
import { createKey } from "../../../dev/key/create-key.ts";
import { type Emulator, startEmulator } from "../../../dev/emulator/server.ts";
import { node, run } from "../../support/run-process.ts";
import { credentials, logsetId, topicId } from "../../support/start-relay.ts";
import { saysRenewed, type WireAnswer } from "./answers.ts";

const keys = { all: createKey(), hook: createKey() };

/** A caller's key, for all routes. */
export const key = keys.all.key;

/** Paths below `/v1/hooks` that hold the key for hooks. */
export const hook = `/v1/hooks/${keys.hook.key}`;

const preset = (consumer: string) => ({ consumer, topics: [topicId] });
const file = {
  keys: [
    { name: "all", sha256: keys.all.sha256 },
    { name: "hook", sha256: keys.hook.sha256, hookOnly: true },
  ],
  aliases: { "orders-1": preset("orders-1"), "by-get": { ...preset("by-get"), allowGet: true } },
  defaults: { consumerGroup: "orders", logsetId },
};

/** A heartbeat for `/v1/heartbeats`. */
export const heartbeat = JSON.stringify(preset("orders-1"));

export type Server = {
  readonly port: number;
  readonly url: string;
  readonly emulator: Emulator;
  /** All that the server has printed. */
  printed(): string;
  /** Resolves as soon as the log has a line that fits. */
  readonly logged: (pattern: RegExp) => Promise<string>;
};

// Jest ends only when nothing is left open.
const closings: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closings) await close();
});

/** Every host that has to answer the same, and how it is started. */
export const hosts: readonly [string, () => Promise<Server>][] = [
  [
    "Lambda's handler",
    () =>
      startServer(async (folder) => {
        await build({ outdir: folder });
        return ["test/conformance/support/lambda-host.ts", join(folder, "relay.cjs")];
      }),
  ],
  [
    "server.cjs",
    () =>
      startServer(async (folder) => {
        await buildServer(join(folder, "server.cjs"));
        return [join(folder, "server.cjs")];
      }),
  ],
];

/** A host in a process of its own, before an emulator in this one. */
async function startServer(
  createArguments: (folder: string) => Promise<readonly string[]>,
): Promise<Server> {
  const emulator = await startEmulator({
    credentials: [credentials],
    ratePerSecond: 0,
    createsGroups: true,
  });
  const dir = await mkdtemp(join(tmpdir(), "conformance-"));
  const args = await createArguments(join(dir, "built"));
  const path = join(dir, "relay.config.json");
  await writeFile(path, JSON.stringify(file));
  const server = run(node, args, {
    PORT: "0",
    RELAY_SCHEDULE: "off",
    RELAY_CONFIG: path,
    TENCENTCLOUD_SECRET_ID: credentials.secretId,
    TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
    TENCENTCLOUD_REGION: "ap-guangzhou",
    CLS_CONNECT_TO: emulator.url,
    // No check of something else is to wait for a slot.
    CLS_RATE_PER_SECOND: "100000",
  });
  closings.push(async () => {
    server.child.kill("SIGTERM");
    await server.ended;
    await emulator.close();
    await rm(dir, { recursive: true });
  });
  const port = Number(/\d+$/.exec(await server.printed(/http:\/\/127\.0\.0\.1:\d+/))?.[0]);
  const printed = () => server.stdout() + server.stderr();
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    emulator,
    printed,
    logged: (pattern) => server.printed(pattern),
  };
}

/** How many heartbeats the emulator has granted. */
export function granted({ emulator }: Server): number {
  return emulator.received.filter(
    ({ action, code }) => action === "SendConsumerHeartbeat" && code === undefined,
  ).length;
}

/**
 * Acts, and holds what comes to the promise: as many answers say that a lease was renewed as heartbeats
 * were granted meanwhile. That no answer, log line or header gives a key away is looked at as well.
 */
export async function checked<T extends { readonly answers: readonly WireAnswer[] }>(
  server: Server,
  act: () => Promise<T>,
): Promise<T> {
  const before = granted(server);
  const result = await act();
  expect(result.answers.filter(saysRenewed)).toHaveLength(granted(server) - before);
  const text = JSON.stringify(result.answers) + server.printed();
  for (const secret of [keys.all.key, keys.hook.key]) expect(text).not.toContain(secret);
  return result;
}
