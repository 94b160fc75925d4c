import { readFile, rename, rm, writeFile } from "node:fs/promises";
import type { HeldLease, LedgerMemory, Services } from "../lib/app/services.ts";
import { codeOf } from "./error-code.ts";
import { type FileLock, takeLock } from "./file-lock.ts";
import { readLeases, writeLeases } from "./lease-file.ts";

export type StateFileOptions = {
  readonly memory: LedgerMemory;
  readonly log: Services["log"];
};

/** What a crash may lose: a lease that was renewed within this time is kept as it was before. */
const writeEveryMs = 1000;

const full = ["ENOSPC", "EDQUOT"];

/**
 * Restores the leases that the process before this one held, and keeps the file up to date from then on. A disk that is full
 * or a damaged file is a warning, and heartbeats go on.
 *
 * @returns writes what is held at the end, and gives the file up
 * @throws Error whose message is for a person: another process has the file, or it cannot be used
 */
export async function startStateFile(
  path: string,
  { memory, log }: StateFileOptions,
): Promise<() => Promise<void>> {
  const lock = await takeLock(`${path}.lock`).catch((error: unknown) => {
    if (full.includes(codeOf(error))) return undefined;
    throw unusable(path, codeOf(error));
  });
  if (typeof lock === "string") {
    throw new Error(
      `RELAY_STATE_FILE: ${path} is in use by ${lock}. Two processes would each send the whole rate; stop one of them.`,
    );
  }
  const leases = await read(path, log).catch(async (error: unknown) => {
    await lock?.release();
    throw error;
  });
  log.info("leases restored", { file: path, restored: memory.restore(leases) });
  if (lock === undefined) {
    log.warn("state file not written: leases are lost at a restart", {
      file: path,
      reason: "full",
    });
    return () => Promise.resolve();
  }
  return keepWriting({ path, lock, memory, log });
}

async function read(path: string, log: Services["log"]): Promise<readonly HeldLease[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw unusable(path, codeOf(error));
  });
  const leases = text === undefined ? [] : readLeases(text);
  if (leases) return leases;
  const damaged = `${path}.damaged`;
  await rename(path, damaged).catch((error: unknown) => {
    throw unusable(path, codeOf(error));
  });
  log.warn("state file damaged: set aside, no lease restored", { file: path, movedTo: damaged });
  return [];
}

function unusable(path: string, code: string): Error {
  return new Error(`RELAY_STATE_FILE: ${path} cannot be used (${code}).`);
}

type Writing = StateFileOptions & { readonly path: string; readonly lock: FileLock };

function keepWriting({ path, lock, memory, log }: Writing): () => Promise<void> {
  let written = "";
  let isFailing = false;
  let isOurs = true;

  async function write(): Promise<void> {
    const text = writeLeases(memory.leases());
    if (text === written) return;
    const draft = `${path}.new`;
    try {
      await writeFile(draft, text, { mode: 0o600 });
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw error;
    }
    written = text;
  }

  async function keep(): Promise<void> {
    try {
      isOurs &&= await lock.renew();
      if (!isOurs) {
        log.error("state file given up: its lock is gone, or another process has it", {
          file: path,
        });
        clearInterval(timer);
        return;
      }
      await write();
      if (isFailing) log.info("state file written again", { file: path });
      isFailing = false;
    } catch (error) {
      const line = { file: path, reason: codeOf(error) };
      if (!isFailing) log.warn("state file not written: leases are lost at a restart", line);
      isFailing = true;
    }
  }

  // One after the other, however slow the disk is.
  let last: Promise<void> | undefined;
  const timer = setInterval(() => {
    last ??= keep().finally(() => (last = undefined));
  }, writeEveryMs);
  return async () => {
    clearInterval(timer);
    await last;
    if (isOurs) await keep();
    await lock.release();
  };
}
