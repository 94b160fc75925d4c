import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { listeningUrl } from "../listening-url.ts";

export type RelayProcess = { readonly child: ChildProcess; readonly url: string };

/**
 * The local server in a process of its own, as `npm start` runs it.
 * @throws Error with what it said when it ends before it listens.
 */
export async function startRelayProcess(env: NodeJS.ProcessEnv): Promise<RelayProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../server/main.ts")], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { child, url: await listeningUrl(child) };
}
