import { budgetRows } from "./codes/budget.ts";
import { clsRows } from "./codes/cls.ts";
import { consumerRows } from "./codes/consumers.ts";
import { endpointRows } from "./codes/endpoint.ts";
import { environmentRows } from "./codes/environment.ts";
import { fileRows, keyRows } from "./codes/file.ts";
import { networkRows } from "./codes/network.ts";
import type { Row } from "./codes/row.ts";

const rows = {
  ...environmentRows,
  ...endpointRows,
  ...fileRows,
  ...keyRows,
  ...networkRows,
  ...clsRows,
  ...budgetRows,
  ...consumerRows,
};

export type Code = keyof typeof rows;

/** Everything that the doctor can find: what it is, why it matters and how to fix it. */
export const codes: Readonly<Record<Code, Row>> = rows;
