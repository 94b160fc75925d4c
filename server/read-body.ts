import type { IncomingMessage } from "node:http";
import { keptBodyBytes, mostBodyBytes } from "./limits.ts";

export type ReadBody = {
  readonly body: Buffer;
  /** Whether nothing of it is left to be read. */
  readonly isWhole: boolean;
};

/**
 * Reads the body of a request, and keeps as much as the handler needs.
 *
 * @param onKept is told of each piece that is kept
 */
export async function readBody(
  request: IncomingMessage,
  onKept: (bytes: number) => void,
): Promise<ReadBody> {
  let kept: Buffer = Buffer.alloc(0);
  let keptBytes = 0;
  let bytes = 0;
  const read = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of read) {
    if (bytes < keptBodyBytes) {
      kept = withRoom(kept, keptBytes + chunk.length);
      // A chunk of one byte, kept as it is, takes hundreds.
      keptBytes += chunk.copy(kept, keptBytes);
      onKept(chunk.length);
    }
    bytes += chunk.length;
    if (bytes > mostBodyBytes) break;
  }
  return { body: kept.subarray(0, keptBytes), isWhole: bytes <= mostBodyBytes };
}

function withRoom(buffer: Buffer, bytes: number): Buffer {
  if (bytes <= buffer.length) return buffer;
  const larger = Buffer.alloc(Math.max(bytes, 2 * buffer.length));
  buffer.copy(larger);
  return larger;
}
