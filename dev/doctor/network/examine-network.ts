import type { Socket } from "node:net";
import type { UpstreamConfig } from "../../../lib/tencent/upstream.ts";
import type { Check } from "../codes/row.ts";
import { type Examined, examined, type Found, notExamined, type Part } from "../finding.ts";
import { examineAnswer } from "./examine-answer.ts";
import type { Probes } from "./probes.ts";
import { isAddress, type Route, routeOf } from "./route.ts";
import { createTake, Stop, type Take, type TakeOptions } from "./take.ts";

export type NetworkOptions = TakeOptions & { readonly probes: Probes };

const order: readonly Check[] = ["DNS", "TCP", "TLS", "HTTP", "clock"];

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
