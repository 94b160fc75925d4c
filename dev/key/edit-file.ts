import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import type { Parsed } from "../../lib/heartbeat/faults.ts";

/** A text to write, and what is told of it. */
export type Edited<T> = { readonly text: string; readonly told: T };

/**
 * Replaces a file by what `edit` makes of its text: a reader has the old file or the new one, never a part, and rights
 * and links stay. Nothing is written where `edit` finds a fault.
 *
 * @param edit gets undefined where there is no file
 * @throws Error of the file system's; with the code `EEXIST` while another edit of the file is under way
 */
export function editFile<T>(
  path: string,
  edit: (text: string | undefined) => Parsed<Edited<T>>,
): Parsed<T> {
  const target = existsSync(path) ? realpathSync(path) : path;
  const draft = `${target}.new`;
  // Exclusive, and before the file is read: of two edits at once neither can undo the other.
  const descriptor = openSync(draft, "wx", 0o600);
  let isInPlace = false;
  try {
    const before = statSync(target, { throwIfNoEntry: false });
    const edited = edit(before && readFileSync(target, "utf8"));
    if (!edited.ok) return edited;
    writeFileSync(descriptor, edited.value.text);
    keepRights(descriptor, before);
    fsyncSync(descriptor);
    renameSync(draft, target);
    isInPlace = true;
    return { ok: true, value: edited.value.told };
  } finally {
    closeSync(descriptor);
    if (!isInPlace) rmSync(draft);
  }
}

/** The relay often runs as another user than the person who edits. */
function keepRights(descriptor: number, before: Stats | undefined): void {
  const own = fstatSync(descriptor);
  const { uid, gid } = before ?? own;
  if (uid !== own.uid || gid !== own.gid) fchownSync(descriptor, uid, gid);
  fchmodSync(descriptor, before ? before.mode & 0o7777 : 0o644);
}
