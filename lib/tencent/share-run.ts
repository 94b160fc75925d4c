type Run = {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  waiting: number;
};

/**
 * One run at a time, for all who wait for it. Nobody waits beyond their own signal, and the run is aborted when nobody
 * waits any more: so nothing is pending when a handler returns.
 *
 * @param run never rejects, and ends soon after its signal has aborted
 */
export function shareRun(
  run: (signal: AbortSignal) => Promise<void>,
): (signal: AbortSignal) => Promise<void> {
  let current: Run | undefined;

  function start(): Run {
    const controller = new AbortController();
    const ended = run(controller.signal).finally(() => {
      if (current?.controller === controller) current = undefined;
    });
    return { controller, ended, waiting: 0 };
  }

  return async (signal) => {
    if (signal.aborted) return;
    const shared = (current ??= start());
    shared.waiting += 1;
    await new Promise<void>((resolve) => {
      const leave = () => {
        shared.waiting -= 1;
        if (shared.waiting > 0) {
          resolve();
          return;
        }
        current = undefined;
        shared.controller.abort();
      };
      signal.addEventListener("abort", leave, { once: true });
      void shared.ended.then(() => {
        signal.removeEventListener("abort", leave);
        resolve();
      });
    });
  };
}
