/** What is examined, in the order in which one thing rests on another. */
export const checks = [
  "environment",
  "file",
  "keys",
  "DNS",
  "TCP",
  "TLS",
  "HTTP",
  "clock",
  "region",
  "credentials",
  "permission",
  "logsets",
  "topics",
  "groups",
  "budget",
  "consumers",
] as const;

export type Check = (typeof checks)[number];

/** An error keeps heartbeats from working; a warning may; a note is for the reader to judge. */
export type Severity = "error" | "warning" | "note";

/** One thing that the doctor can find. `docs/doctor.md` is tested against these. */
export type Row = {
  readonly check: Check;
  readonly severity: Severity;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** Codes of what follows from it: where one of them is found too, this is the cause, and as severe. */
  readonly explains?: readonly string[];
  /** Only suspected, and said no more once all that it would explain was examined and found well. */
  readonly suspicion?: true;
};
