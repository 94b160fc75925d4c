import { fork } from "node:child_process";
import { join } from "node:path";
import type { Workspace } from "./workspace.ts";

export type ServerProcess = { readonly url: string; stop(): void };

/**
 * Starts the emulator in a process of its own, without its limit; it ends with this process at the latest.
 * @throws Error when it ends before it listens.
 */
export function startEmulatorProcess(workspace: Workspace): Promise<ServerProcess> {
  return startServerProcess(join(import.meta.dirname, "emulator-child.ts"), workspace);
}

/**
 * Starts a module that sends the URL at which it listens; it ends with this process at the latest.
 * @throws Error when it ends before it listens.
 */
export async function startServerProcess(
  module: string,
  { directory, env }: Pick<Workspace, "directory" | "env">,
): Promise<ServerProcess> {
  const child = fork(module, {
    cwd: directory,
    env,
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("message", (message) => {
      if (typeof message === "string") resolve(message);
    });
    child.once("exit", (code) => {
      reject(new Error(`${module} ended with ${code ?? "a signal"} before it listened`));
    });
  });
  return {
    url,
    stop: () => {
      child.disconnect();
    },
  };
}
