import type { Credential } from "./credentials.ts";
import { serverFaultNames } from "./faults.ts";

export type WelcomeOptions = {
  url: string;
  endpoint: string;
  credential: Credential;
  /** Made for this run: only then are its values printed. */
  thrownAway: boolean;
};

/** The text with which the emulator starts: where it listens, and what to export so that the relay finds it. */
export function renderWelcome({ url, endpoint, credential, thrownAway }: WelcomeOptions): string {
  const exports: [name: string, value: string][] = [
    ...(thrownAway
      ? ([
          ["TENCENTCLOUD_SECRET_ID", credential.secretId],
          ["TENCENTCLOUD_SECRET_KEY", credential.secretKey],
          ["TENCENTCLOUD_REGION", "ap-guangzhou"],
        ] satisfies [string, string][])
      : []),
    ["CLS_CONNECT_TO", url],
  ];
  return [
    `CLS emulator listening on ${url}, answering as ${endpoint}`,
    "",
    thrownAway
      ? "The credentials below were made for this run; they open nothing else. Start the relay with"
      : "It accepts the credentials of its own environment. Start the relay with the same ones and",
    "",
    ...exports.map(([name, value]) => `  export ${name}=${value}`),
    "",
    "It stands in for",
    "  SendConsumerHeartbeat    joins a group or renews a lease, and answers with the assignment",
    "  …ConsumerGroup(s)        Create, Modify, Delete, Describe",
    "  …ConsumerOffsets         Commit, Describe",
    "  DescribeLogsets, DescribeTopics   find whatever id they are asked for",
    "  refusals                 TC3 signature and token, clock skew, version, region, parameters",
    "  limits                   20 requests a second of each action",
    "",
    "A group has to be created first: npm run group -- create orders",
    "",
    "A topic's partitions are listed, and split or ended to make their ids sparse, by",
    "",
    `  curl -sS ${url}/__partitions/<topic id>`,
    `  curl -sS ${url}/__partitions/<topic id> -d '{"split":1}'`,
    `  curl -sS ${url}/__partitions/<topic id> -d '{"remove":1}'`,
    "",
    ...howToFault(url),
    "",
    "Nothing is kept: groups are gone when it stops. Ctrl+C stops it.",
    "",
  ].join("\n");
}

function howToFault(url: string): string[] {
  const order = '[{"fault":"hang","times":2,"match":{"consumer":"orders-1"}}]';
  return [
    `It makes ${serverFaultNames.length} faults when told to, "hang" for one`,
    "  X-Request-Id: fault.hang.1   to the relay: this beat meets the fault (here it is X-TC-TraceId)",
    "  X-Emulator-Fault: hang       the same, in a request sent straight to the emulator",
    "  PUT, GET, DELETE /__faults   orders for the next requests that match, what is left, none",
    "",
    `  curl -sS -X PUT ${url}/__faults -d '${order}'`,
    `  curl -sS ${url}/__faults/catalogue`,
  ];
}
