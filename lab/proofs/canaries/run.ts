import { createContext } from "../../../server/lambda-context.ts";
import type { HttpAnswer } from "../../../lib/http/http-answer.ts";
import { fronts, type TestRequest } from "../../../test/support/events.ts";
import type { Canaries } from "../support/canaries.ts";
import { unfold } from "../support/unfold.ts";
import { captureOutput } from "./captured-output.ts";
import { fill, fillJson } from "./fill.ts";
import type { PlannedBody, PlannedRequest } from "./requests.ts";
import type { Conditions, Outgoing, Sandbox } from "./sandbox.ts";

/** One request and what it meets, with canaries by name. */
export type Run = Conditions & { readonly request: PlannedRequest };

/** All that came of a run. */
export type Seen = Outgoing & {
  readonly sent: TestRequest;
  readonly answer: HttpAnswer | undefined;
  /** What was thrown at the host, unfolded; undefined where nothing was. */
  readonly thrown: unknown;
  readonly output: string;
};

const toEvents = new Map(fronts);

/** Makes one run in a sandbox. */
export async function carryOut(run: Run, sandbox: Sandbox, canaries: Canaries): Promise<Seen> {
  const sent = toRequest(run.request, canaries);
  const context = {
    ...createContext("relay", 10_000),
    getRemainingTimeInMillis() {
      sandbox.broken("remaining time");
      return 10_000;
    },
  };
  sandbox.meet(run);
  const { value, output } = await captureOutput(async () => {
    const [settled] = await Promise.allSettled([
      run.request.front === "schedule"
        ? sandbox.schedule(toScheduleEvent(sent), context).then(() => undefined)
        : sandbox.http(toEvents.get(run.request.front)?.(sent), context),
    ]);
    return settled;
  });
  return {
    sent,
    answer: value.status === "fulfilled" ? value.value : undefined,
    thrown: value.status === "rejected" ? unfold(value.reason) : undefined,
    output,
    ...sandbox.takeSent(),
  };
}

function toRequest(
  { method, path, headers, body }: PlannedRequest,
  canaries: Canaries,
): TestRequest {
  const filled = Object.entries(headers).map(
    ([name, value]) => [fill(name, canaries), fill(value, canaries)] as const,
  );
  return {
    method: fill(method, canaries),
    path: fill(path, canaries),
    headers: Object.fromEntries(filled),
    ...(body && { body: writeBody(body, canaries) }),
  };
}

function writeBody(body: PlannedBody, canaries: Canaries): string {
  if ("json" in body) return JSON.stringify(fillJson(body.json, canaries));
  return fill(body.raw, canaries).repeat(body.times ?? 1);
}

/** EventBridge gives an object; what is not JSON cannot come from there. */
function toScheduleEvent({ body }: TestRequest): unknown {
  const json = parseJson(body ?? "");
  return json === undefined ? { heartbeats: ["orders-1"] } : json;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
