import type { Contender, ContenderName } from "./contender.ts";

export type Timings = Record<ContenderName, number[]>;

export const noTimings = (): Timings => ({ relay: [], sdk: [], raw: [] });

/** The contenders, beginning with another one every round, so that none has a place of its own. */
export function rotate<T>(contenders: readonly T[], round: number): T[] {
  const first = round % contenders.length;
  return [...contenders.slice(first), ...contenders.slice(0, first)];
}

/** Milliseconds of every call, one at a time, the contenders taking turns call by call. */
export async function timeOneByOne(
  contenders: readonly Contender[],
  rounds: number,
): Promise<Timings> {
  const timings = noTimings();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, prepare } of rotate(contenders, round)) {
      timings[name].push(await timeCall(prepare()));
    }
  }
  return timings;
}

/** Milliseconds of every call, `atOnce` of one contender started together, the contenders taking turns. */
export async function timeAtOnce(
  contenders: readonly Contender[],
  rounds: number,
  atOnce: number,
): Promise<Timings> {
  const timings = noTimings();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, prepare } of rotate(contenders, round)) {
      const calls = Array.from({ length: atOnce }, prepare);
      timings[name].push(...(await Promise.all(calls.map(timeCall))));
    }
  }
  return timings;
}

/** CPU of this process in µs per call, one value for each block of calls of one contender. */
export async function timeCpu(
  contenders: readonly Contender[],
  blocks: number,
  callsPerBlock: number,
): Promise<Timings> {
  const timings = noTimings();
  for (let block = 0; block < blocks; block += 1) {
    for (const { name, prepare } of rotate(contenders, block)) {
      const calls = Array.from({ length: callsPerBlock }, prepare);
      const before = process.cpuUsage();
      for (const call of calls) await call();
      const { user, system } = process.cpuUsage(before);
      timings[name].push((user + system) / callsPerBlock);
    }
  }
  return timings;
}

async function timeCall(call: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await call();
  return performance.now() - startedMs;
}
