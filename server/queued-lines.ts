import { setTimeout } from "node:timers/promises";
import type { WriteLine } from "../lib/app/create-services.ts";

/** What a reader that is slow may be behind; more lines are dropped. */
const mostBytes = 1024 * 1024;

export type Stream = NodeJS.WriteStream & { readonly _handle?: NodeHandle };
type NodeHandle = { setBlocking?(isBlocking: boolean): void };

export type QueuedLines = {
  readonly write: WriteLine;
  /** Settles when all lines are written, or after this time for a reader that is gone. */
  written(withinMs: number): Promise<void>;
};

type Streams = Readonly<Record<"stdout" | "stderr", Stream>>;

/**
 * Writes lines without waiting for their reader. Node writes to a terminal or a pipe at once, and the
 * whole process stands still while nobody reads it, after Ctrl-S for one. Here lines wait in memory, up to 1 MB
 * for each stream; what is more is dropped and counted, which is told when the reader is back.
 */
export function createQueuedLines(streams: Streams = process): QueuedLines {
  const dropped = { stdout: 0, stderr: 0 };
  for (const stream of [streams.stdout, streams.stderr]) {
    // Like a console: the reader of the log may go away, and no heartbeat fails because of that.
    stream.on("error", () => undefined);
    // Node offers no public switch; on Windows, and for files, there is nothing to switch.
    stream._handle?.setBlocking?.(false);
  }
  return {
    write(name, line) {
      const stream = streams[name];
      if (stream.writableLength + line.length > mostBytes) {
        dropped[name] += 1;
        return;
      }
      if (dropped[name] > 0) stream.write(droppedLine(dropped[name]));
      dropped[name] = 0;
      stream.write(line);
    },
    async written(withinMs) {
      const all = [streams.stdout, streams.stderr].map(
        (stream) => new Promise((resolve) => stream.write("", resolve)),
      );
      const patience = setTimeout(withinMs);
      await Promise.race([Promise.all(all), patience]);
    },
  };
}

function droppedLine(dropped: number): string {
  const timestamp = new Date().toISOString();
  const message = "log lines dropped: nobody read them";
  return `${JSON.stringify({ level: "WARN", message, timestamp, dropped })}\n`;
}
