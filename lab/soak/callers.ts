import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

export type Beat = { readonly id: string; readonly status: number; readonly tookMs: number };

export type Callers = {
  readonly beats: readonly Beat[];
  /** How many connections they have opened. */
  connections(): number;
};

export type CallersOptions = {
  readonly url: string;
  readonly count: number;
  readonly perSecond: number;
  readonly seconds: number;
};

/** Callers that each keep one connection, open from the start, and beat one after the other. */
export async function runCallers(options: CallersOptions): Promise<Callers> {
  const { url, count, perSecond, seconds } = options;
  const beats: Beat[] = [];
  const sockets = new Set<unknown>();
  const agents = Array.from({ length: count }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const call = async (agent: Agent, method: string, path: string, id: string, body: string) => {
    const startedMs = performance.now();
    const status = await new Promise<number>((resolve) => {
      const headers = { "Content-Type": "application/json", "X-Request-Id": id };
      const sent = request(url + path, { agent, method, headers }, (answer) => {
        answer.resume().on("end", () => {
          resolve(answer.statusCode ?? 0);
        });
      });
      sent
        .on("socket", (socket) => sockets.add(socket))
        .on("error", () => {
          resolve(0);
        });
      sent.end(body);
    });
    return { id, status, tookMs: performance.now() - startedMs };
  };
  for (const agent of agents) await call(agent, "GET", "/livez", "open", "");
  const startedMs = performance.now();
  const underWay: Promise<unknown>[] = [];
  for (let number = 0; number < seconds * perSecond; number += 1) {
    await wait(Math.max(0, startedMs + (number * 1000) / perSecond - performance.now()));
    const [index, agent] = [number % count, agents[number % count]];
    if (agent === undefined) continue;
    const body = JSON.stringify({
      consumerGroup: "soak",
      consumer: `consumer-${index}`,
      logsetId: "soak-logset",
      topics: { "soak-topic": [] },
    });
    const beat = call(agent, "POST", "/v1/heartbeats", `soak.${number}`, body);
    underWay.push(beat.then((done) => beats.push(done)));
  }
  await Promise.all(underWay);
  for (const agent of agents) agent.destroy();
  return { beats, connections: () => sockets.size };
}
