import { spawn } from "node:child_process";
import { afterAll } from "@jest/globals";

export type Launched = {
  /** The exit code, or undefined where a signal ended it. */
  readonly ended: Promise<number | undefined>;
  stdout(): string;
  stderr(): string;
  /** Ends it and all that it has started; resolves when its streams are closed. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
};

export type Place = { readonly cwd: string; readonly env: Readonly<Record<string, string>> };

const launched: Launched[] = [];
afterAll(async () => {
  for (const { stop } of launched) await stop();
});

/**
 * Starts a command as the leader of a process group of its own: a shell that is killed alone would leave
 * its `sleep` behind.
 */
export function launch([command = "", ...args]: readonly string[], place: Place): Launched {
  const { cwd, env } = place;
  const child = spawn(command, args, {
    cwd,
    env: { HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const printed = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (printed.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed.stderr += chunk.toString()));
  child.once("error", ({ message }) => (printed.stderr += message));
  const ended = new Promise<number | undefined>((resolve) => {
    child.once("close", (code) => {
      resolve(code ?? undefined);
    });
  });
  const started: Launched = {
    ended,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    async stop(signal = "SIGKILL") {
      if (child.pid !== undefined) killGroup(child.pid, signal);
      await ended;
    },
  };
  launched.push(started);
  return started;
}

function killGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // All of it has ended.
  }
}
