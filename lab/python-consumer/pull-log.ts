import { toSnappy, toVarint } from "./snappy.ts";

export type Pull = { readonly partition: number; readonly offset: number };

/** What `pull_log` was asked for; -1 is the offset of a consumer that has committed none. */
export function readPull(body: string): Pull {
  const { PartitionId, StartOffset } = JSON.parse(body) as Record<string, unknown>;
  return { partition: Number(PartitionId), offset: Math.max(0, Number(StartOffset)) };
}

/** Every partition gets one log in `everyMs`, whose offset is its number; one pull takes all that are there. */
export function answerPull({ partition, offset }: Pull, sinceMs: number, everyMs: number): Buffer {
  const end = Math.floor(sinceMs / everyMs) + 1;
  const offsets = Array.from({ length: Math.max(0, end - offset) }, (_, index) => offset + index);
  const messages = offsets.map((at) => toMessage({ partition: `${partition}`, offset: `${at}` }));
  return toSnappy(
    JSON.stringify({
      Response: {
        NextOffset: Math.max(end, offset),
        Message: messages.map((message) => message.toString("base64")),
      },
    }),
  );
}

/** The 96 bytes that Tencent's consumer expects before the protobuf of a LogGroup. */
function toMessage(contents: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(contents).map(([key, value]) =>
    field(2, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))])),
  );
  const time = Buffer.concat([Buffer.from([1 << 3]), toVarint(1)]);
  const group = field(1, Buffer.concat([time, ...pairs]));
  const head = Buffer.alloc(96);
  head.writeInt32BE(130, 0);
  head.writeInt32BE(group.length, 92);
  return Buffer.concat([head, group]);
}

/** A length-delimited field of protobuf. */
function field(number: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), toVarint(value.length), value]);
}
