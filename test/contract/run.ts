import { type Backend, createCls, NoAnswer } from "./cls.ts";
import type { Expectation } from "./expectation.ts";

/** What came of an expectation. */
export type Outcome =
  | { readonly holds: true; readonly note?: string }
  | { readonly holds: false; readonly why: string };

/**
 * Holds one expectation against a backend, in a group of its own that is gone afterwards.
 *
 * @throws NoAnswer
 */
export async function holdAgainst(
  backend: Backend,
  groupName: string,
  expectation: Expectation,
): Promise<Outcome> {
  const cls = createCls(backend, groupName);
  try {
    const note = await expectation.check(cls);
    return { holds: true, ...(note !== undefined && { note }) };
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    return { holds: false, why: error instanceof Error ? error.message : String(error) };
  } finally {
    // Refused where the expectation has made none, or has deleted it.
    await cls.call("DeleteConsumerGroup", cls.group).catch(() => undefined);
  }
}
