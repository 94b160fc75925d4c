import { join } from "node:path";
import { measureConnection } from "./connection/measure-connection.ts";
import { measureBytes } from "./bytes/measure-bytes.ts";
import type { Part } from "../report/figures.ts";
import { toLoadParts } from "./load/figures.ts";
import { measureLoad } from "./load/measure-load.ts";
import { createTargets } from "./load/targets.ts";
import { measurePipeline } from "./pipeline/measure-pipeline.ts";
import { startEmulatorProcess } from "./support/emulator.ts";
import { createWorkspace } from "./support/workspace.ts";
import { measureTable } from "./table/measure-table.ts";
import { toWarmParts } from "./warm/figures.ts";
import { measureWarm } from "./warm/measure-warm.ts";

export type MeasureOptions = {
  readonly rounds: number;
  readonly progress: (line: string) => void;
};

/**
 * The whole run, one thing after the other.
 * @throws Error when something does not work; a slow result is no error.
 */
export async function measure(options: MeasureOptions): Promise<readonly Part[]> {
  const { rounds, progress } = options;
  const workspace = await createWorkspace();
  try {
    progress("bytes");
    const built = join(workspace.directory, "functions");
    const bytes = await measureBytes(built);
    const bundle = join(built, "relay.cjs");
    const emulator = await startEmulatorProcess(workspace);
    try {
      const targets = createTargets(bundle, workspace.key);
      const emulatorUrl = emulator.url;
      const times = await measureLoad({ targets, rounds, workspace, emulatorUrl, progress });
      progress("warm: handler, bare SDK call and raw node:http in turn");
      const warm = await measureWarm(bundle, emulatorUrl, workspace);
      progress("warm with the table, everything as far away as in the cloud");
      const table = await measureTable(bundle, emulatorUrl, workspace);
      progress("pipeline without the SDK");
      const pipeline = await measurePipeline(workspace);
      progress("connection: ten thousand beats with pauses, about a minute and a half");
      const connection = await measureConnection(bundle, emulatorUrl, workspace);
      return [
        ...toLoadParts(times, targets),
        ...toWarmParts(warm),
        table,
        pipeline,
        connection,
        ...bytes,
      ];
    } finally {
      emulator.stop();
    }
  } finally {
    await workspace.remove();
  }
}
