import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { listen } from "../../dev/emulator/sockets.ts";
import { answerPull, readPull } from "./pull-log.ts";
import type { Reading } from "./readings.ts";
import { createWayOut } from "./way-out.ts";

export type Members = {
  start(consumer: string): Promise<void>;
  /** Ends it in good order: it lets go of everything first. */
  leave(consumer: string): Promise<void>;
  /** Ends it at once. */
  crash(consumer: string): void;
  endAll(): Promise<void>;
};

/** One log in this time and partition. */
const logEveryMs = 20_000;

/** Tencent's consumers as processes, each with a way out of its own, by which it is known who pulls what. */
export function createMembers(options: {
  readonly emulatorPort: number;
  readonly env: NodeJS.ProcessEnv;
  readonly startedMs: number;
  readonly onReading: (reading: Reading) => void;
}): Members {
  const running = new Map<string, { child: ChildProcess; wayOut: Server }>();
  const script = fileURLToPath(new URL("consumer.py", import.meta.url));

  function end(consumer: string, signal: NodeJS.Signals): ChildProcess | undefined {
    const child = running.get(consumer)?.child;
    child?.kill(signal);
    return child;
  }

  async function leave(consumer: string): Promise<void> {
    const child = end(consumer, "SIGTERM");
    if (child?.exitCode === null && child.signalCode === null) await once(child, "exit");
  }

  return {
    async start(consumer) {
      const wayOut = createWayOut({
        emulatorPort: options.emulatorPort,
        pullLog(body) {
          const pull = readPull(body);
          const atMs = Date.now() - options.startedMs;
          options.onReading({ atMs, consumer, partition: pull.partition });
          return answerPull(pull, atMs, logEveryMs);
        },
      });
      const proxy = `http://127.0.0.1:${await listen(wayOut, 0, "127.0.0.1")}`;
      const env = { ...options.env, CONSUMER: consumer, http_proxy: proxy, https_proxy: proxy };
      const child = spawn("/usr/bin/python3", [script], { env, stdio: "inherit" });
      running.set(consumer, { child, wayOut });
    },
    leave,
    crash(consumer) {
      end(consumer, "SIGKILL");
    },
    async endAll() {
      await Promise.all([...running.keys()].map(leave));
      for (const { wayOut } of running.values()) wayOut.close().closeAllConnections();
    },
  };
}
