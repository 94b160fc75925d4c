import { toFields } from "../../lib/base/unknown-object.ts";

/** A consumer as the relay tells it (docs/api.md, "Who is alive"). */
export type Told = Readonly<Record<string, unknown>>;

export type Question = {
  /** The relay's address, with its base path if it has one. */
  readonly url: string;
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
};

const mostMs = 10_000;

/**
 * All pages of what the relay tells.
 *
 * @throws Error with one line for a person
 */
export async function ask({ url, key, query }: Question): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (let after = ""; ; ) {
    const asked = new URL(`${url.replace(/\/$/, "")}/v1/consumers`);
    const page = { ...query, ...(after !== "" && { after }), limit: "500" };
    for (const [name, value] of Object.entries(page)) asked.searchParams.set(name, value);
    const { consumers, next } = await askPage(asked, key);
    told.push(...consumers);
    if (next === undefined) return told;
    after = next;
  }
}

async function askPage(url: URL, key: string) {
  const headers = { Authorization: `Bearer ${key}` };
  const signal = AbortSignal.timeout(mostMs);
  const response = await fetch(url, { headers, signal }).catch(() => {
    throw new Error(`${url.origin} cannot be reached.`);
  });
  const body = toFields(await response.json().catch(() => undefined));
  const { consumers, next, code, detail } = body;
  if (!response.ok || !Array.isArray(consumers)) {
    const said = typeof code === "string" ? `${code}: ${String(detail)}` : "no answer of the relay";
    throw new Error(`HTTP ${response.status}, ${said}`);
  }
  return {
    consumers: consumers.map(toFields),
    next: typeof next === "string" ? next : undefined,
  };
}
