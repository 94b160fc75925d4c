import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "@jest/globals";
import dynalite from "dynalite";
import { keyAttributes, type TableConfig } from "../../lib/ledger/table/dynamo-store.ts";
import { createPost } from "../../lib/ledger/table/post.ts";
import { signRequest } from "../../lib/ledger/table/sign-request.ts";
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
  send(operation: string, body: object): Promise<unknown>;
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

const closings: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closings) await close();
});

/** A server that speaks DynamoDB's protocol, with the table as the template makes it but for its TTL. */
export async function startDynamo(): Promise<Dynamo> {
  const server = dynalite({ createTableMs: 0 });
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
    env: {
      RELAY_LEDGER_TABLE: store.table,
      AWS_REGION: store.region,
      AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
      AWS_ACCESS_KEY_ID: store.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: store.credentials.secretAccessKey,
      AWS_SESSION_TOKEN: store.credentials.sessionToken ?? "",
    },
    calls: () => calls,
    answerBy: (answerer = serve) => {
      answer = answerer;
    },
    serve,
    send,
    close,
  };
}

/** The table at an endpoint that speaks DynamoDB's protocol; it is made where it is not there. */
export async function openTable(endpoint: string): Promise<Pick<Dynamo, "store" | "send">> {
  const store: TableConfig = {
    table: "heartbeat-relay-test-ledger",
    region: "ap-southeast-1",
    endpoint,
    credentials: {
      accessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
      secretAccessKey: randomBytes(20).toString("hex"),
      sessionToken: randomBytes(40).toString("hex"),
    },
  };
  const post = createPost(store.endpoint);
  const send = async (operation: string, body: object): Promise<unknown> => {
    const text = JSON.stringify(body);
    const { host } = new URL(store.endpoint);
    const target = `DynamoDB_20120810.${operation}`;
    const unsigned = { host, target, body: text, region: store.region, epochMs: Date.now() };
    const answered = await post(
      signRequest(unsigned, store.credentials),
      text,
      new AbortController().signal,
    );
    return JSON.parse(answered.text);
  };
  await send("CreateTable", {
    TableName: store.table,
    AttributeDefinitions: keyAttributes.map((name) => ({
      AttributeName: name,
      AttributeType: "S",
    })),
    KeySchema: [
      { AttributeName: keyAttributes[0], KeyType: "HASH" },
      { AttributeName: keyAttributes[1], KeyType: "RANGE" },
    ],
    BillingMode: "PAY_PER_REQUEST",
  });
  // Made in the turn after the answer.
  for (;;) {
    const described = await send("DescribeTable", { TableName: store.table });
    if (JSON.stringify(described).includes('"ACTIVE"')) break;
  }
  return { store, send };
}
