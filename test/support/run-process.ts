import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { afterAll } from "@jest/globals";

export type Running = {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves as soon as either stream has `pattern`, rejects when the process ends before. */
  printed(pattern: RegExp): Promise<string>;
  /** The exit code. */
  ended: Promise<number | null>;
};

/** Where a program runs, and as whom. */
export type RunPlace = Pick<SpawnOptions, "cwd" | "gid" | "uid">;

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

/** Starts a program with an environment of its own: nothing of the caller's credentials leaks in. */
export function run(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
  place: RunPlace = {},
): Running {
  const child = spawn(command, args, {
    ...place,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    child,
    ended,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output.stdout) ?? pattern.exec(output.stderr);
          if (match) resolve(match[0]);
        };
        child.stdout.on("data", look);
        child.stderr.on("data", look);
        child.once("close", () => {
          reject(new Error(`ended before it printed ${pattern.source}: ${output.stderr}`));
        });
        look();
      }),
  };
}

/** The node that runs the tests, so that a start does not depend on the host's. */
export const node = process.execPath;

/** Arguments for `node` that run the local server and hold each of its exchanges to the OpenAPI document. */
export const documentedServer = [
  "--import",
  "./test/support/openapi/documented-server.ts",
  "server/main.ts",
  "--embedded-without-credentials",
];
