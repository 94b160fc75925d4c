import type { Reader } from "./env-reader.ts";
import { isPrintable, isRegion, parseConnectTo } from "./env-values.ts";
import type { TableConfig } from "../ledger/table/dynamo-store.ts";

/**
 * The table of RELAY_LEDGER_TABLE, under the names that AWS's own tools read and Lambda sets.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function readLedgerTable(reader: Reader, table: string): TableConfig {
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
  if (!/^[\w.-]{3,255}$/.test(table)) {
    reader.invalid("RELAY_LEDGER_TABLE", "the name of a DynamoDB table");
  }
  const region = reader.required("AWS_REGION", isRegion, "the region of RELAY_LEDGER_TABLE");
  const key = "a key that may read and update RELAY_LEDGER_TABLE";
  const accessKeyId = reader.required("AWS_ACCESS_KEY_ID", isPrintable, key);
  const secretAccessKey = reader.required("AWS_SECRET_ACCESS_KEY", isPrintable, key);
  const sessionToken = reader.text("AWS_SESSION_TOKEN", { isRight: isPrintable, rule: key });
  return {
    table,
    region,
    endpoint: readEndpoint(reader) ?? defaultEndpoint(region),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
  };
}

function readEndpoint(reader: Reader): string | undefined {
  const name = "AWS_ENDPOINT_URL_DYNAMODB";
  const value = reader.optional(name);
  if (value === undefined) return undefined;
  const place = reader.take(name, parseConnectTo(name, value));
  // Without the port where it is the usual one: the host is signed as it is sent.
  return place && new URL(`${place.protocol}//${place.host}:${place.port}`).origin;
}

function defaultEndpoint(region: string): string {
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return `https://dynamodb.${region}.${suffix}`;
}
