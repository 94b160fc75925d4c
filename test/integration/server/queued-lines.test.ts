import { Writable } from "node:stream";
import { expect, test } from "@jest/globals";
import { createQueuedLines, type Stream } from "../../../server/queued-lines.ts";

/** A stream that is read only when told. */
function createStream() {
  const written: string[] = [];
  const blocking: boolean[] = [];
  let release: (() => void) | undefined;
  const stream = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        written.push(chunk);
        release = done;
      },
    }),
    { _handle: { setBlocking: (isBlocking: boolean) => void blocking.push(isBlocking) } },
  );
  /** Reads until nothing is left to read. */
  const readAll = async () => {
    while (release) {
      const next = release;
      release = undefined;
      next();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { stream: stream as unknown as Stream, written, blocking, readAll };
}

function setUp() {
  const [stdout, stderr] = [createStream(), createStream()];
  const lines = createQueuedLines({ stdout: stdout.stream, stderr: stderr.stream });
  return { stdout, stderr, lines };
}

test("neither stream makes the process wait for its reader", () => {
  const { stdout, stderr } = setUp();
  expect([stdout.blocking, stderr.blocking]).toEqual([[false], [false]]);
});

test("lines wait up to a bound, more are dropped, and the next one that is written tells how many", async () => {
  const { stdout, stderr, lines } = setUp();
  const line = `${"x".repeat(99_999)}\n`;
  for (let count = 0; count < 15; count += 1) lines.write("stdout", line);
  lines.write("stderr", "of the other stream\n");
  await stdout.readAll();
  expect(stdout.written).toHaveLength(10);
  expect(stderr.written).toEqual(["of the other stream\n"]);
  lines.write("stdout", "back\n");
  lines.write("stdout", "again\n");
  await stdout.readAll();
  const [told = "", ...rest] = stdout.written.slice(10);
  expect(JSON.parse(told)).toMatchObject({ level: "WARN", dropped: 5 });
  expect(rest).toEqual(["back\n", "again\n"]);
});

test("the end waits for the last lines, and not for ever for a reader that is gone", async () => {
  const { stdout, stderr, lines } = setUp();
  lines.write("stdout", "last\n");
  const ended = lines.written(1000);
  const reading = setInterval(() => void stdout.readAll().then(() => stderr.readAll()), 10);
  await ended;
  clearInterval(reading);
  expect(stdout.written).toEqual(["last\n", ""]);
  lines.write("stdout", "nobody reads this\n");
  const startedMs = performance.now();
  await lines.written(1000);
  expect(performance.now() - startedMs).toBeGreaterThan(900);
});

test("a reader that went away ends nothing", () => {
  const { stdout } = setUp();
  expect(() => stdout.stream.emit("error", new Error("EPIPE"))).not.toThrow();
});
