import { startServerChild } from "./server-child.ts";

/** Milliseconds from the start of the process to the answer to its first accepted beat, of each round. */
export async function timeFirstBeats(
  file: string,
  env: NodeJS.ProcessEnv,
  rounds: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const startedMs = performance.now();
    const server = await startServerChild(file, env);
    const body = JSON.stringify({
      consumerGroup: "soak",
      consumer: "first",
      logsetId: "soak-logset",
      topics: { "soak-topic": [] },
    });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`${server.url}/v1/heartbeats`, { method: "POST", headers, body });
    await answer.arrayBuffer();
    // The first round reads the file from the disk.
    if (round > 0) times.push(performance.now() - startedMs);
    await server.end();
    if (answer.status !== 200) throw new Error(`the first beat was answered ${answer.status}`);
  }
  return times;
}
