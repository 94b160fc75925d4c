import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import packageJson from "../../package.json" with { type: "json" };
import fileSchema from "../../relay.config.schema.json" with { type: "json" };
import { createRecorder } from "../../lib/observe/beat-record.ts";
import {
  environmentVariables,
  observeVariables,
  serverVariables,
} from "../../dev/config/environment-variables.ts";
import { refusedVariables } from "../../lib/config/refused-variables.ts";
import { noteRun } from "../../lib/observe/run-note.ts";
import { RelayError } from "../../lib/heartbeat/relay-error.ts";
import { createCapturedLog } from "../support/captured-log.ts";
import {
  anchors,
  documents,
  inCode,
  names,
  read,
  root,
  section,
  table,
  withoutFences,
} from "../support/markdown.ts";

const readme = read("README.md");
const configurationPage = read("docs/configuration.md");
/** The variables under a heading, with their defaults. */
const hostRows = (heading: string) =>
  table(section(configurationPage, heading)).map(([name = "", shown = ""]) => ({
    name: name.replaceAll("`", ""),
    default: shown.replaceAll("`", ""),
  }));
const yesNo = (flag: boolean) => (flag ? "yes" : "no");

describe("docs/configuration.md and the code agree", () => {
  test("on every variable, its default, and whether it is required or secret", () => {
    const rows = table(section(configurationPage, "Environment")).map((cells) => cells.slice(0, 4));
    expect(rows).toEqual(
      environmentVariables.map((variable) => [
        `\`${variable.name}\``,
        yesNo(variable.required),
        variable.default === undefined ? "–" : `\`${variable.default}\``,
        yesNo(variable.secret),
      ]),
    );
  });

  test("on the variables that only the server reads", () => {
    expect(hostRows("Only for the server")).toEqual(serverVariables);
  });

  test("on the variables of the log and the metrics", () => {
    expect(hostRows("For the logger and the metrics")).toEqual(observeVariables);
  });

  test("on the variables that must not be set", () => {
    const listed = names(table(section(configurationPage, "What must not be set")));
    const variables = listed.filter((name) => /^[A-Z_]+$/.test(name));
    expect(variables.toSorted()).toEqual(refusedVariables.map(([name]) => name).toSorted());
  });

  test("on every field of relay.config.json", () => {
    const { keys, aliases, defaults } = fileSchema.properties;
    const fieldsOf = (heading: string) => names(table(section(configurationPage, heading)));
    expect(fieldsOf("`keys`")).toEqual(Object.keys(keys.items.properties));
    expect(fieldsOf("`aliases`")).toEqual(Object.keys(aliases.additionalProperties.properties));
    expect(fieldsOf("`defaults`")).toEqual(Object.keys(defaults.properties));
  });

  test("README's short table names real variables and their defaults", () => {
    const rows = table(section(readme, "Configuration"));
    expect(rows.length).toBeGreaterThan(0);
    for (const [first = "", cell = ""] of rows) {
      for (const name of inCode(first)) {
        const variable = environmentVariables.find((candidate) => candidate.name === name);
        const shown = inCode(cell)[0] ?? (cell === "required" ? undefined : "keys");
        expect([name, shown]).toEqual([variable?.name, variable?.default]);
      }
    }
  });
});

test("docs/deploy.md lists the template's parameters with their defaults", () => {
  const [, block = ""] = /^ {2}default:\n([^]*?)^\w/m.exec(read("serverless.yml")) ?? [];
  const shown = (value: string) =>
    value === '""' ? "empty" : value.includes("resolve:") ? "from that secret" : `\`${value}\``;
  const inTemplate = [...block.matchAll(/^ {4}(\w+): (.+)$/gm)].map(([, name, value = ""]) => [
    name,
    shown(value.replace(/^"(.+)"$/, "$1")),
  ]);
  const rows = table(section(read("docs/deploy.md"), "Parameters"));
  const inDocs = rows.flatMap(([first = "", value]) => inCode(first).map((name) => [name, value]));
  expect(inDocs).toEqual(inTemplate);
});

