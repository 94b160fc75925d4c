import { execFile } from "node:child_process";
import { cpus } from "node:os";
import { promisify } from "node:util";

/** Where and on what a run was made; nothing that names the machine. */
export type RunFacts = {
  readonly node: string;
  /** Short, with a `+` where the tree had changes; `unknown` outside a git checkout. */
  readonly commit: string;
  readonly cpu: string;
  readonly cores: number;
  readonly rounds: number;
  /** Of the run's start, in UTC. */
  readonly date: string;
};

const run = promisify(execFile);

/** @param startedEpochMs when the run began, in milliseconds since the Unix epoch. */
export async function readRunFacts(
  root: string,
  rounds: number,
  startedEpochMs: number,
): Promise<RunFacts> {
  const all = cpus();
  return {
    node: process.version,
    commit: await readCommit(root),
    cpu: all[0]?.model.trim() || "unknown CPU",
    cores: all.length,
    rounds,
    date: new Date(startedEpochMs).toISOString().slice(0, 10),
  };
}

/** The facts in a sentence. */
export function describeRun({ node, commit, cpu, cores, rounds, date }: RunFacts): string {
  return `${date}, commit ${commit}, Node ${node}, ${cores} × ${cpu}, ${rounds} rounds.`;
}

async function readCommit(root: string): Promise<string> {
  const git = async (...args: string[]) => (await run("git", args, { cwd: root })).stdout.trim();
  try {
    const commit = await git("rev-parse", "--short", "HEAD");
    // The page that a run writes says nothing of what was measured.
    const changes = await git("status", "--porcelain", "--", ".", ":!docs/benchmarks.md");
    return changes === "" ? commit : `${commit}+`;
  } catch {
    return "unknown";
  }
}
