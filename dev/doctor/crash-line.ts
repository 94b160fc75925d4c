import { describeError } from "../../lib/observe/logger.ts";

/**
 * What is told where the doctor itself fails: the name of the error and where it was thrown, and not its message,
 * which may quote a secret.
 */
export function crashLine(thrown: unknown): string {
  const { name, frames } = describeError(thrown);
  const [frame] = frames;
  const where = frame === undefined ? "" : ` ${frame}`;
  return `The doctor itself failed (${name}${where}); this says nothing of the configuration. Please report it.\n`;
}
