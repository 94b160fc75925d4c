import { faultPath } from "./faults.ts";
import { parseRun } from "./ping-run.ts";
import type { Fault } from "./relay-error.ts";

/** What a parameter of a ping tool's query says of a run (docs/decisions/query.md). */
export type RunOutcome = "succeeded" | "failed" | "unclear";

type Reading = {
  /** What yes, true and 1 mean; no, false and 0 mean the opposite. */
  readonly yes?: "succeeded" | "failed";
  /** Whether a whole number is an exit code; then 0 succeeded. */
  readonly exitCodes?: true;
  /** Whether a number may as well be a status of HTTP. */
  readonly httpStatuses?: true;
  readonly accepts: string;
};

const words = "a word such as ok or fail";
const state: Reading = {
  yes: "succeeded",
  exitCodes: true,
  httpStatuses: true,
  accepts: `up, down or ${words}, or an exit code such as 0 or 1`,
};
const exit: Reading = { exitCodes: true, accepts: `an exit code such as 0 or 1, or ${words}` };
const good: Reading = { yes: "succeeded", accepts: `true or false, 1 or 0, or ${words}` };
const bad: Reading = { ...good, yes: "failed", exitCodes: true };

const readings: ReadonlyMap<string, Reading> = new Map([
  ...["status", "state", "s", "code", "statuscode"].map((name) => [name, state] as const),
  ...["exit", "exitcode", "exitstatus", "rc"].map((name) => [name, exit] as const),
  ...["success", "ok", "up"].map((name) => [name, good] as const),
  ...["error", "failed"].map((name) => [name, bad] as const),
]);

const goodWords = toSet(
  "up ok okay good pass passed passing healthy alive online success successful succeeded " +
    "complete completed done finished",
);
const badWords = toSet(
  "down bad dead offline unhealthy unreachable unsuccessful notok nok ko fail failed failing " +
    "failure error errored err critical fatal broken crash crashed aborted killed canceled " +
    "cancelled timeout timedout",
);
const yesWords = toSet("1 true yes y on t");
const noWords = toSet("0 false no n off f");

/** Undefined for a name that says nothing of a run. Case and `-`, `_` or blanks in names and words do not count. */
export function runOutcome(name: string, value: string): RunOutcome | undefined {
  const reading = readings.get(plainName(name));
  return reading && read(reading, value.trim().toLowerCase());
}

/** The fault of a parameter that says neither success nor failure. */
export function unclearFault(name: string): Fault {
  const { accepts } = readings.get(plainName(name)) ?? state;
  return { path: faultPath(["query", name]), message: `must be ${accepts}` };
}

/** `amp;` is left of an `&` that was escaped for HTML, `?` of one too many, and `[]` of a list in PHP. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:amp;|\?)/, "")
    .replace(/\[\]$|[-_. ]/g, "");
}

function read({ yes, exitCodes, httpStatuses }: Reading, text: string): RunOutcome {
  const word = text.replace(/(?<=[a-z])[-_ ](?=[a-z])/g, "");
  if (goodWords.has(word)) return "succeeded";
  if (badWords.has(word)) return "failed";
  // A failure as an exit code, a success as a status of HTTP.
  if (httpStatuses && /^[23]\d\d$/.test(text)) return "unclear";
  const run = exitCodes && parseRun(text)?.name;
  if (run === "succeeded" || run === "failed") return run;
  const no = yes === "failed" ? "succeeded" : "failed";
  if (yes && yesWords.has(word)) return yes;
  if (yes && noWords.has(word)) return no;
  return yes === "failed" && /^(?:none|null|nil)$/.test(text) ? "succeeded" : "unclear";
}

function toSet(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
