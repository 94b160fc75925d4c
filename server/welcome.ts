import type { Config } from "../lib/config/config.ts";

export type WelcomeOptions = {
  readonly url: string;
  /** Whether there is a page for people. */
  readonly hasDocs: boolean;
  readonly config: Config;
  /** Keys made for this run, one that beats and one that reads, and where the emulator listens. */
  readonly embedded?: {
    readonly key: string;
    readonly boardKey: string;
    readonly emulatorUrl: string;
  };
};

const body = JSON.stringify({
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3",
  topics: ["8c1a36f6-9c7c-4616-948c-ded3f956a95d"],
});

/** What a person reads first: where the relay listens, where CLS is, and a command to paste. */
export function welcome({ url, hasDocs, config, embedded }: WelcomeOptions): string {
  const { upstream, settings, auth } = config;
  const scheduled = [...(settings?.aliases.values() ?? [])].filter(({ cadence }) => cadence).length;
  const rows: [string, string][] = [
    ["relay", url],
    ...(hasDocs ? [["to try it", `${url}/docs`] as [string, string]] : []),
    ["board", `${url}/board`],
    ...(auth === "none"
      ? []
      : [["its key", embedded?.boardKey ?? 'one with "read": true'] as [string, string]]),
    ["CLS", embedded ? `embedded emulator at ${embedded.emulatorUrl}` : toAddress(upstream)],
    ["region", upstream?.region ?? ""],
    ["keys", auth === "none" ? "switched off (RELAY_AUTH=none)" : `${settings?.keys.length ?? 0}`],
    ["aliases", `${settings?.aliases.size ?? 0}`],
    ["schedule", config.server.hasSchedule ? `every minute, ${scheduled} scheduled` : "off"],
  ];
  const key = embedded?.key ?? "<key>";
  const header = auth === "none" ? "" : ` \\\n    -H 'Authorization: Bearer ${key}'`;
  return `
heartbeat-relay

${rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`).join("\n")}

Send a heartbeat:

  curl -sS ${url}/v1/heartbeats${header} \\
    -d '${body}'
`;
}

function toAddress(upstream: Config["upstream"]): string {
  if (upstream === undefined) return "";
  const { connectTo, endpoint, proxy } = upstream;
  if (connectTo) return `${endpoint} at ${connectTo.protocol}//${connectTo.host}:${connectTo.port}`;
  return proxy === undefined ? endpoint : `${endpoint} by way of a proxy`;
}

/** Every fault on a line of its own. */
export function faultList(faults: Config["faults"]): string {
  const width = Math.max(...faults.map(({ path }) => path.length));
  const lines = faults.map(({ path, message }) => `  ${path.padEnd(width)}  ${message}`);
  return `The relay cannot start; fix this first:\n\n${lines.join("\n")}\n`;
}
