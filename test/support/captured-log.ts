import type { Log } from "../../lib/observe/logger.ts";

export type LogLine = { readonly level: string; readonly message: string } & Record<
  string,
  unknown
>;

/** A log that keeps its lines as they would be written: through JSON and back. */
export function createCapturedLog(): { readonly log: Log; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: string): Log["info"] =>
    (message, ...extra) => {
      const fields: unknown = JSON.parse(JSON.stringify(Object.assign({}, ...extra)));
      lines.push({
        ...(fields as object),
        level,
        message: typeof message === "string" ? message : message.message,
      });
    };
  return {
    lines,
    log: { info: at("INFO"), warn: at("WARN"), error: at("ERROR"), getLevelName: () => "DEBUG" },
  };
}
