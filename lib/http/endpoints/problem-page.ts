import { errorTable, isErrorCode } from "../../heartbeat/error-table.ts";
import { prefersHtml } from "../headers.ts";
import { page } from "../page.ts";
import type { Endpoint } from "../endpoint.ts";
import { whatToDo } from "../what-to-do.ts";

/** The page at the `type` of a problem: what it means, whether to retry, what to do. Undefined for an unknown code. */
export function problemPage(code: string): Endpoint | undefined {
  if (!isErrorCode(code)) return undefined;
  const { title, status, finalStatus, detail, retryable } = errorTable[code];
  const statuses = finalStatus === undefined ? `${status}` : `${status} or ${finalStatus}`;
  const again = retryable
    ? "sending the same again may help, after Retry-After where there is one."
    : "sending the same again cannot help.";
  const told = {
    title: `${title} (${code})`,
    rows: [
      ["Status", statuses],
      ["What it means", detail],
      ["Whether to retry", retryable && finalStatus ? `As retryable says: ${again}` : again],
      ["What to do", whatToDo[code]],
    ],
  } as const;
  return {
    methods: ["GET", "HEAD"],
    beats: false,
    answer: ({ request }) => Promise.resolve(page(told, prefersHtml(request.headers["accept"]))),
  };
}
