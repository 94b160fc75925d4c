import { findKey } from "../../config/access.ts";
import type { RelaySettings } from "../../config/relay-file.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import type { Run } from "../../heartbeat/ping-run.ts";
import { unclearFault } from "../../heartbeat/run-outcome.ts";
import type { QueryParameter } from "../query.ts";

/**
 * How a run went, by the path and the query: it failed if either says so.
 *
 * @throws RelayError `invalid-heartbeat` if nothing says failure and a parameter is neither success nor failure
 */
export function runOfQuery(
  run: Run | undefined,
  query: readonly QueryParameter[],
): Run | undefined {
  if (run?.name === "failed") return run;
  if (query.some(({ outcome }) => outcome === "failed")) return { name: "failed" };
  const unclear = query.filter(({ outcome }) => outcome === "unclear").map(({ name }) => name);
  if (unclear.length > 0) {
    const faults = [...new Set(unclear)].map(unclearFault);
    const detail = "The query says neither success nor failure; errors says what is accepted.";
    throw new RelayError("invalid-heartbeat", { detail, faults });
  }
  return run;
}

const mostNames = 10;
/** Shorter than the keys of the relay and of Tencent, which a caller may send in place of a name. */
const plainName = /^[A-Za-z][\w.-]{0,29}$/;

/** The names of a query that a log line may have. */
export function loggedNames(
  query: readonly QueryParameter[],
  { keys }: Pick<RelaySettings, "keys">,
): readonly string[] {
  const names = new Set(query.map(({ name }) => name).filter((name) => plainName.test(name)));
  return [...names].slice(0, mostNames).filter((name) => findKey(keys, name) === undefined);
}
