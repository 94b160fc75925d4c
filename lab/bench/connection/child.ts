import { subscribe } from "node:diagnostics_channel";
import { setTimeout as pause } from "node:timers/promises";
import { createRelayContender } from "../warm/relay-contender.ts";
import { connectionCounts } from "./counts.ts";

const [bundle = "", key = ""] = process.argv.slice(2);
const { rounds, beatsPerRound, pauseMs } = connectionCounts;
const { prepare } = createRelayContender(bundle, key);

let opened = 0;
subscribe("net.client.socket", () => (opened += 1));

for (let round = 0; round < rounds; round += 1) {
  for (let beat = 0; beat < beatsPerRound; beat += 1) await prepare()();
  await pause(pauseMs);
}
process.send?.({ opened }, () => {
  process.exit();
});
