import type { Topics } from "../heartbeat/heartbeat.ts";
import { requireParsed, withFaults } from "../heartbeat/faults.ts";
import { parseTopicsOverride } from "../heartbeat/parse-heartbeat.ts";
import { toRepeatedFaults } from "../heartbeat/parse-json.ts";
import { readJson } from "./body.ts";
import type { HttpRequest } from "./request.ts";

const wayOut =
  "A sender with a body of its own, such as a monitor's, adds /0 to the path, where no body is read";
const example = `no body, or a JSON object such as {"topics":["<topicId>"]}. ${wayOut}`;
const detail = `With an alias the body has topics and nothing else, or is empty. ${wayOut}.`;

/**
 * The topics in a body that replace those of a preset; undefined for an empty body.
 *
 * @throws RelayError `malformed-body`, `body-too-large`, `invalid-heartbeat`
 */
export function readTopics(request: HttpRequest): Topics | undefined {
  const json = readJson(request, { example });
  if (json === undefined) return undefined;
  const parsed = parseTopicsOverride(json.value);
  return requireParsed(withFaults(parsed, toRepeatedFaults(json.repeated)), detail);
}
