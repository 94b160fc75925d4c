import { readFileSync } from "node:fs";
import type { Expectation } from "./expectation.ts";
import { expectations } from "./expectations.ts";
import { readRehearsal, type Rehearsal } from "./rehearsal.ts";
import type { Seen } from "./seen.ts";

const fixture = new URL("../fixtures/contract/python-consumer.jsonl", import.meta.url);

/** docs/contract.md, whole. */
export function renderPage(seen: Seen | undefined): string {
  const parts = Object.entries(expectations).map(
    ([about, list]) => `### ${about}\n\n${toTable(list, seen)}`,
  );
  const all = Object.values(expectations).flat();
  const count = (basis: Expectation["basis"]) => all.filter((one) => one.basis === basis).length;
  return `# What we believe of CLS

Tencent documents the heartbeat on one page, and most of what a consumer group does on none. Everything here that is
proven is proven against our stand-in, so this page says what the stand-in rests on. It is written by
\`npm run contract\`; change \`test/contract/\`, not this page.

- *documented*: Tencent's pages or SDKs say so (${count("documented")}).
- *seen in Tencent's clients*: their consumers send it, or cannot work without it (${count("seen in Tencent's clients")}).
- *assumed*: nobody says so; the stand-in does the stricter thing, so that a caller who is right for it is right for
  a kinder CLS too (${count("assumed")}).

The emulator keeps all ${all.length} in every test run. Five mutations of it are caught: kinder moves, a lease twice as long, a
limit of 40, reports that are ignored, and groups that a heartbeat makes. ${toAsked(seen)}

\`\`\`sh
npm run contract -- --real --logset <logset id> --topic <topic id>
\`\`\`

asks CLS itself, with the credentials, the region and the endpoint of the relay's own variables. It takes some three
minutes, four requests a second, in groups named \`contract_…\` that it deletes. It reads and writes no logs. The
credentials need \`cls:CreateConsumerGroup\`, \`cls:ModifyConsumerGroup\`, \`cls:DeleteConsumerGroup\`,
\`cls:DescribeConsumerGroups\`, \`cls:SendConsumerHeartbeat\`, \`cls:CommitConsumerOffsets\` and
\`cls:DescribeConsumerOffsets\`: those of an operator, not the relay's. It prints which assumptions were right, and
writes them here.

## Expectations

${parts.join("\n\n")}

## Tencent's own Python consumer

${toRehearsal(readRehearsal(readFileSync(fixture, "utf8")))}
`;
}

function toTable(list: readonly Expectation[], seen: Seen | undefined): string {
  const rows = list.map((one) => `| ${one.says} | ${one.basis} | ${toCls(one, seen)} |`);
  return ["| expectation | basis | CLS |", "|---|---|---|", ...rows].join("\n");
}

function toCls({ says, notAskedOfCls }: Expectation, seen: Seen | undefined): string {
  if (notAskedOfCls !== undefined) return `never asked: ${notAskedOfCls}`;
  const outcome = seen?.outcomes[says];
  if (outcome === undefined) return "not asked yet";
  if (!outcome.holds) return `**no**: ${outcome.why.split("\n")[0] ?? ""}`;
  return outcome.note === undefined ? "yes" : `yes: ${outcome.note}`;
}

function toAsked(seen: Seen | undefined): string {
  if (seen === undefined) return "CLS itself has not been asked yet.";
  return `CLS itself was asked on ${seen.date} in ${seen.region}.`;
}

function toRehearsal({ head, calls }: Rehearsal): string {
  const counts = Object.entries(head.counts).map(([name, count]) => `| ${name} | ${count} |`);
  const events = head.events.map(
    ({ atMs, event }) => `| ${Math.round(atMs / 1000)} s | ${event} |`,
  );
  const gaps = Object.entries(head.longestGapSeconds).map(([id, gap]) => `${id}: ${gap} s`);
  return `Version ${head.version} (\`${head.source}\`), unmodified, on ${head.python}, as two processes for
${head.seconds} s against the emulator, heartbeats every ${head.intervalSeconds} s. Not even its endpoints are changed: a proxy leads
\`cls.ap-guangzhou.tencentcloudapi.com\` to the emulator, by TLS, and \`ap-guangzhou.cls.tencentcs.com/pull_log\` to a
stand-in for the data that is no part of the product.

| at | what happened |
|---|---|
${events.join("\n")}

**Seconds without double reading: ${head.singleSeconds} of ${head.seconds}.** With \`--one-step\`, where a partition moves at once, it was
570 of 600: the two members read the same partitions for 30 s, until the first one had beaten again and let go.
The longest that a partition was pulled by nobody (${gaps.join(", ")}) is the crash: the lease of 40 s, and
the next heartbeat of the other one.

| call | times |
|---|---|
${counts.join("\n")}

- \`CreateConsumerGroup\` once at each start; where its message has "consumer group already exists",
  \`ModifyConsumerGroup\` with the same timeout, twice the interval.
- \`DescribeConsumerOffsets\` once per partition gained, \`From\` the text \`begin\`, \`PartitionId\` as text. An answer
  without the topic ends the partition's reader; with the topic and no offset it starts at -1.
- \`CommitConsumerOffsets\` per partition, at most every 3 s, and for each that it lets go of.
- \`SendConsumerHeartbeat\` with \`PartitionStrategy: 2\`; reports what it was told and has not let go of.

The ${calls.length} calls, with their times and answers, are \`test/fixtures/contract/python-consumer.jsonl\`, and every test run
replays them. To make it again, with a checkout of that repository:

\`\`\`sh
npm run rehearse:python -- <checkout> --fixture <file> --commit <its commit>
\`\`\``;
}
