/** All that the process writes while `run` does, in place of writing it. */
export async function captureOutput<T>(
  run: () => Promise<T>,
): Promise<{ readonly value: T; readonly output: string }> {
  const written: string[] = [];
  const streams = [process.stdout, process.stderr];
  const before = streams.map((stream) => stream.write.bind(stream));
  const keep = (chunk: Uint8Array | string): boolean => {
    written.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    return true;
  };
  for (const stream of streams) stream.write = keep;
  try {
    return { value: await run(), output: written.join("") };
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = before[index] ?? keep;
  }
}
