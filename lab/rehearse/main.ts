import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createCredentials } from "../../dev/emulator/credentials.ts";
import { DEFAULT_ENDPOINT } from "../../dev/emulator/hosts.ts";
import { alignTable } from "../report/table.ts";
import { runCommand } from "../run-command.ts";
import { runConsumer } from "./consumer.ts";
import { startRelayProcess } from "./relay-process.ts";
import { missesOf, toRows } from "./rows.ts";
import { noSight, upstreamSight } from "./sights.ts";

const [intervalMs, leaseMs] = [18_000, 40_000];

const command = {
  name: "npm run rehearse",
  about:
    "Runs the local server and the emulator as they are, in real time, with faults: who loses a lease?",
  options: {
    seconds: { type: "whole-number", help: "how long", default: 180, least: 1, most: 86_400 },
    consumers: {
      type: "whole-number",
      help: `each beats every ${intervalMs / 1000} s`,
      default: 200,
      least: 1,
      most: 10_000,
    },
    within: {
      type: "whole-number",
      help: "seconds over which they start; 0: all at once",
      default: intervalMs / 1000,
      least: 0,
      most: 3600,
    },
    seed: { type: "whole-number", help: "of the faults", default: 1, least: 0, most: 2 ** 31 },
  },
} as const;

await runCommand(command, async ({ options: { seconds, consumers, within, seed } }) => {
  const { secretId, secretKey } = createCredentials();
  const env = {
    PATH: process.env["PATH"],
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    TENCENTCLOUD_REGION: "ap-guangzhou",
    CLS_ENDPOINT: DEFAULT_ENDPOINT,
  };
  const emulator = fork(join(import.meta.dirname, "emulator-child.ts"), [String(seed)], { env });
  const [emulatorUrl] = (await once(emulator, "message")) as [string];
  const relay = await startRelayProcess({
    ...env,
    CLS_CONNECT_TO: emulatorUrl,
    RELAY_AUTH: "none",
    RELAY_SCHEDULE: "off",
    POWERTOOLS_LOG_LEVEL: "CRITICAL",
    PORT: "0",
  });
  const sight = noSight();
  const endMs = performance.now() + seconds * 1000;
  const progress = setInterval(() => {
    const leftSeconds = Math.max(0, Math.round((endMs - performance.now()) / 1000));
    console.error(`${leftSeconds} s left, ${sight.renewed} of ${sight.beats} beats renewed`);
  }, 15_000);
  try {
    const names = Array.from({ length: consumers }, (_, index) => `consumer-${index}`);
    const url = relay.url;
    await Promise.all(
      names.map((name, index) => {
        const startsInMs = (1000 * within * index) / consumers;
        return runConsumer({ url, name, intervalMs, leaseMs, startsInMs, endMs, sight });
      }),
    );
    emulator.send("tell");
    const [seen] = (await once(emulator, "message")) as unknown[];
    const columns = [
      { title: "figure", align: "left" },
      { title: "value", align: "right" },
    ] as const;
    console.log(
      `${consumers} consumers that start within ${within} s, ${seconds} s, a fault every 0.7 s, seed ${seed}\n`,
    );
    console.log(alignTable(columns, toRows(sight, upstreamSight.parse(seen), consumers)));
    for (const { consumer, kind, events } of sight.losses) {
      console.log(`\n${consumer} ${kind}:\n  ${events.join("\n  ")}`);
    }
    const misses = missesOf(sight);
    console.log(`\n${misses.length === 0 ? "Every bar is met." : misses.join("\n")}`);
    if (misses.length > 0) process.exitCode = 1;
  } finally {
    clearInterval(progress);
    relay.child.kill();
    emulator.disconnect();
  }
});
