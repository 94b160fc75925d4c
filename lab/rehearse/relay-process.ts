import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

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
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (found) resolve(found);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", () => {
      reject(new Error(`the relay ended before it listened: ${said}`));
    });
  });
  return { child, url };
}
