import { toFields } from "../../lib/base/unknown-object.ts";

/** A consumer as the relay tells it (docs/api.md, "Who is alive"). */
export type Told = Readonly<Record<string, unknown>>;

export type Question = {
  /** The relay's address, with its base path if it has one. */
  readonly url: string;
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  /** Ends the asking; by default each answer has 10 s. */
  readonly signal?: AbortSignal;
};

const mostMs = 10_000;

/**
 * All pages of what the relay tells.
 *
 * @throws Error with one line for a person
 */
export async function ask(question: Question): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (let after = ""; ; ) {
    const query = { ...question.query, ...(after !== "" && { after }), limit: "500" };
    const { consumers, next } = await askAt("/v1/consumers", { ...question, query });
    if (!Array.isArray(consumers)) throw new Error("HTTP 200, no answer of the relay");
    told.push(...consumers.map(toFields));
    if (typeof next !== "string") return told;
    after = next;
  }
}

/**
 * What the relay tells of one group.
 *
 * @throws Error with one line for a person
 */
export function askGroup(question: Question, group: string): Promise<Told> {
  return askAt(`/v1/groups/${encodeURIComponent(group)}`, question);
}

async function askAt(path: string, { url, key, query, ...question }: Question): Promise<Told> {
  const asked = new URL(`${url.replace(/\/$/, "")}${path}`);
  for (const [name, value] of Object.entries(query)) asked.searchParams.set(name, value);
  const headers = { Authorization: `Bearer ${key}` };
  const { signal = AbortSignal.timeout(mostMs) } = question;
  const response = await fetch(asked, { headers, signal }).catch(() => {
    throw new Error(`${asked.origin} cannot be reached.`);
  });
  const body = toFields(await response.json().catch(() => undefined));
  const { code, detail } = body;
  if (response.ok) return body;
  const said = typeof code === "string" ? `${code}: ${String(detail)}` : "no answer of the relay";
  throw new Error(`HTTP ${response.status}, ${said}`);
}
