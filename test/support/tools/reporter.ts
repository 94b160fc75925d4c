import { faultInCi, findNotRun, type Results, toTable } from "./not-run.ts";

/** Jest's reporter of what was not run for want of a tool; where `CI` is `true` that is a failure. */
export default class MissingToolsReporter {
  #fault: string | undefined;

  onRunComplete(_contexts: unknown, results: Results): void {
    const notRun = findNotRun(results);
    process.stderr.write(toTable(notRun));
    if (process.env["CI"] === "true") this.#fault = faultInCi(notRun);
    if (this.#fault !== undefined) process.stderr.write(`${this.#fault}\n`);
  }

  /** What Jest asks at the end. */
  getLastError(): Error | undefined {
    return this.#fault === undefined ? undefined : new Error(this.#fault);
  }
}
