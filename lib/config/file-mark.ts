import { statSync } from "node:fs";

/**
 * What tells one state of a file from another; undefined where it cannot be looked at. It changes with the file, with who
 * may read it, and with a link on the way to it, as Kubernetes changes what it mounts.
 */
export function fileMark(path: string): string | undefined {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch {
    return undefined;
  }
}
