import type { Reader } from "./env-reader.ts";
import { readAws } from "./read-aws.ts";
import type { TableConfig } from "../ledger/table/dynamo-store.ts";

/** The table of RELAY_LEDGER_TABLE. */
export function readLedgerTable(reader: Reader, table: string): TableConfig {
  const user = "RELAY_LEDGER_TABLE";
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
  if (!/^[\w.-]{3,255}$/.test(table)) reader.invalid(user, "the name of a DynamoDB table");
  const rights = "read and update";
  return {
    table,
    ...readAws(reader, { service: "dynamodb", variable: "DYNAMODB", user, rights }),
  };
}
