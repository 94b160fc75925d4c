import { readCredentials } from "../../../dev/emulator/credentials.ts";
import { startEmulator } from "../../../dev/emulator/server.ts";

// Longer than any pause of a measurement, as at Tencent: what is timed is never a reconnection.
const keepAliveTimeoutMs = 60_000;

const credential = readCredentials(process.env);
const emulator = await startEmulator({
  credentials: credential ? [credential] : [],
  ratePerSecond: 0,
  createsGroups: true,
  keepAliveTimeoutMs,
});
process.once("disconnect", () => void emulator.close());
process.send?.(emulator.url);
