import { existsSync, readFileSync } from "node:fs";
import type { HttpAnswer } from "../../../lib/http/http-answer.ts";
import { readRequest } from "../../../lib/http/request.ts";
import { validateExchange } from "./validate-exchange.ts";

/**
 * An expression for a CommonJS process: the handler of a deployed file, which writes down each of its
 * exchanges. A process without the sources cannot hold them to the document; its parent can.
 */
export function recordedHandler(file: string, exchangesFile: string): string {
  return `((handler) => async (event, context) => {
    const answer = await handler(event, context);
    const line = JSON.stringify({ event, answer }) + "\\n";
    require("node:fs").appendFileSync(${JSON.stringify(exchangesFile)}, line);
    return answer;
  })(require(${JSON.stringify(file)}).handler)`;
}

/**
 * Holds what a process has written down to the document.
 *
 * @returns how many exchanges that was
 * @throws Error as {@link validateExchange} does
 */
export function validateRecorded(exchangesFile: string): number {
  if (!existsSync(exchangesFile)) return 0;
  const lines = readFileSync(exchangesFile, "utf8").trimEnd().split("\n");
  for (const line of lines) {
    const { event, answer } = JSON.parse(line) as { event: unknown; answer: HttpAnswer };
    validateExchange(readRequest(event), answer);
  }
  return lines.length;
}
