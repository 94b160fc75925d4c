import { LogFormatter, Logger, LogItem, LogLevelThreshold } from "@aws-lambda-powertools/logger";
import { lazy } from "../base/lazy.ts";
import type { LogLevel } from "../config/host-settings.ts";

/** What this project uses of the one Logger; tests hand in their own. */
export type Log = Pick<Logger, "info" | "warn" | "error" | "getLevelName">;

type ConstructorOptions = ConstructorParameters<typeof Logger>[0];
type Line = Parameters<LogFormatter["formatAttributes"]>;

/** The line as it is written, without the fields that Powertools adds: they cost more than our own. */
class LineFormatter extends LogFormatter {
  readonly #more: object;

  constructor(more: object) {
    super();
    this.#more = more;
  }

  override formatAttributes(...[base, fields]: Line): LogItem {
    const { logLevel: level, message, timestamp, serviceName: service, xRayTraceId } = base;
    const head = { level, message, timestamp: timestamp.toISOString(), service };
    return new LogItem({
      attributes: { ...head, xray_trace_id: xRayTraceId, ...this.#more, ...fields },
    });
  }
}

/** Takes a whole line. */
export type WriteLine = (stream: "stdout" | "stderr", line: string) => void;

/** As a console does: the reader of the log may go away, and no beat fails for that. */
const openStreams = lazy(() => {
  const { stdout, stderr } = process;
  for (const stream of [stdout, stderr]) stream.on("error", () => undefined);
  return { stdout, stderr };
});

/** Written when it returns, as a sandbox needs it that may be frozen right after its answer. */
export const writeAtOnce: WriteLine = (stream, line) => {
  openStreams()[stream].write(line);
};

export type LoggerOptions = {
  readonly service?: string;
  readonly level?: LogLevel;
  readonly write?: WriteLine;
  /** What every line has besides. */
  readonly fields?: object;
};

/** Prints plain data as it is: Powertools would check every value for an error, a bigint or a circle. */
class LineLogger extends Logger {
  readonly #write: WriteLine;

  constructor(write: WriteLine, options: ConstructorOptions) {
    super(options);
    this.#write = write;
  }

  protected override printLog(level: number, item: LogItem): void {
    item.prepareForPrint();
    const stream = level < LogLevelThreshold.WARN ? "stdout" : "stderr";
    this.#write(stream, `${JSON.stringify(item.getAttributes())}\n`);
  }
}

export function createLogger(options: LoggerOptions = {}): Log {
  const { service = "heartbeat-relay", level = "INFO", write = writeAtOnce, fields = {} } = options;
  const given = { serviceName: service, logLevel: level, logFormatter: new LineFormatter(fields) };
  try {
    return new LineLogger(write, given);
  } catch {
    return createPlainLog(service, write);
  }
}

/** Used where Powertools cannot start because of a variable that it cannot read; the configuration reports that fault. */
function createPlainLog(service: string, write: WriteLine): Log {
  const at =
    (level: string): Log["info"] =>
    (message, ...fields) => {
      const head = { level, message, timestamp: new Date().toISOString(), service };
      write("stderr", `${JSON.stringify(Object.assign(head, ...fields))}\n`);
    };
  return { info: at("INFO"), warn: at("WARN"), error: at("ERROR"), getLevelName: () => "INFO" };
}

const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "CRITICAL", "SILENT"];

/** Whether a line of `level` is written at the level that the log is set to. */
export function writes(log: Log, level: "info" | "warn" | "error"): boolean {
  return levels.indexOf(level.toUpperCase()) >= levels.indexOf(log.getLevelName());
}

/** Writes a line that may be lost: where the log itself fails, the caller must still be answered. */
export function noteIfPossible(write: () => void): void {
  try {
    write();
  } catch {
    // There is no other log to say it in.
  }
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
