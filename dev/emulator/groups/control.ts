import type { ServerResponse } from "node:http";
import * as z from "zod/mini";
import { ClsError } from "../cls-error.ts";
import { type ControlRequest, jsonOrUndefined, sendPretty } from "../control.ts";
import type { Topics } from "./topics.ts";

const ROUTE = /^\/__partitions\/([^/]+)$/;
const wanted = 'must be {"split":<partition>} or {"remove":<partition>}';
const order = z.union([z.strictObject({ split: z.int() }), z.strictObject({ remove: z.int() })]);

/**
 * Answers `/__partitions/<topic id>`: GET lists a topic's partitions, POST splits or removes one.
 *
 * @returns false for every other path; nothing has been answered then.
 */
export function answerPartitions(
  { method, path, body }: ControlRequest,
  response: ServerResponse,
  topics: Topics,
): boolean {
  const [, segment] = ROUTE.exec(path) ?? [];
  if (segment === undefined) return false;
  const topicId = decodeURIComponent(segment);
  if (method === "GET") sendPretty(response, 200, topics.partitions(topicId));
  else if (method === "POST") change(topicId, jsonOrUndefined(body), response, topics);
  else response.writeHead(405, { Allow: "GET, POST" }).end();
  return true;
}

function change(topicId: string, json: unknown, response: ServerResponse, topics: Topics): void {
  const parsed = order.safeParse(json);
  if (!parsed.success) {
    sendPretty(response, 400, { errors: [{ path: "", message: wanted }] });
    return;
  }
  try {
    if ("split" in parsed.data) topics.split(topicId, parsed.data.split);
    else topics.remove(topicId, parsed.data.remove);
    sendPretty(response, 200, topics.partitions(topicId));
  } catch (error) {
    if (!(error instanceof ClsError)) throw error;
    sendPretty(response, 404, { errors: [{ path: "", message: error.message }] });
  }
}
