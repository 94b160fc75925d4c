// Loaded before the server: tells what memory holds after a full collection, whenever it is asked.
process.on("message", () => {
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send({ heldBytes: heapUsed + external, residentBytes: rss });
});
process.channel.unref();
