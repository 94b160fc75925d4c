import { readFileSync, readlinkSync } from "node:fs";
import { type FileHandle, open, readFile, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import * as z from "zod/mini";
import { codeOf } from "./error-code.ts";

/** A file that only one process has, also among machines that share a folder. */
export type FileLock = {
  /** Shows that this process lives; to be called once a second. False where another process has the lock now. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
};

/** A holder that did not renew for so long is gone. */
const goneAfterMs = 4000;

/** How often it is looked at meanwhile. */
const looks = 20;

/**
 * Takes a lock, also one whose holder is gone: at once where the system says so, else after looking at it for a while, as
 * no two machines have the same time (docs/decisions/server.md).
 *
 * @returns who has it, in words, where it is taken
 * @throws Error of the file system's
 */
export async function takeLock(path: string, patienceMs = goneAfterMs): Promise<FileLock | string> {
  for (;;) {
    const lock = await create(path);
    if (lock) return lock;
    const found = await lookAt(path);
    const holder = await readHolder(path);
    if (!isGone(holder) && (await isRenewed(path, found, patienceMs))) return tell(holder);
    // Another process may have taken it over in the meantime.
    if (isSame(found, await lookAt(path))) await rm(path, { force: true });
  }
}

/** Undefined where the file is there. */
async function create(path: string): Promise<FileLock | undefined> {
  const handle = await open(path, "wx", 0o600).catch((error: unknown) => {
    if (codeOf(error) === "EEXIST") return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  const here = machine();
  const holder: Holder = { host: hostname(), pid: process.pid, ...(here && { machine: here }) };
  // On a full disk the lock stays empty, and works.
  await handle.writeFile(JSON.stringify(holder)).catch(() => undefined);
  return heldBy(path, handle);
}

async function heldBy(path: string, handle: FileHandle): Promise<FileLock> {
  const { ino } = await handle.stat({ bigint: true });
  const isOurs = async () => (await lookAt(path))?.ino === ino;
  return {
    async renew() {
      if (!(await isOurs())) return false;
      const now = new Date();
      await handle.utimes(now, now);
      return true;
    },
    async release() {
      if (await isOurs()) await rm(path, { force: true });
      await handle.close();
    },
  };
}

const holderShape = () =>
  z.object({
    host: z.string(),
    pid: z.number(),
    machine: z.optional(z.string()),
  });

type Holder = z.infer<ReturnType<typeof holderShape>>;

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return z.parse(holderShape(), JSON.parse(await readFile(path, "utf8")), { jitless: true });
  } catch {
    return undefined;
  }
}

function tell(holder: Holder | undefined): string {
  return holder ? `process ${holder.pid} on ${holder.host}` : "another process";
}

/** Whether the system itself says that the holder has ended. */
function isGone(holder: Holder | undefined): boolean {
  if (holder?.machine === undefined || holder.machine !== machine()) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
}

/** Names one boot of one machine, and the container in it, whose processes have ids of their own; undefined where unknown. */
function machine(): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return undefined;
  }
}

async function isRenewed(
  path: string,
  before: Look | undefined,
  patienceMs: number,
): Promise<boolean> {
  for (let look = 0; look < looks; look += 1) {
    await setTimeout(patienceMs / looks);
    const now = await lookAt(path);
    if (now === undefined) return false;
    if (!isSame(before, now)) return true;
  }
  return false;
}

type Look = { readonly ino: bigint; readonly mtimeNs: bigint };

function isSame(one: Look | undefined, other: Look | undefined): boolean {
  return one?.ino === other?.ino && one?.mtimeNs === other?.mtimeNs;
}

async function lookAt(path: string): Promise<Look | undefined> {
  return stat(path, { bigint: true }).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
}
