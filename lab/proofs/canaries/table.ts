import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import fc from "fast-check";
import { toFields } from "../../../lib/base/unknown-object.ts";
import { listen, type StandIn } from "../support/listen.ts";
import type { Sent } from "./sandbox.ts";

/** What the limit's table does with a question; what it echoes is what it was signed with. */
export type PlannedTable = "count" | (typeof tableFaults)[number];

const tableFaults = [
  ...(["throttle", "reset"] as const),
  ...(["echo as type", "echo as message", "echo as count", "echo as page"] as const),
] as const;

export const plannedTable: fc.Arbitrary<PlannedTable> = fc.oneof(
  { weight: 4, arbitrary: fc.constant("count" as const) },
  { weight: 1, arbitrary: fc.constantFrom(...tableFaults) },
);

/** Stands for DynamoDB; `keep` is given every question. */
export async function startTable(
  next: () => PlannedTable,
  keep: (sent: Sent) => void,
): Promise<StandIn> {
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk) => (body += String(chunk)));
    // A question that is called off ends in the middle.
    request.on("error", () => undefined);
    request.on("end", () => {
      keep({ headers: request.headers, body });
      answerQuestion(next(), { request, body, response });
    });
  });
  return listen(server);
}

type Question = {
  readonly request: IncomingMessage;
  readonly body: string;
  readonly response: ServerResponse;
};

function answerQuestion(planned: PlannedTable, { request, body, response }: Question): void {
  const { authorization = "", "x-amz-security-token": token = "" } = request.headers;
  const quoted = `${authorization} ${String(token)}`;
  const say = (status: number, text: string) => {
    response.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" });
    response.end(text);
  };
  const fail = (type: string, message: string) => {
    say(400, JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message }));
  };
  switch (planned) {
    case "reset":
      request.socket.resetAndDestroy();
      break;
    case "throttle":
      fail("ProvisionedThroughputExceededException", "");
      break;
    case "count":
      say(200, JSON.stringify(countOf(asked(body))));
      break;
    case "echo as type":
      fail(quoted, "");
      break;
    case "echo as message":
      fail("UnrecognizedClientException", quoted);
      break;
    case "echo as count":
      say(200, JSON.stringify(countOf(quoted)));
      break;
    case "echo as page":
      say(503, `<html>${quoted}</html>`);
  }
}

const countOf = (total: string) => ({ Attributes: { taken: { N: total } } });

/** As if nobody else had asked. */
function asked(body: string): string {
  const values = toFields(toFields(JSON.parse(body))["ExpressionAttributeValues"]);
  return String(toFields(values[":count"])["N"]);
}
