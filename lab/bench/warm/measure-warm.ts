import { join } from "node:path";
import * as z from "zod/mini";
import { measureIn } from "../support/children.ts";
import type { Workspace } from "../support/workspace.ts";

const values = z.array(z.number()).check(z.minLength(1));
const timings = z.object({ relay: values, sdk: values, raw: values });
const warmReport = z.object({ oneByOne: timings, atOnce: timings, cpu: timings });

/** Milliseconds of single calls, one at a time and many at once, and µs of CPU per call. */
export type WarmTimes = z.infer<typeof warmReport>;

/**
 * The three contenders in one process, the emulator in another.
 * @throws Error when a beat is not granted.
 */
export async function measureWarm(
  bundle: string,
  emulatorUrl: string,
  { directory, env, key }: Workspace,
): Promise<WarmTimes> {
  const place = { directory, env: { ...env, CLS_CONNECT_TO: emulatorUrl } };
  return warmReport.parse(
    await measureIn(join(import.meta.dirname, "child.ts"), [bundle, key], place),
  );
}
