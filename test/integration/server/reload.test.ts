import { setTimeout } from "node:timers/promises";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { markFiles, startReload } from "../../../server/reload.ts";
import { ownFolder } from "../../support/own-folder.ts";
import { buildServerFile, fileOf, keys, startServerProcess } from "../../support/server-process.ts";
import { startRelay } from "../../support/start-relay.ts";

let stop = () => {};
afterAll(() => {
  stop();
});

test("a file that changes after it was read, and before it is watched, is read again", async () => {
  const path = join(ownFolder(), "relay.config.json");
  writeFileSync(path, fileOf(keys.first.sha256));
  const files = markFiles([path]);
  const { services } = await startRelay({ env: { RELAY_CONFIG: path } });
  // A server waits for the lock of its state file here.
  writeFileSync(path, fileOf(keys.first.sha256, keys.second.sha256));
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  stop = startReload({
    files,
    services,
    use: ({ config }) => {
      resolve(config.settings?.keys.length);
    },
  });
  expect(await Promise.race([promise, setTimeout(5000, "not read", { ref: false })])).toBe(2);
});

test("a server that began without a file reloads without one, reads one that comes, and refuses when it goes", async () => {
  const cwd = ownFolder();
  const env = { RELAY_CONFIG: "", RELAY_AUTH: "none" };
  const server = await startServerProcess([await buildServerFile()], env, { cwd });
  server.child.kill("SIGHUP");
  await server.printed(/"INFO".*configuration reloaded.*"keys":0/);
  writeFileSync(join(cwd, "relay.config.json"), fileOf(keys.first.sha256));
  await server.printed(/configuration reloaded.*"keys":1/);
  rmSync(join(cwd, "relay.config.json"));
  await server.printed(/configuration not reloaded.*cannot be read/);
  server.child.kill("SIGKILL");
  await server.ended;
});
