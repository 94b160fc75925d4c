import { join } from "node:path";
import * as z from "zod/mini";
import { runScript, withoutDeprecations } from "../support/children.ts";
import type { Workspace } from "../support/workspace.ts";
import type { Target, TargetName } from "./targets.ts";

/** Milliseconds of every round, in order. */
export type LoadTimes = Readonly<
  Record<TargetName, { readonly loadMs: number[]; readonly firstBeatMs: number[] }>
>;

export type LoadOptions = {
  readonly targets: readonly Target[];
  readonly rounds: number;
  readonly workspace: Workspace;
  readonly emulatorUrl: string;
  readonly progress: (line: string) => void;
};

type Loaded = Pick<Target, "title" | "file" | "silent">;

type Run = { readonly target: Target; readonly beats: boolean };

const runner = join(import.meta.dirname, "runner.cjs");
const loadReport = z.object({ loadMs: z.number() });
const beatReport = z.object({ firstBeatMs: z.number(), status: z.number() });

/**
 * Loads every target in fresh processes, interleaved, the order reversed every other round. Loading alone is
 * timed as deployed; the first beat in further processes, connected to the emulator. A first round is not
 * counted: it reads the files from the disk and warms the emulator.
 *
 * @throws Error when a child fails, answers anything but 200, or prints on stderr.
 */
export async function measureLoad(options: LoadOptions): Promise<LoadTimes> {
  const { targets, rounds, progress } = options;
  const times: LoadTimes = {
    bundle: { loadMs: [], firstBeatMs: [] },
    clsImport: { loadMs: [], firstBeatMs: [] },
    rootImport: { loadMs: [], firstBeatMs: [] },
    builtIns: { loadMs: [], firstBeatMs: [] },
    empty: { loadMs: [], firstBeatMs: [] },
  };
  const runs: readonly Run[] = [
    ...targets.map((target) => ({ target, beats: false })),
    ...targets.filter(({ event }) => event).map((target) => ({ target, beats: true })),
  ];
  for (let round = 0; round <= rounds; round += 1) {
    if (round > 0) progress(`load: round ${round} of ${rounds}`);
    for (const { target, beats } of round % 2 === 0 ? runs : runs.toReversed()) {
      const ms = await (beats
        ? timeFirstBeat(target, options)
        : timeLoad(target, options.workspace));
      if (round > 0) times[target.name][beats ? "firstBeatMs" : "loadMs"].push(ms);
    }
  }
  return times;
}

/** Milliseconds of one load in a fresh process. */
export async function timeLoad(target: Loaded, place: Workspace): Promise<number> {
  return loadReport.parse(await runTarget(target, [], place)).loadMs;
}

async function timeFirstBeat(target: Target, options: LoadOptions): Promise<number> {
  const { workspace, emulatorUrl } = options;
  const env = { ...workspace.env, CLS_CONNECT_TO: emulatorUrl };
  const report = await runTarget(target, [JSON.stringify(target.event)], { ...workspace, env });
  const { firstBeatMs, status } = beatReport.parse(report);
  if (status !== 200) throw new Error(`${target.title} answered its first beat with ${status}`);
  return firstBeatMs;
}

/** The report of one fresh process: the last line of its stdout, before which a function may log. */
async function runTarget(
  { file, title, silent }: Loaded,
  args: readonly string[],
  place: Workspace,
): Promise<unknown> {
  const { stdout, stderr } = await runScript(runner, [file, ...args], place);
  const printed = silent ? stderr : withoutDeprecations(stderr);
  if (printed !== "") throw new Error(`${title} printed on stderr: ${printed}`);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}
