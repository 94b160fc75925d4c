import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

export type ServerChild = {
  readonly url: string;
  /** From the start of the process until it listened. */
  readonly startedMs: number;
  /** Milliseconds that CLS took, by the id of the request. */
  readonly upstreamMs: ReadonlyMap<string, number>;
  /** What it printed on stderr. */
  readonly complaints: readonly string[];
  residentBytes(): number;
  /** Ends it as an operator does; gives its exit code. */
  end(): Promise<number | null>;
};

/** @throws Error with what it said when it ends before it listens. */
export async function startServerChild(file: string, env: NodeJS.ProcessEnv): Promise<ServerChild> {
  const spawnedMs = performance.now();
  const child = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "pipe"] });
  const upstreamMs = new Map<string, number>();
  const complaints: string[] = [];
  const ended = once(child, "exit");
  createInterface({ input: child.stderr }).on("line", (line) => complaints.push(line));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const fields = JSON.parse(line) as Record<string, unknown>;
      if (typeof fields["url"] === "string") resolve(fields["url"]);
      const { requestId, upstreamMs: tookMs } = fields;
      if (typeof requestId === "string" && typeof tookMs === "number") {
        upstreamMs.set(requestId, tookMs);
      }
    });
    child.once("exit", () => {
      reject(new Error(`the server ended before it listened: ${complaints.join("\n")}`));
    });
  });
  return {
    url,
    startedMs: performance.now() - spawnedMs,
    upstreamMs,
    complaints,
    residentBytes: () => residentBytes(child),
    async end() {
      child.kill("SIGTERM");
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}

/** Of Linux alone. */
function residentBytes({ pid = 0 }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
}
