import {
  createServer,
  type IncomingMessage,
  request as open,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "@jest/globals";
import dynalite from "dynalite";
import type { TableConfig } from "../../lib/ledger/table/dynamo-store.ts";
import { openTable, toTableEnvironment } from "./open-table.ts";
import { giveOldItems } from "./dynamo-old-item.ts";

export type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

export type Dynamo = {
  readonly store: TableConfig;
  /** What the relay reads to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Calls that came, those that a fault answered included. */
  readonly calls: () => number;
  /** Answers in place of the server, until it is called with nothing. */
  answerBy(answerer?: Answerer): void;
  /** What the server itself answers. */
  readonly serve: Answerer;
  /** Any call of its API. */
  readonly send: (operation: string, body: object) => Promise<unknown>;
  close(): Promise<void>;
};

export const hang: Answerer = () => {};
export const reset: Answerer = (request) => void request.socket.destroy();
export const throttle: Answerer = (_request, response) => {
  const type = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException";
  response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify({ __type: type, message: "The level of throughput was exceeded" }));
};

giveOldItems();

/** Another server than dynalite for these tests, one that takes any credentials: `npm run rehearse:dynamodb`. */
const { DYNAMODB_ENDPOINT: endpoint } = process.env;

const forwardTo =
  (origin: string): Answerer =>
  (request, response) => {
    const { method, headers, url = "/" } = request;
    const forwarded = open(new URL(url, origin), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(forwarded.on("error", () => response.destroy()));
  };

const closings: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closings) await close();
});

/** A server that speaks DynamoDB's protocol, with the table as the template makes it but for its TTL. */
export async function startDynamo(): Promise<Dynamo> {
  const server =
    endpoint === undefined ? dynalite({ createTableMs: 0 }) : createServer(forwardTo(endpoint));
  const serve = server.listeners("request")[0] as Answerer;
  let answer: Answerer = serve;
  let calls = 0;
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    calls += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { store, send } = await openTable(`http://127.0.0.1:${port}`);
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => {
        resolve();
      });
    });
  closings.push(close);
  return {
    store,
    env: toTableEnvironment(store),
    calls: () => calls,
    answerBy: (answerer = serve) => {
      answer = answerer;
    },
    serve,
    send,
    close,
  };
}
