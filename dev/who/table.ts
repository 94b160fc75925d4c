import { toFields } from "../../lib/base/unknown-object.ts";
import { states } from "../../lib/alive/state-of.ts";
import type { Told } from "./ask.ts";

const heads = ["GROUP", "CONSUMER", "STATE", "RENEWED", "LEASE", "PARTITIONS", "INSTANCE", "LAST"];
/** What needs somebody comes first. */
const order: readonly string[] = states;

/** What the relay tells, for people. */
export function whoTable(consumers: readonly Told[], nowMs: number): string {
  if (consumers.length === 0) return "The relay has seen no consumer that this key may read.\n";
  const urgency = ({ state }: Told) => order.indexOf(text(state));
  const sorted = consumers.toSorted((a, b) => urgency(a) - urgency(b));
  const rows = [heads, ...sorted.map((one) => toRow(one, nowMs))];
  const widths = heads.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n${summary(consumers)}\n`;
}

function toRow(told: Told, nowMs: number): string[] {
  const { outcome, upstreamCode } = toFields(told["lastAttempt"]);
  const renewedMs = Date.parse(text(told["renewedAt"]));
  const endsMs = Date.parse(text(told["leaseEndsAt"]));
  return [
    text(told["consumerGroup"]),
    text(told["consumer"]),
    text(told["state"]),
    Number.isNaN(renewedMs) ? "-" : `${seconds(nowMs - renewedMs)} ago`,
    Number.isNaN(endsMs) || endsMs <= nowMs ? "-" : seconds(endsMs - nowMs),
    toPartitions(told["topics"]),
    text(told["instance"]) || "-",
    text(upstreamCode) || text(outcome) || "-",
  ];
}

function toPartitions(topics: unknown): string {
  const lists = Object.values(toFields(topics)).map((list) =>
    Array.isArray(list) ? list.join(",") : "",
  );
  return lists.filter(Boolean).join(" ") || "-";
}

function summary(consumers: readonly Told[]): string {
  const counts = order.flatMap((state) => {
    const count = consumers.filter((one) => one["state"] === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
  return counts.join(", ");
}

function seconds(ms: number): string {
  return `${Math.max(0, Math.round(ms / 1000))} s`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
