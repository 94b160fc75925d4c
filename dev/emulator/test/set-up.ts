import { createCredentials } from "../credentials.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../server.ts";
import { type Call, callCls } from "./cls-client.ts";
import { createHandClock } from "./hand-clock.ts";

const started: Emulator[] = [];

/** Ends every emulator that this file's tests have started. */
export const closeStarted = (): Promise<unknown> =>
  Promise.all(started.splice(0).map((emulator) => emulator.close()));

/** The body of a first heartbeat. */
export const heartbeat = (consumer: string, topic: object = { TopicID: "t", Partitions: [] }) => ({
  ConsumerGroup: "orders",
  Consumer: consumer,
  LogsetId: "l",
  TopicPartitionsInfo: [topic],
});

/** An emulator with a hand-moved clock, one credential, and groups for the asking; and calls signed with it. */
export async function setUp(options: Partial<EmulatorOptions> = {}) {
  const clock = createHandClock();
  const credential = createCredentials();
  const emulator = await startEmulator({
    credentials: [credential],
    clock,
    createsGroups: true,
    ...options,
  });
  started.push(emulator);
  const call = (overrides: Partial<Call> = {}) =>
    callCls({
      url: emulator.url,
      credential,
      nowMs: clock.nowMs(),
      body: heartbeat("a"),
      ...overrides,
    });
  const partitions = async (consumer: string) => {
    const { response } = await call({ body: heartbeat(consumer) });
    return response.TopicPartitionsInfo;
  };
  return { clock, credential, emulator, call, partitions };
}
