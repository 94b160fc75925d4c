import type { ReloadableServices, Services } from "../lib/app/services.ts";
import { fileMark } from "../lib/config/file-mark.ts";

/** A mounted file of Kubernetes changes by a link, of which no other way of watching tells everywhere. */
const lookEveryMs = 1000;

/** How each of some files was when it was last looked at. */
export type FileMarks = ReadonlyMap<string, string | undefined>;

/** To be taken before the files are read: what changes in between is seen at the first look. */
export function markFiles(paths: Iterable<string>): FileMarks {
  return new Map(Array.from(paths, (path) => [path, fileMark(path)]));
}

/** Whether SIGHUP asks to read again. A terminal that is closed sends it too, and means the end. */
export const isDaemon = () => !process.stdin.isTTY;

export type ReloadOptions = {
  readonly files: FileMarks;
  readonly services: ReloadableServices;
  /** Puts new services in place of those before, for all requests from then on. */
  readonly use: (services: Services) => void;
};

/**
 * Reads the files again when one of them changes and on SIGHUP: the configuration, and credentials if they are in a file.
 * One with faults changes nothing. Returns how to stop it.
 */
export function startReload({ files, services, use }: ReloadOptions): () => void {
  const { log } = services;
  const reload = () => {
    const next = services.reload();
    const { faults, settings } = next.config;
    if (faults.length > 0) {
      log.error("configuration not reloaded: the one before stays in use", { faults });
      return;
    }
    use(next);
    const counts = { keys: settings?.keys.length, aliases: settings?.aliases.size };
    log.info("configuration reloaded", counts);
  };
  let seen = files;
  const look = () => {
    const before = seen;
    seen = markFiles(before.keys());
    if ([...seen].some(([path, mark]) => mark !== before.get(path))) reload();
  };
  const timer = setInterval(look, lookEveryMs).unref();
  if (isDaemon()) process.on("SIGHUP", reload);
  return () => {
    clearInterval(timer);
    process.off("SIGHUP", reload);
  };
}
