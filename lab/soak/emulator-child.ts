import { setTimeout as wait } from "node:timers/promises";
import { readCredentials } from "../../dev/emulator/credentials.ts";
import { startEmulator } from "../../dev/emulator/server.ts";
import { createRandom } from "../../test/support/random.ts";

/** CLS as it is from within its region: this long until an answer, more or less. */
const [leastMs, spreadMs] = [20, 20];

const random = createRandom(1);
const credential = readCredentials(process.env);
const emulator = await startEmulator({
  credentials: credential ? [credential] : [],
  ratePerSecond: 20,
  createsGroups: true,
  keepAliveTimeoutMs: 60_000,
  async intercept() {
    await wait(leastMs + random() * spreadMs);
    return false;
  },
});
process.once("disconnect", () => void emulator.close());
process.send?.(emulator.url);
