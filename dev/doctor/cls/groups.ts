import type { Config } from "../../../lib/config/config.ts";
import { cadenceShare } from "../../../lib/ledger/lease.ts";
import { leaseMsOf } from "../../../lib/config/relay-file.ts";
import { nearest } from "../environment/near.ts";
import { examined, type Found, notExamined, type Part } from "../finding.ts";
import { inParallel } from "./in-parallel.ts";
import { type ClsReader, type Group, OutOfTime } from "./reader.ts";
import type { WantedGroup, WantedLogset } from "./wanted.ts";

/** Whether groups are there, consume the topics, and keep their consumers as long as the relay is set for. */
export async function examineGroups(
  reader: ClsReader,
  logsets: readonly WantedLogset[],
  config: Config,
): Promise<Part> {
  const count = logsets.reduce((total, { groups }) => total + groups.size, 0);
  if (count === 0)
    return { found: [], examined: [notExamined("groups", "there is none to ask for")] };
  const asked = logsets.filter(({ groups }) => groups.size > 0);
  const answers = await inParallel(asked, async (logset) => ({
    groups: logset.groups,
    there: await unlessOutOfTime(reader.groups(logset.logsetId)),
  }));
  const found = answers.flatMap(({ groups, there }) =>
    [...groups].flatMap(([name, wanted]) =>
      there ? findInGroup(name, wanted, there, config) : [],
    ),
  );
  const left = answers.filter(({ there }) => there === undefined).length;
  if (left > 0) {
    const reason = `out of time after ${asked.length - left} of ${asked.length} logsets`;
    return { found, examined: [notExamined("groups", reason)] };
  }
  const missing = found.filter(({ code }) => code === "group-missing").length;
  return { found, examined: [examined("groups", `${count - missing} of ${count} exist`)] };
}

async function unlessOutOfTime<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof OutOfTime) return undefined;
    throw error;
  }
}

function findInGroup(
  name: string,
  { subject, topicIds, everyMs }: WantedGroup,
  there: readonly Group[],
  config: Config,
): Found[] {
  const group = there.find((candidate) => candidate.name === name);
  if (group === undefined) return [missing(name, subject, there)];
  const found: Found[] = [];
  const strange = [...topicIds].filter((topicId) => !group.topicIds.includes(topicId));
  // A group without a list of topics says nothing of them.
  if (group.topicIds.length > 0) {
    for (const topicId of strange) {
      const detail = `${name} does not consume ${topicId}.`;
      found.push({ code: "group-without-topic", subject, detail });
    }
  }
  const { leaseMs } = group;
  const expectedMs = leaseMsOf(config.settings, name);
  const slowestMs = Math.max(everyMs ?? 0, cadenceShare * expectedMs);
  // What does not fit into the lease that is configured, the budget tells.
  if (leaseMs !== undefined && leaseMs < expectedMs) {
    const beaten = `heartbeats may be ${slowestMs / 1000} s apart`;
    const detail = `The timeout of ${name} is ${leaseMs / 1000} s, and ${beaten}.`;
    const severity = slowestMs >= leaseMs ? "error" : "warning";
    found.push({ code: "group-lease-shorter", subject, detail, severity });
  }
  if (leaseMs !== undefined && leaseMs > expectedMs) {
    const detail = `The timeout of ${name} is ${leaseMs / 1000} s, and leaseSeconds ${expectedMs / 1000}.`;
    const fix = `Set consumerGroups.${name}.leaseSeconds to ${leaseMs / 1000} in relay.config.json.`;
    found.push({ code: "group-lease-longer", subject, detail, fix });
  }
  return found;
}

function missing(name: string, subject: string, there: readonly Group[]): Found {
  const names = there.map((group) => group.name);
  const sameLetters = names.find((other) => other.toLowerCase() === name.toLowerCase());
  const near = sameLetters ?? nearest(name, names, 2);
  const detail = `It is ${name}${near === undefined ? "" : `; there is ${near}`}.`;
  return { code: "group-missing", subject, detail };
}
