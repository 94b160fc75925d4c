import type { ServerFaultName } from "../../dev/emulator/faults.ts";
import { readCredentials } from "../../dev/emulator/credentials.ts";
import { startEmulator } from "../../dev/emulator/server.ts";
import { createRandom } from "../../test/support/random.ts";
import type { UpstreamSight } from "./sights.ts";

/** What a network and a busy service do; refusals that no retry heals would only hide what is looked for. */
const kinds: readonly ServerFaultName[] = [
  "reset-before-answer",
  "close-before-answer",
  "reset-in-body",
  "hang",
  "slow-headers",
  "cut-body",
  "html",
  "status-502",
  "status-503",
  "internal-error",
  "service-unavailable",
  "throttle",
];

const [seed = "1", everyMs = "700"] = process.argv.slice(2);
const random = createRandom(Number(seed));
const credential = readCredentials(process.env);
/** By the monotonic clock. */
const arrivedMs: number[] = [];
let mostInASecond = 0;
/** The first arrival of the second that ends with the last one. */
let first = 0;
const emulator = await startEmulator({
  credentials: credential ? [credential] : [],
  ratePerSecond: 20,
  createsGroups: true,
  intercept() {
    const nowMs = performance.now();
    arrivedMs.push(nowMs);
    while ((arrivedMs[first] ?? nowMs) <= nowMs - 1000) first += 1;
    mostInASecond = Math.max(mostInASecond, arrivedMs.length - first);
    return false;
  },
});
const struck = new Map<string, number>();
const strike = setInterval(() => {
  const fault = kinds[Math.floor(random() * kinds.length)];
  if (fault) emulator.faults.set([{ fault }]);
  for (const { fault: name } of emulator.faults.struck.slice(seen)) {
    struck.set(name, (struck.get(name) ?? 0) + 1);
  }
  seen = emulator.faults.struck.length;
}, Number(everyMs));
let seen = 0;

process.once("disconnect", () => {
  clearInterval(strike);
  void emulator.close();
});
process.on("message", () => {
  const sight: UpstreamSight = {
    calls: arrivedMs.length,
    mostInASecond,
    faults: Object.fromEntries(struck),
  };
  process.send?.(sight);
});
process.send?.(emulator.url);
