import fc from "fast-check";
import { createCanaries } from "../support/canaries.ts";
import { createTally, type Proof } from "../support/proof.ts";
import { breakage } from "./breakages.ts";
import { captureOutput } from "./captured-output.ts";
import { createJudge, type Finding } from "./judge.ts";
import { plannedProxy } from "./proxy.ts";
import { plannedRequest } from "./requests.ts";
import { carryOut, parseJson, type Run, type Seen } from "./run.ts";
import { startSandbox } from "./sandbox.ts";
import { plannedSettings } from "./settings.ts";
import { plannedTable } from "./table.ts";
import { plannedUpstream } from "./upstreams.ts";

/** A sandbox is costly to start, and remembers: its runs come one after the other. */
const runsPerSandbox = 40;

const run: fc.Arbitrary<Run> = fc.record({
  request: plannedRequest,
  upstream: plannedUpstream,
  table: plannedTable,
  proxy: plannedProxy,
  breakage,
});

const sandboxLife = fc.record({
  settings: plannedSettings,
  // Not shrunk: other canaries are no simpler ones.
  canaries: fc.noShrink(fc.nat()),
  runs: fc.array(run, { minLength: 1, maxLength: runsPerSandbox, size: "max" }),
});

/**
 * No log line, answer, header, metric, thrown error or stack holds 8 consecutive bytes of any secret, but
 * where documented-echoes.ts says that a caller meets its own text; and CLS, the limit's table and the proxy
 * are each sent what they know already, and nothing else.
 *
 * @throws with the counterexample, its seed and its path.
 */
export const proveCanaries: Proof = async ({ runs, seed }) => {
  const tally = createTally();
  let made = 0;
  const property = fc.asyncProperty(sandboxLife, async (life) => {
    const canaries = createCanaries(life.canaries);
    const { judge, judgeOutput } = createJudge(canaries, tally.count);
    const started = await captureOutput(() => startSandbox(life.settings, canaries));
    const { value: sandbox, output } = started;
    try {
      complain(judgeOutput(output));
      for (const planned of life.runs) {
        const seen = await carryOut(planned, sandbox, canaries);
        made += 1;
        tally.count(outcomeOf(seen));
        if (seen.table.length > 0) tally.count("the table was asked");
        if (seen.proxy.length > 0) tally.count("the proxy was asked");
        complain(judge(seen), planned);
      }
    } finally {
      await sandbox.close();
    }
  });
  while (made < runs) {
    const sandboxes = Math.ceil((runs - made) / runsPerSandbox);
    // The run that failed says all there is; to shrink what came before it takes minutes.
    await fc.assert(property, { numRuns: sandboxes, seed: seed + made, endOnFailure: true });
  }
  return [["runs", made], ...tally.rows()];
};

function complain(finding: Finding | undefined, planned?: Run): void {
  if (finding === undefined) return;
  const { surface, secret, around } = finding;
  throw new Error(`${surface} holds ${secret}: …${around}…\n${JSON.stringify(planned, null, 1)}`);
}

function outcomeOf({ answer, thrown }: Seen): string {
  if (answer === undefined) return thrown === undefined ? "a schedule ran" : "a throw at the host";
  const problem = parseJson(answer.body);
  const isProblem = typeof problem === "object" && problem !== null && "code" in problem;
  return `answer ${answer.statusCode}${isProblem ? ` ${String(problem.code)}` : ""}`;
}
