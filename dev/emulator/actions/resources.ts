import type { Filters } from "../groups/resources.ts";
import type { Action } from "./action.ts";
import { has, readFields, readList, readText, readTexts, wrongValue } from "./read.ts";

type FilterRule = { keys: readonly (keyof Filters)[]; mostValues: number; more: readonly string[] };

const LOGSETS: FilterRule = { keys: ["logsetId"], mostValues: 5, more: [] };
const TOPICS: FilterRule = {
  keys: ["logsetId", "topicId"],
  mostValues: 100,
  more: ["PreciseSearch", "BizType"],
};

/** Of Tencent's filters those by id are known. Offset and Limit are let through: the emulator's lists have one page. */
function readFilters(json: unknown, { keys, mostValues, more }: FilterRule): Filters {
  const fields = readFields(json, ["Filters", "Offset", "Limit", ...more]);
  const filters: Partial<Record<keyof Filters, readonly string[]>> = {};
  for (const [index, item] of (has(fields, "Filters")
    ? readList(fields, "Filters")
    : []
  ).entries()) {
    const filter = readFields(item, ["Key", "Values"], `Filters.${index}`);
    const name = readText(filter, "Key");
    const key = keys.find((known) => known === name);
    if (key === undefined) throw wrongValue(`${filter.at}Key`, keys.join(" or "));
    const values = readTexts(filter, "Values");
    if (values.length > mostValues) throw wrongValue(`${filter.at}Values`, `at most ${mostValues}`);
    filters[key] = values;
  }
  return filters;
}

export const describeLogsets: Action = ({ resources }, json) => {
  const logsets = resources.logsets(readFilters(json, LOGSETS));
  return { TotalCount: logsets.length, Logsets: logsets };
};

export const describeTopics: Action = ({ resources }, json) => {
  const topics = resources.topics(readFilters(json, TOPICS));
  return { TotalCount: topics.length, Topics: topics };
};
