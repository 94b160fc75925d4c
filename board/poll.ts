import type { Heard } from "./ask.ts";

export type PollParts = {
  /** Never rejects. */
  readonly ask: (signal: AbortSignal) => Promise<Heard>;
  /** @param againMs when it asks again; absent where it does not */
  readonly tell: (heard: Heard, againMs?: number) => void;
};

export type Poll = {
  /** Asks at once, and again and again until it is stopped or refused. */
  start(): void;
  stop(): void;
};

const everyMs = 2000;
const mostMs = 30_000;

/** After a failure it asks less and less often. */
export function createPoll({ ask, tell }: PollParts): Poll {
  let failures = 0;
  let running:
    | { readonly abort: AbortController; timer?: ReturnType<typeof setTimeout> }
    | undefined;

  const round = async (run: NonNullable<typeof running>): Promise<void> => {
    const heard = await ask(run.abort.signal);
    if (running !== run) return;
    if (heard.kind === "refused") {
      stop();
      tell(heard);
      return;
    }
    failures = heard.kind === "failed" ? failures + 1 : 0;
    const hintMs = heard.kind === "failed" ? heard.retryAfterMs : 0;
    const againMs = Math.min(mostMs, Math.max(hintMs, everyMs * 2 ** failures));
    run.timer = setTimeout(() => void round(run), againMs);
    tell(heard, againMs);
  };

  function stop(): void {
    running?.abort.abort();
    clearTimeout(running?.timer);
    running = undefined;
  }

  return {
    start() {
      stop();
      running = { abort: new AbortController() };
      void round(running);
    },
    stop,
  };
}
