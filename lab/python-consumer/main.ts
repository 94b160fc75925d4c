import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createCredentials } from "../../dev/emulator/credentials.ts";
import { type ReceivedRequest, startEmulator } from "../../dev/emulator/server.ts";
import { createSelfSigned } from "../../dev/emulator/test/self-signed.ts";
import { readArguments } from "../../dev/cli/read-arguments.ts";
import { createMembers } from "./members.ts";
import { judgeReadings, type Reading } from "./readings.ts";

const { operands, options } = readArguments({
  name: "npm run rehearse:python",
  about: `Runs Tencent's own Python consumer, as it is published, against the emulator: two members, a crash, a
rebalance and a split. Ends with who read what; with --fixture it also writes the calls that were made.`,
  options: {
    interval: {
      type: "whole-number",
      least: 1,
      most: 60,
      default: 20,
      help: "seconds between heartbeats; the rehearsal takes thirty of them",
    },
    "one-step": { type: "flag", help: "partitions move at once, to see them read twice" },
    fixture: { type: "text", default: "", help: "the file to write" },
    commit: { type: "text", default: "", help: "the checkout's, for that file" },
  },
  operands: {
    name: "source",
    help: "a checkout of TencentCloud/tencentcloud-cls-sdk-python",
    most: 1,
  },
  notes:
    "Needs python3 in /usr/bin with requests, six, dateutil, protobuf, lz4 and snappy: on Debian python3-<name>.",
});
const [source = "."] = operands;
const intervalMs = options.interval * 1000;

const names = {
  REGION: "ap-guangzhou",
  LOGSET_ID: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3",
  TOPIC_ID: "8c1a36f6-9c7c-4616-948c-ded3f956a95d",
  GROUP: "orders",
};
const credential = createCredentials();
const tls = createSelfSigned(`cls.${names.REGION}.tencentcloudapi.com`);
const caPath = join(mkdtempSync(join(tmpdir(), "python-consumer-")), "ca.pem");
writeFileSync(caPath, tls.cert);

const emulator = await startEmulator({
  credentials: [credential],
  tls,
  moves: options["one-step"] ? "one-step" : "two-step",
});
const startedMs = Date.now();
const readings: Reading[] = [];
const calls: ReceivedRequest[] = [];
const events: { atMs: number; event: string }[] = [];
const members = createMembers({
  emulatorPort: emulator.port,
  startedMs,
  onReading: (reading) => readings.push(reading),
  env: {
    ...names,
    PATH: process.env["PATH"],
    PYTHONPATH: source,
    PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION: "python",
    REQUESTS_CA_BUNDLE: caPath,
    SECRET_ID: credential.secretId,
    SECRET_KEY: credential.secretKey,
    INTERVAL: String(options.interval),
  },
});

/** What happens when, in heartbeat intervals from the start: thirty in all, ten minutes at 20 s. */
const plan: readonly (readonly [number, string, () => unknown])[] = [
  [0, "orders-1 joins", () => members.start("orders-1")],
  [3, "orders-2 joins", () => members.start("orders-2")],
  [
    9.5,
    "orders-2 crashes",
    () => {
      members.crash("orders-2");
    },
  ],
  [14, "orders-2 joins again", () => members.start("orders-2")],
  [
    19,
    "partition 1 is split",
    () => {
      emulator.groups.topics.split(names.TOPIC_ID, 1);
    },
  ],
  [24, "orders-1 leaves", () => members.leave("orders-1")],
  [30, "the end", () => undefined],
];

const collecting = setInterval(() => calls.push(...emulator.received.splice(0)), 1000);
for (const [intervals, event, happen] of plan) {
  await setTimeout(Math.max(0, startedMs + intervals * intervalMs - Date.now()));
  events.push({ atMs: Date.now() - startedMs, event });
  console.log(`${((Date.now() - startedMs) / 1000).toFixed(1)} s: ${event}`);
  await happen();
}
const seconds = Math.round((Date.now() - startedMs) / 1000);
const verdict = judgeReadings(readings, seconds, intervalMs);
clearInterval(collecting);
calls.push(...emulator.received.splice(0));
await members.endAll();
await emulator.close();

const version = /'(.*)'/.exec(
  readFileSync(join(source, "tencentcloud/log/version.py"), "utf8"),
)?.[1];
const python = execFileSync("/usr/bin/python3", ["--version"]).toString().trim();
const counts: Record<string, number> = {};
for (const { action = "", code } of calls) {
  const name = code === undefined ? action : `${action}: ${code}`;
  counts[name] = (counts[name] ?? 0) + 1;
}
const head = { version, python, intervalSeconds: options.interval, seconds, ...verdict, counts };
console.log(JSON.stringify(head, null, 2));
if (options.fixture !== "") {
  const lines = calls.map(({ atMs, action, body, response }) => {
    const { RequestId: _, ...answer } = response;
    return { atMs: atMs - startedMs, action, body, answer };
  });
  const from = `TencentCloud/tencentcloud-cls-sdk-python @ ${options.commit}`;
  const text = [{ source: from, ...head, events }, ...lines]
    .map((line) => JSON.stringify(line))
    .join("\n");
  writeFileSync(options.fixture, `${text}\n`);
}
