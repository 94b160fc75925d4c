import { systemClock } from "../../lib/base/clock.ts";
import { type Config, readConfig } from "../../lib/config/config.ts";
import { createClsApi } from "../../lib/tencent/cls-api.ts";
import { readArguments } from "../cli/read-arguments.ts";
import { wantedOf } from "../doctor/cls/wanted.ts";
import { createGroup, explain } from "./create-group.ts";

const { operands, options } = readArguments({
  name: "npm run group",
  about: "Creates a consumer group at CLS: npm run group -- create orders",
  options: {
    logset: { type: "text", default: "", help: "its logset; else the one of relay.config.json" },
    topics: {
      type: "text",
      default: "",
      help: "its topics, with commas between; else those of relay.config.json",
    },
    timeout: {
      type: "whole-number",
      default: 40,
      least: 1,
      most: 86_400,
      help: "seconds after which a silent consumer's partitions go to others",
    },
  },
  operands: { name: "create <name>", help: "what to do, and the group's name", most: 2 },
  notes: `It uses the credentials of its environment: your own, with the right cls:CreateConsumerGroup, not the relay's,
which need to send heartbeats and nothing else. Region and endpoint are read as the relay reads them.

Exit codes: 0 created, 1 not created, 64 wrong arguments.`,
});

function fail(message: string, exitCode: 1 | 64): never {
  console.error(message);
  process.exit(exitCode);
}

/** What the configuration names of a group, where exactly one logset has it. */
function configured({ settings }: Config, consumerGroup: string) {
  const logsets = settings ? wantedOf(settings) : [];
  const [logset, ...others] = logsets.filter(({ groups }) => groups.has(consumerGroup));
  if (logset === undefined || others.length > 0) return { logsetId: "", topicIds: [] };
  const topicIds = [...(logset.groups.get(consumerGroup)?.topicIds ?? [])];
  return { logsetId: logset.logsetId, topicIds };
}

const [verb, consumerGroup = ""] = operands;
if (verb !== "create" || consumerGroup === "") {
  fail("Say what to do: npm run group -- create <name>", 64);
}
const config = readConfig();
if (config.upstream === undefined) {
  const faults = config.faults.map(({ path, message }) => `${path} ${message}`);
  fail(`The relay's own variables and file have to be right first:\n${faults.join("\n")}`, 1);
}
const known = configured(config, consumerGroup);
const logsetId = options.logset || known.logsetId;
const given = options.topics.split(",").map((id) => id.trim());
const topicIds = options.topics === "" ? known.topicIds : given;
if (topicIds.includes("")) fail("--topics takes topic ids with commas between.", 64);
if (logsetId === "" || topicIds.length === 0) {
  fail(
    `relay.config.json names no logset and topics for ${consumerGroup}: give --logset and --topics.`,
    64,
  );
}
const group = { consumerGroup, logsetId, topicIds, timeoutSeconds: options.timeout };
const failure = await createGroup(createClsApi(config.upstream), systemClock, group);
if (failure) fail(explain(failure), 1);
console.log(
  `Created the consumer group ${consumerGroup} in the logset ${logsetId}, ${config.upstream.region}: ` +
    `timeout ${options.timeout} s, topics ${topicIds.join(", ")}.`,
);
// A kept-alive connection would hold the process.
process.exit();
