import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildServer } from "../../dev/build/main.ts";
import { createCredentials } from "../../dev/emulator/credentials.ts";
import { missesOf, renderText } from "../report/rows.ts";
import { runCommand } from "../run-command.ts";
import { runCallers } from "./callers.ts";
import { toParts } from "./figures.ts";
import { timeFirstBeats } from "./first-beat.ts";
import { type Memory, startServerChild } from "./server-child.ts";
import { startSlowCrowd } from "./slow-crowd.ts";

const [perSecond, sampleEveryMs, rounds] = [19, 5000, 11];

const command = {
  name: "npm run soak",
  about:
    "Runs dist/server.cjs with many kept connections and slow senders: answers, times, memory and start.",
  options: {
    seconds: { type: "whole-number", help: "how long", default: 300, least: 10, most: 86_400 },
    connections: {
      type: "whole-number",
      help: `kept open; ${perSecond} beats a second go round them`,
      default: 1000,
      least: 1,
      most: 9000,
    },
    slow: { type: "whole-number", help: "slow senders", default: 60, least: 0, most: 500 },
  },
} as const;

await runCommand(command, async ({ options: { seconds, connections, slow } }) => {
  const { secretId, secretKey } = createCredentials();
  const folder = await mkdtemp(join(tmpdir(), "soak-"));
  const [file, config] = [join(folder, "server.cjs"), join(folder, "relay.config.json")];
  await buildServer(file);
  // A lease for which each connection beats twice as often as it must.
  const leaseSeconds = Math.max(3, Math.ceil((2.2 * connections) / perSecond));
  await writeFile(config, JSON.stringify({ consumerGroups: { soak: { leaseSeconds } } }));
  const env = {
    PATH: process.env["PATH"],
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    TENCENTCLOUD_REGION: "ap-guangzhou",
    RELAY_CONFIG: config,
    RELAY_AUTH: "none",
    RELAY_SCHEDULE: "off",
    PORT: "0",
  };
  const emulator = fork(join(import.meta.dirname, "emulator-child.ts"), [], { env });
  const [emulatorUrl] = (await once(emulator, "message")) as [string];
  const ofServer = { ...env, CLS_CONNECT_TO: emulatorUrl };
  try {
    const firstBeatMs = await timeFirstBeats(file, ofServer, rounds);
    const server = await startServerChild(file, ofServer);
    const endCrowd = startSlowCrowd(server.url, slow);
    const memory: Memory[] = [];
    const sample = () => void server.memory().then((seen) => memory.push(seen));
    const sampling = setInterval(sample, sampleEveryMs);
    const load = { url: server.url, count: connections, perSecond, seconds };
    const callers = await runCallers(load);
    clearInterval(sampling);
    endCrowd();
    const exitCode = await server.end();
    const { upstreamMs, complaints } = server;
    const parts = toParts(
      { callers, upstreamMs, memory, complaints, exitCode, firstBeatMs },
      connections,
    );
    const what = `${connections} kept connections, ${perSecond} beats/s, ${slow} slow senders, ${seconds} s`;
    console.log(`${what}\n\n${renderText(parts)}`);
    if (missesOf(parts).length > 0) process.exitCode = 1;
  } finally {
    emulator.disconnect();
    await rm(folder, { recursive: true });
  }
});
