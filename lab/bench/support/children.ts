import { type ChildProcess, fork, spawn } from "node:child_process";
import type { ChildEnvironment, Workspace } from "./workspace.ts";

type Place = Pick<Workspace, "directory"> & { readonly env: ChildEnvironment };

export type ChildOutput = { readonly stdout: string; readonly stderr: string };

/** A child that takes longer has hung; the measurement is then given up, not waited for. */
const loadLimitMs = 20_000;
const measureLimitMs = 180_000;

/**
 * Runs a script of Node's to its end, with the given environment and nothing else.
 * @throws Error with what it printed when it failed or took more than 20 s.
 */
export async function runScript(
  script: string,
  args: readonly string[],
  { directory, env }: Place,
): Promise<ChildOutput> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: directory,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: loadLimitMs,
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  await ended(child, script, stderr);
  return { stdout: stdout(), stderr: stderr() };
}

/**
 * Runs a module that sends one message, its result; what it logs goes to /dev/null.
 * @throws Error with what it printed on stderr when it failed, sent nothing or took more than 180 s.
 */
export async function measureIn(
  module: string,
  args: readonly string[],
  { directory, env }: Place,
): Promise<unknown> {
  const child = fork(module, args, {
    cwd: directory,
    env,
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    timeout: measureLimitMs,
  });
  const stderr = collect(child.stderr);
  let result: unknown;
  child.once("message", (message) => (result = message));
  await ended(child, module, stderr);
  const printed = withoutDeprecations(stderr());
  if (printed !== "") throw new Error(`${module} printed on stderr: ${printed}`);
  return result;
}

/** What is left without Node's own deprecation warnings, which the unmodified SDK causes. */
export function withoutDeprecations(stderr: string): string {
  return stderr
    .split("\n")
    .filter((line) => !/^\(node:\d+\) \[DEP\d+\]|^\(Use `node --trace-deprecation/.test(line))
    .join("\n")
    .trim();
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = "";
  stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

async function ended(child: ChildProcess, script: string, stderr: () => string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${script} ended with ${signal ?? code ?? "?"}: ${stderr()}`));
    });
  });
}
