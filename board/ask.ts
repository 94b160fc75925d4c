import * as z from "zod/mini";
import {
  type Consumer,
  consumersShape,
  overviewShape,
  problemShape,
  type Snapshot,
} from "./snapshot.ts";

// The policy of the page forbids code that is made as it runs.
z.config({ jitless: true });

/** What the relay said. */
export type Heard =
  | { readonly kind: "snapshot"; readonly snapshot: Snapshot }
  /** The key is of no use here: asking again cannot help. */
  | { readonly kind: "refused"; readonly words: string }
  | { readonly kind: "failed"; readonly words: string; readonly retryAfterMs: number };

const mostMs = 10_000;
const pageLimit = 500;

/**
 * Asks the relay for all that the board shows; never rejects.
 *
 * @param base the path before every route of the relay
 * @param key absent where none was typed in: a relay without keys needs none
 */
export async function ask(base: string, key: string, signal: AbortSignal): Promise<Heard> {
  const options: RequestInit = {
    headers: key === "" ? {} : { "X-Api-Key": toHeader(key) },
    cache: "no-store",
    signal: AbortSignal.any([signal, AbortSignal.timeout(mostMs)]),
  };
  const get = async (path: string) => {
    const response = await fetch(`${base}/v1/${path}`, options);
    if (response.ok) return (await response.json()) as unknown;
    throw new Refusal(
      response.status,
      await toWords(response),
      response.headers.get("Retry-After"),
    );
  };
  const getConsumers = async () => {
    const found: Consumer[] = [];
    for (let after = ""; ; ) {
      const page = parse(consumersShape, await get(`consumers?limit=${pageLimit}${after}`));
      found.push(...page.consumers);
      if (page.next === undefined) return found;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
  };
  try {
    const [overview, consumers] = await Promise.all([get("overview"), getConsumers()]);
    return {
      kind: "snapshot",
      snapshot: { overview: parse(overviewShape, overview), consumers },
    };
  } catch (error) {
    return toHeard(error);
  }
}

/** The relay is of another version than the page. */
class Unexpected extends Error {}

function parse<T>(shape: z.ZodMiniType<T>, body: unknown): T {
  const parsed = z.safeParse(shape, body);
  if (parsed.success) return parsed.data;
  throw new Unexpected();
}

class Refusal extends Error {
  readonly status: number;
  readonly retryAfterMs: number;
  constructor(status: number, words: string, retryAfter: string | null) {
    super(words);
    this.status = status;
    this.retryAfterMs = 1000 * (Number(retryAfter) || 0);
  }
}

function toHeard(error: unknown): Heard {
  if (error instanceof Refusal) {
    const { status, message: words, retryAfterMs } = error;
    if (status === 401 || status === 403) return { kind: "refused", words };
    return { kind: "failed", words, retryAfterMs };
  }
  const words =
    error instanceof SyntaxError || error instanceof Unexpected
      ? "The relay answers in another way than this page expects. Load the page again."
      : "The relay cannot be reached.";
  return { kind: "failed", words, retryAfterMs: 0 };
}

/** What a gateway says in its own way has no words for people. */
async function toWords(response: Response): Promise<string> {
  try {
    const { title, detail } = parse(problemShape, await response.json());
    return `${title}. ${detail}`;
  } catch {
    return `The answer was ${response.status}.`;
  }
}

/** A header takes bytes: of letters beyond ASCII those of UTF-8, as the digest of the key is made. */
function toHeader(key: string): string {
  return String.fromCharCode(...new TextEncoder().encode(key));
}
