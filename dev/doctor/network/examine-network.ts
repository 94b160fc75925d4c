import type { Socket } from "node:net";
import type { Clock } from "../../../lib/base/clock.ts";
import type { UpstreamConfig } from "../../../lib/config/config.ts";
import { startDeadline } from "../../../lib/base/deadline.ts";
import type { Check } from "../codes/row.ts";
import { type Examined, examined, type Found, notExamined, type Part } from "../finding.ts";
import { examineAnswer } from "./answer.ts";
import { errorCodeOf, type Step, toCode } from "./failures.ts";
import type { Probes } from "./probes.ts";
import { isAddress, type Route, routeOf } from "./route.ts";

export type NetworkOptions = {
  readonly probes: Probes;
  readonly clock: Clock;
  readonly progress: (check: Check) => void;
};

/** How long each step may take, and all of them; with the 5 s of the calls to CLS they stay under 15 s. */
const stepMs = { DNS: 2000, TCP: 2000, TLS: 2000, HTTP: 2500 };
const wholeMs = 9000;

const order: readonly Check[] = ["DNS", "TCP", "TLS", "HTTP", "clock"];

/** A step that failed ends the examination of the network. */
class Stop extends Error {
  readonly found: Found;

  constructor(found: Found) {
    super(found.code);
    this.found = found;
  }
}

/** The way to CLS step by step, up to an unsigned question: nothing secret travels but a proxy's own password. */
export async function examineNetwork(
  upstream: UpstreamConfig,
  options: NetworkOptions,
): Promise<Part> {
  const route = routeOf(upstream);
  const done: Examined[] = [];
  const sockets: Socket[] = [];
  try {
    const { probes } = options;
    const take = createTake(route.subject, options);
    const addresses = await resolve(route, take, probes);
    done.push(
      examined("DNS", isAddress(route.host) ? "an address, no name" : addresses.join(", ")),
    );
    const keep = (socket: Socket) => void sockets.push(socket);
    const { host, port } = route;
    let socket = await take("TCP", (signal) => probes.connect({ host, port, addresses }, signal));
    keep(socket);
    if (route.tlsToProxy) {
      const plain = socket;
      keep((socket = await take("TLS", (signal) => probes.secure(plain, host, signal))));
    }
    if (route.tunnel) await openTunnel(socket, route.tunnel, take, probes);
    done.push(examined("TCP", `${host}:${port}, by ${route.subject}`));
    if (route.tls) {
      const plain = socket;
      const secure = (signal: AbortSignal) => probes.secure(plain, upstream.endpoint, signal);
      keep((socket = await take("TLS", secure)));
      done.push(examined("TLS", `certificate of ${upstream.endpoint}`));
    } else done.push(notExamined("TLS", "CLS_CONNECT_TO is plain http"));
    const answer = await examineAnswer({ ...options, upstream, socket, take, route });
    return { found: answer.found, examined: [...done, ...answer.examined] };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { found: [error.found], examined: [...done, ...rest(done, error.found)] };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

/** The failed step, and those that cannot be taken after it. */
function rest(done: readonly Examined[], { code }: Found): Examined[] {
  const [failed, ...later] = order.filter((step) => !done.some(({ check }) => check === step));
  if (failed === undefined) return [];
  return [
    examined(failed, code),
    ...later.map((check) => notExamined(check, `rests on ${failed}`)),
  ];
}

export type Take = <T>(step: Step, run: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Takes a step within its time; what fails ends the examination with a finding. */
function createTake(subject: string, { clock, progress }: NetworkOptions): Take {
  const endsMs = clock.nowMs() + wholeMs;
  return async (step, run) => {
    progress(step);
    const deadline = startDeadline(clock, Math.min(stepMs[step], endsMs - clock.nowMs()));
    try {
      return await run(deadline.signal);
    } catch (error) {
      if (error instanceof Stop) throw error;
      const reason = deadline.signal.aborted ? "ETIMEDOUT" : errorCodeOf(error);
      throw new Stop({ code: toCode(step, reason), subject, detail: `(${reason})` });
    } finally {
      deadline.end();
    }
  };
}

async function resolve(
  { host, subject }: Route,
  take: Take,
  { lookup }: Probes,
): Promise<readonly string[]> {
  if (isAddress(host)) return [host];
  const addresses = await take("DNS", (signal) => inTime(lookup(host), signal));
  if (addresses.length > 0) return addresses;
  throw new Stop({ code: "dns-not-found", subject, detail: `It is ${host}.` });
}

/** DNS has no way to be stopped: whatever it still says is not waited for. */
function inTime<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((settle, reject) => {
    const abort = () => {
      reject(new Error("no answer in time"));
    };
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    promise.then(settle, reject);
  });
}

async function openTunnel(
  socket: Socket,
  { authority, authorization }: NonNullable<Route["tunnel"]>,
  take: Take,
  probes: Probes,
): Promise<void> {
  const headers = {
    Host: authority,
    ...(authorization !== undefined && { "Proxy-Authorization": authorization }),
  };
  const { status } = await take("HTTP", (signal) =>
    probes.ask(socket, { method: "CONNECT", path: authority, headers }, signal),
  );
  if (status === 200) return;
  throw new Stop({ code: "proxy-refused", subject: "RELAY_PROXY", detail: `It says ${status}.` });
}
