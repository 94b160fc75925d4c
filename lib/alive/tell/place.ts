import type { Transition } from "../transition.ts";

/** One place where transitions are told, as far as it takes them at once. */
export type Place = {
  readonly toBatches: (transitions: readonly Transition[]) => readonly (readonly Transition[])[];
  /**
   * @throws Error unless all were taken, with a message that holds no secret
   */
  readonly send: (batch: readonly Transition[], signal: AbortSignal) => Promise<void>;
};

/** The deployment that tells, so that two of them can be told apart. */
export type Source = { readonly service: string; readonly stage: string };

/** A body stays far below what SNS takes, which is 256 KB. */
const mostAtOnce = 50;

export function toChunks(transitions: readonly Transition[]): readonly (readonly Transition[])[] {
  const count = Math.ceil(transitions.length / mostAtOnce);
  return Array.from({ length: count }, (_, index) =>
    transitions.slice(index * mostAtOnce, (index + 1) * mostAtOnce),
  );
}
