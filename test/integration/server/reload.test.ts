import { setTimeout } from "node:timers/promises";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { markFiles, startReload } from "../../../server/reload.ts";
import { ownFolder } from "../../support/own-folder.ts";
import { fileOf, keys } from "../../support/server-process.ts";
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
