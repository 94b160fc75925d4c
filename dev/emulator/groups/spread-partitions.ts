/** A living consumer of a topic: what was last meant for it, and what it last said it is working on. */
export type Holder = {
  consumer: string;
  assigned: readonly number[];
  reported: readonly number[];
};

type Seat = { consumer: string; quota: number; reported: readonly number[]; partitions: number[] };

/**
 * Spreads the partitions over the consumers so that each partition has one owner and sizes differ by at most one,
 * moving as few as possible.
 *
 * The larger shares go to those who hold most, because every other choice moves more. What a consumer reports it is
 * working on is what it keeps or receives first, so that a group outlives a restart of the emulator.
 */
export function spreadPartitions(
  partitions: readonly number[],
  holders: readonly Holder[],
): Map<string, number[]> {
  const free = new Set(partitions);
  const share = Math.floor(partitions.length / holders.length);
  const largerShares = partitions.length % holders.length;

  const seats = holders
    .toSorted((a, b) => b.assigned.length - a.assigned.length)
    .map(({ consumer, assigned, reported }, index): Seat => {
      const quota = index < largerShares ? share + 1 : share;
      const seat = { consumer, quota, reported, partitions: [] };
      const reportedFirst = [...reported.filter((p) => assigned.includes(p)), ...assigned];
      fill(seat, reportedFirst, free);
      return seat;
    });
  for (const seat of seats) fill(seat, seat.reported, free);
  for (const seat of seats) fill(seat, [...free], free);

  return new Map(
    seats.map(({ consumer, partitions: own }) => [consumer, own.toSorted((a, b) => a - b)]),
  );
}

function fill(seat: Seat, wanted: readonly number[], free: Set<number>): void {
  for (const partition of wanted) {
    if (seat.partitions.length === seat.quota) return;
    if (free.delete(partition)) seat.partitions.push(partition);
  }
}
