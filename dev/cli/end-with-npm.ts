const everyMs = 200;

/**
 * Ends this process, as SIGTERM does, once the shell is gone in which npm has started it. npm hands SIGTERM to
 * its shell alone; some shells replace themselves by the command, and others, such as Debian's, die beside it.
 */
export function endWithNpm(): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, everyMs);
  timer.unref();
}
