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
  const topicIds = new Set(logsets.flatMap(({ topics }) => [...topics.keys()]));
  const there = await reader.topics([...topicIds]);
  const logsetOf = new Map(there.map(({ topicId, logsetId }) => [topicId, logsetId]));
  const found = logsets.flatMap((logset) => findMissing(logset, logsetOf));
  return { found, examined: [examined("topics", `${count - found.length} of ${count} exist`)] };
}

function findMissing(
  { logsetId, topics }: WantedLogset,
  logsetOf: ReadonlyMap<string, string>,
): Found[] {
  return [...topics].flatMap(([topicId, { subject }]): Found[] => {
    const actual = logsetOf.get(topicId);
    // An answer that names no logset says nothing against ours.
    if (actual === logsetId || actual === "") return [];
    if (actual === undefined) {
      return [{ code: "topic-missing", subject, detail: `It is ${topicId}.` }];
    }
    const detail = `${topicId} is in ${actual}, not in ${logsetId}.`;
    return [{ code: "topic-elsewhere", subject, detail }];
  });
}
