import { execFile } from "node:child_process";
import { mkdir, cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const projectDir = join(import.meta.dirname, "../..");
const osls = join(projectDir, "node_modules/serverless/bin/serverless.js");

export type OslsRun = { readonly exitCode: number; readonly output: string };

export type Service = {
  readonly dir: string;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<OslsRun>;
  remove(): Promise<void>;
};

/** The files that osls reads, in a folder of their own, with empty bundles and the given configuration file. */
export async function createService(relayConfig: unknown): Promise<Service> {
  const dir = await mkdtemp(join(tmpdir(), "heartbeat-relay-osls-"));
  await cp(join(projectDir, "deploy"), join(dir, "deploy"), { recursive: true });
  await cp(join(projectDir, "serverless.yml"), join(dir, "serverless.yml"));
  await symlink(join(projectDir, "dev"), join(dir, "dev"));
  await writeFile(join(dir, "relay.config.json"), JSON.stringify(relayConfig));
  await mkdir(join(dir, "dist/functions"), { recursive: true });
  for (const name of ["relay.cjs", "schedule.cjs", "openapi.json", "board.html"]) {
    await writeFile(join(dir, "dist/functions", name), "");
  }
  return {
    dir,
    run: (args, env = {}) =>
      new Promise((resolve) => {
        const options = { cwd: dir, env: { HOME: dir, CI: "1", ...env }, timeout: 60_000 };
        execFile(process.execPath, [osls, ...args], options, (error, stdout, stderr) => {
          resolve({ exitCode: error === null ? 0 : Number(error.code), output: stdout + stderr });
        });
      }),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
