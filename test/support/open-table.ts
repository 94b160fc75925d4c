import { randomBytes } from "node:crypto";
import { keyAttributes, type TableConfig } from "../../lib/ledger/table/dynamo-store.ts";
import { createSend } from "../../lib/aws/send.ts";
import { signRequest } from "../../lib/aws/sign-request.ts";

export type OpenTable = {
  readonly store: TableConfig;
  /** Any call of its API. */
  readonly send: (operation: string, body: object) => Promise<unknown>;
};

/** What the relay reads to find a table. */
export function toTableEnvironment({ table, region, endpoint, credentials }: TableConfig) {
  return {
    RELAY_LEDGER_TABLE: table,
    AWS_REGION: region,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken ?? "",
  };
}

/** A new table at an endpoint that speaks DynamoDB's protocol. */
export async function openTable(endpoint: string): Promise<OpenTable> {
  const store: TableConfig = {
    table: `heartbeat-relay-test-${randomBytes(8).toString("hex")}`,
    region: "ap-southeast-1",
    endpoint,
    credentials: {
      accessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
      secretAccessKey: randomBytes(20).toString("hex"),
      sessionToken: randomBytes(40).toString("hex"),
    },
  };
  const post = createSend(store.endpoint);
  const send = async (operation: string, body: object): Promise<unknown> => {
    const text = JSON.stringify(body);
    const { host } = new URL(store.endpoint);
    const target = `DynamoDB_20120810.${operation}`;
    const service = { name: "dynamodb", jsonVersion: "1.0" } as const;
    const unsigned = {
      service,
      host,
      target,
      body: text,
      region: store.region,
      epochMs: Date.now(),
    };
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
