import { inspect } from "node:util";
import { type FaultName, isServerFaultName } from "../../../dev/emulator/faults.ts";
import { createContext } from "../../../server/lambda-context.ts";
import type { HttpAnswer } from "../../../lib/http/http-answer.ts";
import { createScheduleHandler } from "../../../lib/schedule/schedule-handler.ts";
import { httpApiEvent, type TestRequest } from "../../../test/support/events.ts";
import { heartbeat, type TestRelay } from "../../../test/support/start-relay.ts";
import type { Canaries } from "../support/canaries.ts";

/** What came of a beat: an answer, or what the schedule gave or threw. */
export type Arrival =
  | { readonly kind: "answer"; readonly answer: HttpAnswer; readonly requestId: string }
  | { readonly kind: "run"; readonly outcomes: readonly string[]; readonly thrown: string };

/** A way into the relay: sends one beat that meets the fault. */
export type EntryPoint = {
  readonly name: string;
  readonly beat: (relay: TestRelay, fault: FaultName, canaries: Canaries) => Promise<Arrival>;
};

export const alias = "orders-1";

/** Asks the emulator for its fault by the request id, which is what any caller can do. */
function overHttp(name: string, toRequest: (canaries: Canaries) => TestRequest): EntryPoint {
  return {
    name,
    async beat(relay, fault, canaries) {
      const requestId = `fault.${fault}.matrix`;
      const { headers, ...request } = toRequest(canaries);
      const event = httpApiEvent({
        ...request,
        headers: { ...headers, "X-Request-Id": requestId },
      });
      return { kind: "answer", answer: await relay.invoke(event), requestId };
    },
  };
}

/** Which front brings an event is forgotten where it is read (lib/http/request.ts): the others tell the same. */
export const httpApi = overHttp("HTTP API", ({ key }) => ({
  path: "/v1/heartbeats",
  headers: { Authorization: `Bearer ${key}` },
  body: JSON.stringify(heartbeat),
}));

export const hook = overHttp("hook", ({ hookKey }) => ({
  path: `/v1/hooks/${hookKey}/${alias}`,
}));

/** The trace id is the relay's own here, so that the fault is ordered for the consumer. */
export const schedule: EntryPoint = {
  name: "schedule",
  async beat({ services, emulator, lines }, fault) {
    if (isServerFaultName(fault)) {
      emulator.faults.set([{ fault, times: 10, match: { consumer: heartbeat.consumer } }]);
    }
    const handler = createScheduleHandler(services);
    const before = lines.length;
    const event = { heartbeats: [alias] };
    const [settled] = await Promise.allSettled([handler(event, createContext("schedule", 70_000))]);
    emulator.faults.clear();
    const outcomes = lines.slice(before).flatMap(({ outcome }) => outcome ?? []);
    return { kind: "run", outcomes: outcomes.map(String), thrown: inspect(settled, { depth: 20 }) };
  },
};
