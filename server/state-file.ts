import { readFile, readlink, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Kept, ProcessMemory, Services } from "../lib/app/services.ts";
import { codeOf } from "./error-code.ts";
import { type FileLock, takeLock } from "./file-lock.ts";
import { readState, writeState } from "./state-text.ts";

export type StateFileOptions = {
  readonly memory: ProcessMemory;
  readonly log: Services["log"];
  /** How the lock is taken. */
  readonly take?: typeof takeLock;
};

const renewEveryMs = 1000;

/**
 * Every third time that the lock is renewed. What a crash may lose: a consumer that beat within this time is kept as it was
 * before. The text of 1000 consumers takes 7 ms, in which nothing else is done.
 */
const renewalsPerWrite = 3;

const nothing: Kept = { leases: [] };

const full = ["ENOSPC", "EDQUOT"];

/**
 * Restores what the process before this one knew of consumers, and keeps the file up to date from then on. A disk that is full
 * or a damaged file is a warning, and heartbeats go on.
 *
 * @returns writes what is known at the end, and gives the file up
 * @throws Error whose message is for a person: another process has the file, or it cannot be used
 */
export async function startStateFile(
  given: string,
  { memory, log, take = takeLock }: StateFileOptions,
): Promise<() => Promise<void>> {
  const path = await followLinks(given);
  const takeIfRoom = () =>
    take(`${path}.lock`).catch((error: unknown) => {
      if (full.includes(codeOf(error))) return undefined;
      throw unusable(path, codeOf(error));
    });
  const lock = await takeIfRoom();
  if (typeof lock === "string") {
    throw new Error(
      `RELAY_STATE_FILE: ${path} is in use by ${lock}. Two processes would each send the whole rate; stop one of them.`,
    );
  }
  const kept = await read(path, log).catch(async (error: unknown) => {
    await lock?.release();
    throw error;
  });
  log.info("leases restored", { file: path, restored: memory.restore(kept) });
  if (lock === undefined) {
    log.warn("state file not written: leases are lost at a restart", {
      file: path,
      reason: "full",
    });
    return waitForRoom({ path, take: takeIfRoom, memory, log });
  }
  return keepWriting({ path, lock, memory, log });
}

type Waiting = Omit<Writing, "lock"> & {
  readonly take: () => Promise<FileLock | string | undefined>;
};

/** Begins to write as soon as there is room for the lock. */
function waitForRoom({ path, take, memory, log }: Waiting): () => Promise<void> {
  let end = () => Promise.resolve();
  let last: Promise<void> | undefined;
  const again = async () => {
    const lock = await take().catch(() => undefined);
    if (lock === undefined) return;
    clearInterval(timer);
    if (typeof lock === "string") {
      log.error("state file given up: its lock is gone, or another process has it", { file: path });
      return;
    }
    log.info("state file written again", { file: path });
    end = keepWriting({ path, lock, memory, log });
  };
  const timer = setInterval(() => {
    last ??= again().finally(() => (last = undefined));
  }, renewEveryMs * renewalsPerWrite);
  return async () => {
    clearInterval(timer);
    await last;
    await end();
  };
}

/** As many as Linux follows. */
const mostLinks = 40;

/** Where the file itself is, or will be: it is replaced by a new one, and a link to it has to stay one. */
async function followLinks(path: string, links = mostLinks): Promise<string> {
  const next = await readlink(path).catch(() => undefined);
  if (next === undefined || links === 0) return path;
  return followLinks(resolve(dirname(path), next), links - 1);
}

async function read(path: string, log: Services["log"]): Promise<Kept> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw unusable(path, codeOf(error));
  });
  const kept = text === undefined ? nothing : readState(text);
  if (kept) return kept;
  const damaged = `${path}.damaged`;
  await rename(path, damaged).catch((error: unknown) => {
    throw unusable(path, codeOf(error));
  });
  log.warn("state file damaged: set aside, no lease restored", { file: path, movedTo: damaged });
  return nothing;
}

function unusable(path: string, code: string): Error {
  return new Error(`RELAY_STATE_FILE: ${path} cannot be used (${code}).`);
}

type Writing = Pick<StateFileOptions, "memory" | "log"> & {
  readonly path: string;
  readonly lock: FileLock;
};

function keepWriting({ path, lock, memory, log }: Writing): () => Promise<void> {
  let written = "";
  let isFailing = false;
  let isOurs = true;

  async function write(): Promise<void> {
    const text = writeState(memory.kept());
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

  async function keep(isWriting: boolean): Promise<void> {
    try {
      isOurs &&= await lock.renew();
      if (!isOurs) {
        log.error("state file given up: its lock is gone, or another process has it", {
          file: path,
        });
        clearInterval(timer);
        return;
      }
      if (!isWriting) return;
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
  let renewals = 0;
  const timer = setInterval(() => {
    renewals += 1;
    last ??= keep(renewals % renewalsPerWrite === 0).finally(() => (last = undefined));
  }, renewEveryMs);
  return async () => {
    clearInterval(timer);
    await last;
    if (isOurs) await keep(true);
    await lock.release();
  };
}
