import { execFileSync } from "node:child_process";
import { beforeAll, expect, test } from "@jest/globals";
import { createLogger } from "../../lib/observe/logger.ts";
import { fences, read } from "../support/markdown.ts";
import { beatRequest, heartbeat, startRelay, topicId } from "../support/start-relay.ts";
import { needs } from "../support/tools/needs.ts";

const queries = fences(read("docs/operate.md")).map(({ code }) => code);
const found = (pattern: RegExp) => queries.find((query) => pattern.test(query)) ?? "";

/** What the relay writes while orders-1 has four partitions and gives two of them to orders-2, who joins. */
let lines: string[] = [];
beforeAll(async () => {
  const texts: string[] = [];
  const write = (_stream: unknown, text: string) => void texts.push(text);
  const log = createLogger({ service: "relay", level: "INFO", write });
  const relay = await startRelay({ overrides: { log } });
  const held: Record<string, number[]> = { "orders-1": [], "orders-2": [] };
  for (const consumer of ["orders-1", "orders-2", "orders-1", "orders-1", "orders-2"]) {
    const topics = { [topicId]: held[consumer] };
    const body = JSON.stringify({ ...heartbeat, consumer, topics });
    const headers = { "x-instance-id": `host of ${consumer}` };
    const answer = await relay.call(beatRequest({ body, headers }));
    const { topics: given } = JSON.parse(answer.body) as { topics: Record<string, number[]> };
    held[consumer] = given[topicId] ?? [];
  }
  lines = texts.filter((text) => text.includes("renewed"));
  expect(lines).toHaveLength(5);
});

needs(["jq"], "who held a partition, asked with jq of a server's log", () => {
  const query = found(/^jq /);
  const ask = (partition: number, at = "9", input = lines.join("")): unknown => {
    const asked = query
      .replace("--argjson partition 2", `--argjson partition ${partition}`)
      .replace(/--arg at \S+/, `--arg at ${at}`);
    return JSON.parse(execFileSync("sh", ["-c", asked], { input }).toString());
  };
  const timeOf = (line = "") => (JSON.parse(line) as { timestamp: string }).timestamp;
  const by = (consumer: string, since: number, renewed: number) => ({
    orders: {
      holder: consumer,
      instance: `host of ${consumer}`,
      since: timeOf(lines[since]),
      renewed: timeOf(lines[renewed]),
    },
  });

  test("is told for every time: who has it, nobody, and who has it then", () => {
    const told = lines.map((_line, index) => ask(4, "9", lines.slice(0, index + 1).join("")));
    const [first, second, third] = [by("orders-1", 0, 0), by("orders-1", 0, 0), {}];
    expect(told).toEqual([first, second, third, {}, by("orders-2", 4, 4)]);
    expect(ask(1)).toEqual(by("orders-1", 0, 3));
    expect(ask(9)).toEqual({});
  });

  test("counts nothing of that time or later, and no line that is not JSON", () => {
    expect(ask(4, timeOf(lines[0]))).toEqual({});
    expect(ask(1, timeOf(lines[4]), ["Started.\n", "5\n", ...lines].join(""))).toMatchObject({
      orders: { holder: "orders-1" },
    });
  });
});

test("who held a partition, asked with Logs Insights: its pattern finds what moved", () => {
  const [, source = ""] = /@message like \/(.+)\/$/m.exec(found(/"\(gained\|lost\)"/)) ?? [];
  const matching = (partition: number) =>
    lines.map((line) => new RegExp(source.replace("*2[", `*${partition}[`)).test(line));
  expect(matching(4)).toEqual([true, false, true, false, true]);
  expect(matching(1)).toEqual([true, false, false, false, false]);
  expect(matching(9)).toEqual(Array(5).fill(false));
});
