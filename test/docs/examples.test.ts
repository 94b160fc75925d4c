import { describe, expect, test } from "@jest/globals";
import type { Moves } from "../../dev/emulator/groups/group.ts";
import { createKey } from "../../dev/key/create-key.ts";
import { errorTable } from "../../lib/heartbeat/error-table.ts";
import type { HttpAnswer } from "../../lib/http/http-answer.ts";
import { parseHeartbeat, parseTopicsOverride } from "../../lib/heartbeat/parse-heartbeat.ts";
import { parseCredentials } from "../../lib/config/parse-credentials.ts";
import { parseRelayFile } from "../../lib/config/relay-file.ts";
import { parseScheduleEvent } from "../../lib/schedule/event.ts";
import type { TestRequest } from "../support/events.ts";
import { documents, fences, read } from "../support/markdown.ts";
import { startRelay } from "../support/start-relay.ts";

type Json = Record<string, unknown>;

function parseObject(text: string): Json {
  const value: unknown = JSON.parse(text);
  if (typeof value === "object" && value !== null) return { ...value };
  throw new Error("an example is not an object");
}

const fileText = read("relay.config.json");
const file = parseRelayFile(fileText);
const settings = file.ok ? file.value : undefined;
const oneLine = (code: string) => code.replace(/\s+/g, " ").slice(0, 72);

/** Whether the code takes an example for what it shows; undefined for one of no known kind. */
function isRight(example: Json): boolean | undefined {
  // What is answered or printed is held by the exchanges below and by the doctor's own tests.
  const answered = ["requestId", "results", "sent", "findings", "renewed", "freeAt", "lastAttempt"];
  if (answered.some((field) => field in example)) return true;
  if (["ok", "ready", "serving"].some((status) => status === example["status"])) return true;
  const row = Object.entries(errorTable).find(([code]) => code === example["code"])?.[1];
  if (row) return row.status === example["status"] && row.detail === example["detail"];
  if ("secretKey" in example) return parseCredentials("it", JSON.stringify(example)).ok;
  if ("sha256" in example) return parseRelayFile(JSON.stringify({ keys: [example] })).ok;
  if ("keys" in example) return parseRelayFile(JSON.stringify(example)).ok;
  if ("heartbeats" in example) return settings && !!parseScheduleEvent(example, settings);
  if ("consumer" in example || "Consumer" in example) {
    return parseHeartbeat(example, settings?.defaults).ok;
  }
  return "topics" in example ? parseTopicsOverride(example).ok : undefined;
}

describe("every JSON example is one that the code knows", () => {
  // What is posted to others is held by the test of that page.
  const pages = documents.filter((document) => document !== "docs/alarms.md");
  const examples = pages.flatMap((document) =>
    fences(read(document))
      .filter(({ language }) => language === "json")
      .map(({ code }) => [document, oneLine(code), code] as const),
  );

  test.each(examples)("%s: %s", (_document, _title, code) => {
    expect(isRight(parseObject(code))).toBe(true);
  });
});

/** The request that a curl line sends to the local relay. */
function toRequest(command: string): TestRequest {
  const body = / -d '([^']*)'/.exec(command)?.[1];
  const headers = [...command.matchAll(/-H ["']([\w-]+): ([^"']*)["']/g)];
  return {
    method: body !== undefined || command.includes("-X POST") ? "POST" : "GET",
    path: /localhost:3000([^\s"]*)/.exec(command)?.[1] ?? "",
    headers: Object.fromEntries(
      headers.map(([, name = "", value = ""]) => [name.toLowerCase(), value]),
    ),
    ...(body !== undefined && { body }),
  };
}

/** An answer as README shows it: only the status and the headers, the body, or the body's JSON. */
function show({ statusCode, headers, body }: HttpAnswer): unknown {
  if (body.startsWith("{")) return withoutIds(parseObject(body));
  if (body !== "") return body;
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${statusCode} No Content`, ...fields].join("\n");
}

/** Ids and chance differ from run to run; that they are there does not. */
function withoutIds(answer: Json): Json {
  const isId = (name: string) => ["requestId", "instance", "nextBeatInMs"].includes(name);
  const text = JSON.stringify(answer, (name, value: unknown) => (isId(name) ? "" : value));
  return parseObject(text);
}

/** A command of a page, and what stands right below it: the answer, where the page shows one. */
function exchangesOf(document: string): (readonly [string, string, string | undefined])[] {
  const fenced =
    /^```sh\n(curl [^`]*localhost:3000[^]*?)^```\n(?:\n```(?:json|text)\n([^]*?)^```)?/gm;
  return [...read(document).matchAll(fenced)].map(
    ([, command = "", answer]) => [`${document}: ${oneLine(command)}`, command, answer] as const,
  );
}

const { key, sha256 } = createKey();
const local = { name: "local", digests: [Buffer.from(sha256, "hex")], hookOnly: false };
const startShown = (moves: Moves) =>
  startRelay({
    emulator: { moves },
    file: parseObject(fileText),
    env: { RELAY_AUTH: "" },
    overrides: { moreKeys: [local] },
  });

describe("the requests of README and docs get the answers shown, by the file as shipped", () => {
  const exchanges = ["README.md", "docs/api.md", "docs/delivery.md"].flatMap(exchangesOf);
  const started = startShown("two-step");

  test("there is one of each kind of request", () => {
    expect(exchanges.map(([, , answer]) => answer !== undefined)).toEqual(
      // The last one is that of docs/delivery.md, where the exit code of curl is what counts.
      [...Array<boolean>(13).fill(true), false],
    );
  });

  // A reader takes more than a lease from one to the next: then each finds the group empty again.
  test.each(exchanges)("whether others came before or not: %s", async (_title, command, answer) => {
    for (const relay of [
      await started,
      await startShown("two-step"),
      await startShown("one-step"),
    ]) {
      const given = await relay.call(toRequest(command.replaceAll("$KEY", key)));
      expect(given.statusCode).toBeLessThan(answer?.includes('"code"') ? 500 : 300);
      if (answer === undefined) continue;
      const expected = answer.startsWith("{") ? withoutIds(parseObject(answer)) : answer.trim();
      expect(show(given)).toEqual(expected);
    }
  });
});