test("docs/operate.md names every field of the log line, and no other", () => {
  const { log, lines } = createCapturedLog();
  const recorder = createRecorder({
    log,
    metrics: { fields: () => ({}), publish: () => undefined },
  });
  const topics = new Map([["t", [0]]]);
  const heartbeat = { consumerGroup: "g", consumer: "c", logsetId: "l", topics };
  const caller = {
    source: "http",
    client: "192.0.2.1",
    key: "k",
    alias: "a",
    instance: "host",
    query: ["msg"],
  } as const;
  const ids = { requestId: "r", invocationId: "i", ...caller };
  const cost = { attempts: 1, upstreamMs: 1 };
  const upstream = { code: "InternalError", message: "", requestId: "q" };
  const failures = [
    { kind: "rejected", upstream },
    { kind: "malformed", httpStatus: 500 },
    { kind: "unreachable", reason: "connect ECONNREFUSED" },
    { kind: "timeout" },
    { kind: "refused", denial: { granted: false, reason: "superseded" } },
  ] as const;
  const ok = {
    ok: true,
    assignment: { topics, requestId: "q" },
    nextBeatInMs: 1,
    before: new Map([["t", [1]]]),
    rival: { key: "k", atMs: 1 },
    ...cost,
  } as const;
  recorder.write({ ...ids, heartbeat, report: ok });
  for (const failure of failures) {
    recorder.write(
      { ...ids, report: { ok: false, failure, ...cost } },
      new RelayError("throttled"),
    );
  }
  recorder.write(ids, new RelayError("relay-misconfigured", { cause: "no keys" }));
  recorder.write(ids, new RelayError("invalid-heartbeat", { faults: [{ path: "", message: "" }] }));
  recorder.write(ids, new RelayError("internal-error", { cause: new Error("x") }));
  noteRun(log, ids, { name: "failed", exitCode: 1 });
  const written = new Set(lines.flatMap((line) => Object.keys(line)));
  for (const ours of ["level", "message"]) written.delete(ours);
  expect(
    names(table(section(read("docs/operate.md"), "Log fields")))
      .filter((name) => name !== "http")
      .sort(),
  ).toEqual([...written].sort());
});

describe("every document", () => {
  test.each(documents)("%s links to files and headings that exist", (file) => {
    const links = withoutFences(read(file)).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g);
    for (const [, target = "", fragment] of links) {
      const to = target === "" ? file : relative(root, join(root, dirname(file), target));
      expect([to, existsSync(join(root, to))]).toEqual([to, true]);
      if (fragment !== undefined) expect(anchors(read(to))).toContain(fragment);
    }
  });

  test.each(documents)("%s names only files that exist", (file) => {
    const folders = /^(?:dev|docs|examples|functions|lab|lib|server|test)\/[\w./-]+$/;
    const gone = inCode(withoutFences(read(file))).filter(
      (path) => folders.test(path) && !existsSync(join(root, path)),
    );
    expect(gone).toEqual([]);
  });

  test.each(documents)("%s names only scripts that package.json has", (file) => {
    const scripts = read(file).matchAll(/npm run ([\w:]+)|npm (start|test)/g);
    for (const [, run, short] of scripts) {
      expect(Object.keys(packageJson.scripts)).toContain(run ?? short);
    }
  });

  test("README is read in one sitting", () => {
    expect(readme.split("\n").length).toBeLessThanOrEqual(251);
  });

  test("README starts and tests a fresh clone with exactly two commands", () => {
    const commands = documents.flatMap(
      (file) => read(file).match(/npm (?:ci &&|i\b|install).*/g) ?? [],
    );
    expect(commands).toEqual(["npm ci && npm start", "npm ci && npm test"]);
  });

  test.each(["middleware", "sdk-client", "failure-model", "credentials"])(
    "the decision on %s is written down, in half a page",
    (name) => {
      const text = read(`docs/decisions/${name}.md`);
      expect(text).toMatch(/^# .+\n\n\*\*Decision\.\*\* /);
      expect(text.split(/\s+/).length).toBeLessThan(400);
    },
  );
});
