import { describe } from "@jest/globals";
import { isMissing } from "./is-missing.ts";
import { markNeed } from "./needs-mark.ts";
import type { ToolName } from "./tools.ts";

/**
 * Describes tests that need tools of the machine. Where one is missing they are not run, and the end of
 * the test run says so.
 *
 * @example
 * needs(["curl"], "curl renews a lease", () => { test(…) });
 */
export function needs(names: readonly ToolName[], title: string, tests: () => void): void {
  const missing = names.find(isMissing);
  if (missing === undefined) describe(title, tests);
  else describe.skip(markNeed(title, missing), tests);
}
