import type { ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";

/**
 * The URL at which a process listens, once it has said so.
 * @throws Error with what it said when it ends before that.
 */
export function listeningUrl(
  child: ChildProcessByStdio<null, Readable, Readable>,
): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (found) resolve(found);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", reject);
    child.once("exit", () => {
      reject(new Error(`${child.spawnfile} ended before it listened: ${said}`));
    });
  });
}
