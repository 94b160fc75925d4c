import { version } from "../../../lib/base/version.ts";
import type { Report } from "../finding.ts";

/** The report for machines; match on `code`, not on text. */
export function toJson(report: Report): string {
  return `${JSON.stringify({ version, ...report }, null, 2)}\n`;
}
