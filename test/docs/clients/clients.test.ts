import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Launched } from "./launch.ts";
import { readSnippets, type Snippet } from "./page.ts";
import { type Recipe, recipes } from "./recipes.ts";
import { redirect, signInPage, startSilentRelay, startStranger } from "./not-the-relay.ts";
import { startRelayOnSocket } from "./relay-on-socket.ts";
import { isMissing } from "../../support/tools/is-missing.ts";
import { needs } from "../../support/tools/needs.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

const snippets = readSnippets();
const beat = snippets.find(({ heading }) => heading === "sh and curl")?.blocks[0] ?? "";

type Case = { readonly heading: string; readonly snippet: Snippet; readonly recipe: Recipe };

const cases: Case[] = snippets.flatMap((snippet) => {
  const recipe = recipes[snippet.heading];
  return recipe ? [{ heading: snippet.heading, snippet, recipe }] : [];
});
const runnable = cases.filter(({ recipe }) => recipe.run && !recipe.tools.some(isMissing));
const asking = runnable.filter(({ recipe }) => recipe.asks);

// Compiled once, run several times.
const workshops = new Map<string, Promise<Workshop>>();
function workshopOf({ heading, snippet, recipe }: Case): Promise<Workshop> {
  const opened = workshops.get(heading) ?? openWorkshop(snippet, recipe, beat);
  workshops.set(heading, opened);
  return opened;
}

/** Waits for what a snippet is to bring about; what it printed is the error when it ends without. */
async function untilHappened<T>(happening: Promise<T>, snippet: Launched): Promise<T> {
  const first = await Promise.race([
    happening.then((result) => ({ result })),
    // In a later turn, so that what happened last still counts.
    snippet.ended.then(() => new Promise<undefined>((resolve) => setImmediate(resolve, undefined))),
  ]);
  if (first) return first.result;
  throw new Error(`ended before it: ${snippet.stdout()}${snippet.stderr()}`);
}

test("every section with a snippet is known to the tests, and has as many blocks as they expect", () => {
  const expected = Object.entries(recipes).map(([heading, { files }]) => [heading, files.length]);
  const found = snippets.map(({ heading, blocks }) => [heading, blocks.length]);
  expect(found.toSorted()).toEqual(expected.toSorted());
});

for (const given of cases) {
  const { heading, recipe } = given;
  needs(recipe.tools, `the snippet "${heading}"`, () => {
    test(recipe.run ? "is right, and renews the lease" : "is right", async () => {
      const workshop = await workshopOf(given);
      if (workshop.checked) expect(workshop.checked).toMatchObject({ code: 0 });
      if (!recipe.run) return;
      const relay = await startRelayOnSocket();
      const snippet = workshop.run(relay.url);
      await untilHappened(relay.renewed, snippet);
      if (recipe.ends) expect(await snippet.ended).toBe(0);
      await snippet.stop();
      expect(relay.emulator.received[0]).toMatchObject({
        action: "SendConsumerHeartbeat",
        body: { Consumer: "orders-1" },
        code: undefined,
      });
      const line = relay.lines.find(({ outcome }) => outcome === "renewed");
      expect(line?.["instance"]).toMatch(/./);
    });
  });
}

/** What came of a scenario for each snippet that makes the request itself, all at the same time. */
async function ofEach(some: readonly Case[], scenario: (workshop: Workshop) => Promise<unknown>) {
  const results = some.map(async (given) => {
    try {
      return [given.heading, await scenario(await workshopOf(given))];
    } catch (thrown) {
      return [given.heading, thrown];
    }
  });
  return Object.fromEntries(await Promise.all(results)) as Record<string, unknown>;
}

function all(some: readonly Case[], result: unknown): Record<string, unknown> {
  return Object.fromEntries(some.map(({ heading }) => [heading, result]));
}

describe("each snippet that makes the request itself", () => {
  test.concurrent("tries again, and not before Retry-After", async () => {
    const results = await ofEach(asking, async (workshop) => {
      const relay = await startRelayOnSocket();
      // The relay does not retry this one; it says 503 and two seconds.
      relay.emulator.faults.set([{ fault: "resource-unavailable" }]);
      const snippet = workshop.run(relay.url);
      await untilHappened(relay.renewed, snippet);
      await snippet.stop();
      const [first, second] = relay.answered;
      const waitedMs = (second?.atMs ?? 0) - (first?.atMs ?? 0);
      // Without Retry-After it would be 1 s. A busy machine notes the first answer later than the snippet has it.
      return [first?.status, second?.status, waitedMs > 1500 ? "later" : waitedMs];
    });
    expect(results).toEqual(all(asking, [503, 200, "later"]));
  });

  test.concurrent("hangs up on an answer that never ends", async () => {
    const results = await ofEach(asking, async (workshop) => {
      const relay = await startSilentRelay();
      const snippet = workshop.run(relay.url);
      const endedBy = await untilHappened(relay.endedBy, snippet);
      await snippet.stop();
      return endedBy;
    });
    expect(results).toEqual(all(asking, "caller"));
  });
});

needs(["sh", "curl"], "each snippet that ends by itself", () => {
  const ending = asking.filter(({ recipe }) => recipe.ends);

  test("fails at once when its key is refused, and says so", async () => {
    const results = await ofEach(ending, async (workshop) => {
      const relay = await startRelayOnSocket();
      const snippet = workshop.run(relay.url, { RELAY_KEY: "wrong" });
      const failed = (await snippet.ended) !== 0 && snippet.stderr() !== "";
      return [failed, ...relay.answered.map(({ status }) => status)];
    });
    expect(results).toEqual(all(ending, [true, 401]));
  });

  test.each([
    ["a redirect", redirect],
    ["the page of a captive portal", signInPage],
  ])("does not take %s for an accepted beat", async (_name, answer) => {
    const results = await ofEach(ending, async (workshop) => {
      const stranger = await startStranger(answer);
      const failed = (await workshop.run(stranger.url).ended) !== 0;
      return [failed, stranger.asked.times];
    });
    expect(results).toEqual(all(ending, [true, 1]));
  });
});

needs(["sh", "curl"], "beat", () => {
  test("waits by chance for less than the seconds that it is given", async () => {
    const [given] = cases.filter(({ heading }) => heading === "sh and curl");
    if (!given) throw new Error("there is no beat");
    const workshop = await openWorkshop(given.snippet, given.recipe, beat);
    const relay = await startRelayOnSocket();
    for (let time = 0; time < 3; time += 1) {
      const snippet = workshop.run(relay.url);
      expect(await snippet.ended).toBe(0);
      expect(Number(snippet.stdout())).toBeGreaterThanOrEqual(12);
      expect(Number(snippet.stdout())).toBeLessThanOrEqual(18);
    }
    const waits = readFileSync(join(workshop.dir, "slept"), "utf8").trim().split("\n").map(Number);
    expect(new Set(waits).size).toBeGreaterThan(1);
    for (const seconds of waits) {
      expect(seconds).toBeGreaterThanOrEqual(0);
      expect(seconds).toBeLessThanOrEqual(4);
    }
  });
});

test("the function in TypeScript ends as soon as it is told to", async () => {
  const [given] = cases.filter(({ heading }) => heading === "TypeScript");
  if (!given) throw new Error("there is no TypeScript");
  const relay = await startRelayOnSocket({});
  const snippet = (await workshopOf(given)).run(relay.url);
  await relay.renewed;
  await snippet.stop("SIGTERM");
  expect([await snippet.ended, snippet.stderr()]).toEqual([0, ""]);
});
