import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import { buildServer } from "../../dev/build/main.ts";
import type { Credential } from "../../dev/emulator/credentials.ts";
import { type Emulator, startEmulator } from "../../dev/emulator/server.ts";
import { createKey } from "../../dev/key/create-key.ts";
import { documentedServer, node, run, type Running, type RunPlace } from "./run-process.ts";
import { credentials, heartbeat, logsetId, topicId } from "./start-relay.ts";

// Jest ends only when nothing is left open.
const closings: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closings) await close();
});

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "server-"));
  closings.push(() => rm(folder, { recursive: true }));
  return folder;
}

/** Makes the one file, in a folder of its own. */
export async function buildServerFile(): Promise<string> {
  const file = join(await createFolder(), "server.cjs");
  await buildServer(file);
  return file;
}

/** The two forms of the server, and the arguments with which Node runs each. */
export const serverForms: readonly [string, () => Promise<readonly string[]>][] = [
  ["dist/server.cjs", async () => [await buildServerFile()]],
  ["npm start", () => Promise.resolve(documentedServer)],
];

/** Holds every call to the emulator until it is let go. */
export type Hold = { arrived(): number; next(): Promise<void>; letGo(): void };

export type ServerProcess = Running & {
  readonly url: string;
  readonly port: number;
  readonly emulator: Emulator;
  /** The credentials that CLS knows; to be changed at will. */
  readonly accepted: Credential[];
  /** Replaces the configuration file at once. */
  readonly replaceFile: (text: string) => Promise<void>;
  readonly configFile: string;
  /** Sends a heartbeat, by default with the key of the file; those of one consumer wait for each other. */
  readonly beat: (more?: {
    consumer?: string;
    key?: string;
    headers?: Record<string, string>;
  }) => Promise<Response>;
  readonly hold: () => Hold;
};

export const keys = { first: createKey(), second: createKey() };

export const fileOf = (...digests: readonly string[]) =>
  JSON.stringify({
    keys: digests.map((sha256, index) => ({ name: `key-${index}`, sha256 })),
    aliases: { "orders-1": { consumer: "orders-1", topics: [topicId] } },
    defaults: { consumerGroup: "orders", logsetId },
  });

/** A server in a process of its own, before an emulator in this one. */
export async function startServerProcess(
  args: readonly string[],
  env: Record<string, string> = {},
  { command = node, ...place }: RunPlace & { readonly command?: string } = {},
): Promise<ServerProcess> {
  let held: Promise<void> | undefined;
  let arrive = () => {};
  const accepted: Credential[] = [credentials];
  const emulator = await startEmulator({
    credentials: accepted,
    ratePerSecond: 0,
    createsGroups: true,
    async intercept() {
      arrive();
      await held;
      return false;
    },
  });
  closings.push(() => emulator.close());
  const folder = await createFolder();
  const configFile = join(folder, "relay.config.json");
  const replaceFile = async (text: string) => {
    await writeFile(`${configFile}.new`, text);
    await rename(`${configFile}.new`, configFile);
  };
  await replaceFile(fileOf(keys.first.sha256));
  const own = {
    PORT: "0",
    RELAY_SCHEDULE: "off",
    RELAY_CONFIG: configFile,
    TENCENTCLOUD_SECRET_ID: credentials.secretId,
    TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
    TENCENTCLOUD_REGION: "ap-guangzhou",
    CLS_CONNECT_TO: emulator.url,
    CLS_RATE_PER_SECOND: "100000",
    ...env,
  };
  const server = run(command, args, own, place);
  const url = await server.printed(/http:\/\/127\.0\.0\.1:\d+/);
  return {
    ...server,
    url,
    port: Number(new URL(url).port),
    emulator,
    accepted,
    configFile,
    replaceFile,
    beat: ({ key = keys.first.key, consumer = "orders-1", headers = {} } = {}) =>
      fetch(`${url}/v1/heartbeats`, {
        method: "POST",
        headers: { "X-Api-Key": key, "Content-Type": "application/json", ...headers },
        body: JSON.stringify({ ...heartbeat, consumer }),
      }),
    hold() {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      let arrived = 0;
      let noticed = Promise.withResolvers<undefined>();
      held = promise.then(() => undefined);
      arrive = () => {
        arrived += 1;
        noticed.resolve(undefined);
        noticed = Promise.withResolvers();
      };
      return {
        arrived: () => arrived,
        next: () => noticed.promise.then(() => undefined),
        letGo() {
          held = undefined;
          resolve(undefined);
        },
      };
    },
  };
}
