import { examined, type Found, notExamined, type Part } from "../finding.ts";
import type { ClsReader } from "./reader.ts";
import type { WantedLogset } from "./wanted.ts";

/** Whether topics are there, and in their logset. */
export async function examineTopics(
  reader: ClsReader,
  logsets: readonly WantedLogset[],
): Promise<Part> {
  const count = logsets.reduce((total, { topics }) => total + topics.size, 0);
  if (count === 0)
    return { found: [], examined: [notExamined("topics", "there is none to ask for")] };
  const found: Found[] = [];
  for (const logset of logsets) found.push(...(await findMissing(reader, logset)));
  return { found, examined: [examined("topics", `${count - found.length} of ${count} exist`)] };
}

async function findMissing(
  reader: ClsReader,
  { logsetId, topics }: WantedLogset,
): Promise<Found[]> {
  const inside = await reader.topics([...topics.keys()], logsetId);
  const there = new Set(inside.map(({ topicId }) => topicId));
  const missing = [...topics].filter(([topicId]) => !there.has(topicId));
  const anywhere = await reader.topics(missing.map(([topicId]) => topicId));
  const logsetOf = new Map(anywhere.map(({ topicId, logsetId: logset }) => [topicId, logset]));
  return missing.map(([topicId, { subject }]): Found => {
    const other = logsetOf.get(topicId);
    if (other === undefined) {
      return { code: "topic-missing", subject, detail: `It is ${topicId}.` };
    }
    const detail = `${topicId} is in ${other}, not in ${logsetId}.`;
    return { code: "topic-elsewhere", subject, detail };
  });
}
