import { type Clock, type Moment, momentOf, sinceMs, startDeadline } from "../base/clock.ts";
import { createMask, type Mask } from "../base/mask.ts";
import { shareRun } from "./share-run.ts";
import type { Credentials, UpstreamConfig } from "./upstream.ts";

export type KeyringOptions = {
  readonly clock: Clock;
  /** Other credentials are used from now on. */
  readonly onChange?: () => void;
  /** They could not be read; told once, until they can. `areKept`: those before stay in use. */
  readonly onFailure?: (failure: { readonly reason: string; readonly areKept: boolean }) => void;
};

/** The credentials in use, which may change while calls are under way (docs/decisions/credentials.md). */
export type Keyring = {
  /**
   * What signs the next call, read again where it may be out of date; undefined where there has never been any.
   * Never rejects, and leaves nothing pending when the signal has aborted.
   */
  current(signal: AbortSignal): Promise<Credentials | undefined>;
  /** CLS does not know these: reads once more, and gives whether there are others now. Never rejects. */
  replace(refused: Credentials, signal: AbortSignal): Promise<boolean>;
  /** Why there are none. */
  whyNone(): string;
  /** Those in use, those before, and the proxy's. */
  readonly secrets: () => readonly string[];
  /** Takes these out of a text. */
  readonly mask: Mask;
};

/** What calls under way were signed with, and a little more. */
const keptSets = 4;

/** So much of a beat's time may go into looking for newer credentials; then those that are there have to do. */
const mostRefreshMs = 1000;

/** After a reading that brought nothing new for credentials that CLS refuses. */
const quietMs = 5000;

export function createKeyring(
  { credentials, source, proxy }: Pick<UpstreamConfig, "credentials" | "source" | "proxy">,
  { clock, onChange, onFailure }: KeyringOptions,
): Keyring {
  /** The newest first. */
  let known: readonly Credentials[] = credentials ? [credentials] : [];
  const secretsOfWay = proxy === undefined ? [] : secretsOfProxy(proxy);
  const toSecrets = () => [...known.flatMap((set) => Object.values(set)), ...secretsOfWay];
  let secrets = toSecrets();
  let mask = createMask(secrets);
  let lastRead = { at: momentOf(clock), hasFailed: false };
  let reason = "";
  let fruitless: Moment | undefined;

  function use(next: Credentials): void {
    const [used] = known;
    if (used && isSame(used, next)) return;
    known = [next, ...known].slice(0, keptSets);
    secrets = toSecrets();
    mask = createMask(secrets);
    if (used) onChange?.();
  }

  function fail(error: unknown): void {
    reason = error instanceof Error ? error.message : "unknown";
    if (!lastRead.hasFailed) onFailure?.({ reason, areKept: known.length > 0 });
  }

  const read = shareRun(async (signal) => {
    let hasFailed = false;
    try {
      if (source) use(await source.read(signal, clock));
    } catch (error) {
      hasFailed = true;
      fail(error);
    }
    lastRead = { at: momentOf(clock), hasFailed };
  });

  async function refresh(signal: AbortSignal): Promise<void> {
    const deadline = startDeadline(clock, mostRefreshMs);
    await read(AbortSignal.any([signal, deadline.signal]));
    deadline.end();
  }

  const isStale = () => {
    const { at, hasFailed } = lastRead;
    return source?.isStale({ ageMs: sinceMs(clock, at), hasFailed }) ?? false;
  };

  return {
    async current(signal) {
      if (known.length === 0) await read(signal);
      else if (isStale()) await refresh(signal);
      return known[0];
    },
    async replace(refused, signal) {
      if (known[0] !== refused) return true;
      if (source === undefined || (fruitless && sinceMs(clock, fruitless) < quietMs)) return false;
      await refresh(signal);
      if (known[0] !== refused) return true;
      fruitless = momentOf(clock);
      return false;
    },
    whyNone: () => reason,
    secrets: () => secrets,
    mask: (text, sent) => mask(text, sent),
  };
}

function isSame(one: Credentials, other: Credentials): boolean {
  return (
    one.secretId === other.secretId &&
    one.secretKey === other.secretKey &&
    one.token === other.token
  );
}

/** The password, as it stands in the URL, as it is meant, and as it travels to the proxy. */
function secretsOfProxy(proxy: string): string[] {
  const { username, password } = new URL(proxy);
  const [name, meant] = [decodeURIComponent(username), decodeURIComponent(password)];
  return [password, meant, Buffer.from(`${name}:${meant}`).toString("base64")];
}
