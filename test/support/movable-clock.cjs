// Loaded before the server: SIGUSR2 sets the wall clock of its process back by 90 s. The system's own clock cannot be
// moved for one process, and the monotonic one does not move either way.
const now = Date.now;
let aheadMs = 0;
Date.now = () => now() + aheadMs;
globalThis.Date = new Proxy(Date, {
  construct: (date, args) => (args.length > 0 ? new date(...args) : new date(now() + aheadMs)),
});
process.on("SIGUSR2", () => {
  aheadMs -= 90_000;
  process.stdout.write("the clock is set back\n");
});
