import { createCredentials } from "../../dev/emulator/credentials.ts";
import type { startEmulator } from "../../dev/emulator/server.ts";
import { createHandClock } from "../../dev/emulator/test/hand-clock.ts";
import type { Backend } from "./cls.ts";

/** The emulator as CLS, with a clock that waits nowhere. */
export async function startEmulatorBackend(
  start: typeof startEmulator,
): Promise<Backend & { close(): Promise<void> }> {
  const clock = createHandClock();
  const credential = createCredentials();
  const logsetId = "6f6ded3f-948c-4616-9c7c-956a95d8c1a3";
  const topicId = "8c1a36f6-9c7c-4616-948c-ded3f956a95d";
  const existing = { logsets: [logsetId], topics: { [topicId]: logsetId } };
  const emulator = await start({ credentials: [credential], clock, existing });
  return {
    url: emulator.url,
    endpoint: "cls.ap-guangzhou.tencentcloudapi.com",
    region: "ap-guangzhou",
    credential,
    logsetId,
    topicId,
    nowMs: () => clock.nowMs(),
    wait(seconds) {
      clock.stepMs(seconds * 1000);
      return Promise.resolve();
    },
    close: () => emulator.close(),
  };
}
