import { join } from "node:path";
import * as z from "zod/mini";
import { atMost, type Part } from "../../report/figures.ts";
import { measureIn } from "../support/children.ts";
import type { Workspace } from "../support/workspace.ts";
import { units } from "../units.ts";
import { connectionCounts } from "./counts.ts";

const report = z.object({ opened: z.int() });

/**
 * How many connections the deployed bundle opens over its warm life, pauses included.
 * @throws Error when a beat is not granted.
 */
export async function measureConnection(
  bundle: string,
  emulatorUrl: string,
  { directory, env, key }: Workspace,
): Promise<Part> {
  const child = join(import.meta.dirname, "child.ts");
  const place = { directory, env: { ...env, CLS_CONNECT_TO: emulatorUrl } };
  const { opened } = report.parse(await measureIn(child, [bundle, key], place));
  const { rounds, beatsPerRound, pauseMs } = connectionCounts;
  const beats = rounds * beatsPerRound;
  return {
    title: "the connection",
    figures: [
      {
        name: `opened in ${beats} beats with ${rounds} pauses of ${pauseMs / 1000} s`,
        ...units.count,
        value: opened,
        // 99.9 % of the beats find a connection open.
        ...atMost(beats / 1000),
      },
    ],
  };
}
