import { Logger } from "@aws-lambda-powertools/logger";

/** What this project uses of the one Logger; tests hand in their own. */
export type Log = Pick<Logger, "info" | "warn" | "error">;

export function createLogger(): Log {
  return new Logger({ serviceName: "heartbeat-relay" });
}

/**
 * Of an unexpected error, what locates it: its name and where it was thrown. Its message is left
 * out, because libraries quote their input there, and a caller's body may hold a secret.
 */
export function describeError(thrown: unknown): { name: string; frames: readonly string[] } {
  if (!(thrown instanceof Error)) return { name: typeof thrown, frames: [] };
  const { name, message, stack = "" } = thrown;
  // The stack begins with the message, which may itself hold lines that look like frames.
  const [, trace = ""] = splitOnce(stack, message);
  const frames = trace.split("\n").filter((line) => /^\s+at /.test(line));
  return { name, frames: frames.slice(0, 8).map((line) => line.trim()) };
}

function splitOnce(text: string, separator: string): string[] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + separator.length)];
}
