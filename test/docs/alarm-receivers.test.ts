import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { bodies } from "../../lib/alive/tell/bodies.ts";
import { toldKinds } from "../../lib/alive/tell/told-kind.ts";
import { createWebhook } from "../../lib/alive/tell/webhook.ts";
import { toTransition } from "../../lib/alive/watch/alarm.ts";
import { alarmKinds } from "../../lib/alive/transition.ts";
import { systemClock } from "../../lib/base/clock.ts";
import { inCode, read, section, table } from "../support/markdown.ts";
import { startReceiver } from "../support/receiver.ts";
import { endOf } from "../support/transitions.ts";

const run = promisify(execFile);
const page = read("docs/alarms.md");
const source = { service: "heartbeat-relay", stage: "prod" };
const blocksOf = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm"))].map(
    ([, text = ""]) => text,
  );

const [example, alerts] = blocksOf("json").map((text) => JSON.parse(text) as unknown);
const sinceMs = Date.parse("2026-11-28T03:14:00.000Z");
const subject = {
  consumerGroup: "orders",
  logsetId: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3",
  consumer: "orders-2",
  alias: "orders-2",
};
const alarm = { kind: "expired", subject, sinceMs } as const;
const shown = toTransition({ alarm, isOver: false, atMs: sinceMs });

test("the examples are what is posted", () => {
  expect(bodies.json([shown], source)).toEqual(example);
  expect(bodies.alertmanager([shown], source)).toEqual(alerts);
});

test("the tables name every field, every kind and the alert of each", () => {
  const rows = table(section(page, "A webhook"));
  const withTopics = { ...shown, subject: { ...subject, topics: new Map([["t", [0]]]) } };
  const told = JSON.parse(JSON.stringify(bodies.json([endOf(withTopics)], source))) as {
    transitions: object[];
  };
  const { transitions, ...head } = told;
  const fields = [...Object.keys(head), ...Object.keys(transitions[0] ?? {})];
  expect(rows.flatMap(([first = ""]) => inCode(first)).toSorted()).toEqual(fields.toSorted());
  const kinds = rows.find(([first]) => first === "`kind`")?.[1] ?? "";
  expect(inCode(kinds)).toEqual(toldKinds);
  const named = table(section(page, "Alertmanager")).map((cells) =>
    cells.map((cell) => inCode(cell)[0]),
  );
  expect(named).toEqual(
    alarmKinds.map((kind) => [
      kind,
      (bodies.alertmanager([{ ...shown, kind }], source) as { labels: { alertname: string } }[])[0]
        ?.labels.alertname,
    ]),
  );
});

describe("the code that verifies a signature", () => {
  const [code = ""] = blocksOf("js");
  const secret = "0123456789abcdef";
  const isFromRelay = async (...given: readonly string[]) => {
    const script = `${code}\nconsole.log(isFromRelay(...process.argv.slice(1)));`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script, ...given]);
    return stdout.trim();
  };

  test("takes what the relay has just signed, and nothing else", async () => {
    const receiver = await startReceiver();
    const clock = { ...systemClock };
    const config = { url: receiver.url, format: "json", secret } as const;
    await createWebhook(config, source, clock).send([shown], new AbortController().signal);
    const old = { ...clock, epochMs: () => clock.epochMs() - 301_000 };
    await createWebhook(config, source, old).send([shown], new AbortController().signal);
    const [now, before] = receiver.received.map(({ headers, body }) => ({
      header: String(headers["x-heartbeat-signature"]),
      body,
    }));
    const { header = "", body = "" } = now ?? {};
    expect(await isFromRelay(header, body, secret)).toBe("true");
    expect(await isFromRelay(header, `${body} `, secret)).toBe("false");
    expect(await isFromRelay(header, body, `${secret}x`)).toBe("false");
    expect(await isFromRelay("", body, secret)).toBe("false");
    expect(await isFromRelay(before?.header ?? "", body, secret)).toBe("false");
  });
});
