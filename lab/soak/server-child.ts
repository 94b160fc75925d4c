import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** After a full collection: else it would be seen at any point between two of V8's own. */
export type Memory = { readonly heldBytes: number; readonly residentBytes: number };

export type ServerChild = {
  readonly url: string;
  /** From the start of the process until it listened. */
  readonly startedMs: number;
  /** Milliseconds that CLS took, by the id of the request. */
  readonly upstreamMs: ReadonlyMap<string, number>;
  /** What it printed on stderr, but for the slow senders. */
  readonly complaints: readonly string[];
  memory(): Promise<Memory>;
  /** Ends it as an operator does; gives its exit code. */
  end(): Promise<number | null>;
};

/** @throws Error with what it said when it ends before it listens. */
export async function startServerChild(file: string, env: NodeJS.ProcessEnv): Promise<ServerChild> {
  const spawnedMs = performance.now();
  const tellMemory = join(import.meta.dirname, "tell-memory.cjs");
  const child = spawn(process.execPath, ["--expose-gc", "-r", tellMemory, file], {
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the server has no output");
  const upstreamMs = new Map<string, number>();
  const complaints: string[] = [];
  const ended = once(child, "exit");
  createInterface({ input: stderr }).on("line", (line) => {
    // One line in 10 s tells of the slow senders, as it has to.
    if (!line.includes("requests not read")) complaints.push(line);
  });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: stdout }).on("line", (line) => {
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
    async memory() {
      child.send("collect");
      const [memory] = (await once(child, "message")) as [Memory];
      return memory;
    },
    async end() {
      child.kill("SIGTERM");
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}
