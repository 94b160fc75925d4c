export type Topics = Record<string, number[]>;
export type Consumer = {
  beatUrl: string; // https://<relay>/v1/heartbeats/<alias>, and the key for it
  key: string;
  instance: string; // what it calls itself, the same after a restart: host and service
  none: Topics; // what is reported first: each topic, without partitions
  hold(topics: Topics): unknown; // works on exactly these from now on, and begins to finish others
  isBusy(topicId: string, partition: number): boolean; // whether it is still finishing this one
};
type Answer = { topics: Topics; sendNext: Topics; nextBeatInMs: number };
const isAnswer = (body: unknown): body is Answer => body instanceof Object && "sendNext" in body;
const wait = (ms: number): Promise<unknown> => new Promise((end) => setTimeout(end, ms));
const system = { leaseMs: 40_000, nowMs: () => performance.now(), wait };

/** Keeps a consumer in its group by way of heartbeat-relay, as docs/consumer-loop.md says. */
export async function consume(us: Consumer, { leaseMs, ...clock } = system) {
  let [held, known, lastMs] = [us.none, us.none, clock.nowMs()];
  for (;;) {
    const report: Topics = {};
    for (const [id, list] of Object.entries(known))
      report[id] = list.filter((p) => held[id]?.includes(p) || us.isBusy(id, p));
    const sentMs = clock.nowMs();
    const answer = await beat(us, report).catch((error: unknown) => (console.error(error), 0));
    if (isAnswer(answer)) [held, known, lastMs] = [answer.topics, answer.sendNext, sentMs];
    const leftMs = lastMs + leaseMs - clock.nowMs(); // until the lease ends
    if (leftMs < -leaseMs / 2) held = us.none;
    await us.hold(held);
    const soonMs = leftMs < 0 ? 10_000 : Math.min(Math.max(leftMs / 2, 1000), 10_000);
    await clock.wait(isAnswer(answer) ? answer.nextBeatInMs : Math.min(answer || 5000, soonMs));
  }
}

/** To be called when nothing is busy any more, before the process ends: then its silence is no alarm. */
export const leave = (us: Consumer) => post(us, "/leave");

const post = ({ beatUrl, key, instance }: Consumer, end = "", body?: string) => {
  const headers = { Authorization: `Bearer ${key}`, "X-Instance-Id": instance };
  const signal = AbortSignal.timeout(5000);
  return fetch(beatUrl + end, { method: "POST", headers, signal, ...(body && { body }) });
};

async function beat(us: Consumer, topics: Topics): Promise<Answer | number> {
  const response = await post(us, "", JSON.stringify({ topics }));
  const answer: unknown = await response.json();
  if (response.ok && isAnswer(answer)) return answer;
  console.error("not renewed:", answer);
  return response.status < 429 ? Infinity : Number(response.headers.get("Retry-After")) * 1000;
}
