import { type Fault, RelayError } from "../../heartbeat/relay-error.ts";

const mostTold = 20;

/** A request that breaks the contract of Tencent's API: a RelayError that knows Tencent's own code for it. */
export class ApiError extends RelayError {
  readonly apiCode: string;

  /** @param apiCode a code of Tencent's documentation */
  constructor(apiCode: string, faults: readonly Fault[]) {
    const told = faults.slice(0, mostTold).map(({ path, message }) => `${path} ${message}`.trim());
    super("invalid-heartbeat", { detail: `${told.join("; ")}.`, faults });
    this.apiCode = apiCode;
  }
}
