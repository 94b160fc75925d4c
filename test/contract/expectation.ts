import type { Cls } from "./cls.ts";

/** How we know: from Tencent's pages, from what Tencent's own clients send and match on, or not at all. */
export type Basis = "documented" | "seen in Tencent's clients" | "assumed";

/** One thing that we believe of CLS, and that the emulator must therefore do. */
export type Expectation = {
  readonly says: string;
  readonly basis: Basis;
  /** Why it is not asked of CLS itself. */
  readonly notAskedOfCls?: string;
  /** Throws where it does not hold. What it returns is noted: a code that nobody has documented, for one. */
  check(cls: Cls): Promise<string | undefined>;
};
