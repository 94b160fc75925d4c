import { expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseAllDocuments } from "yaml";
import { environmentOf, readStages } from "../support/dockerfile.ts";
import { findManifestFaults } from "../support/kubernetes-types.ts";
import { fences, read, root, section, table } from "../support/markdown.ts";
import { needs } from "../support/tools/needs.ts";
import { ownFolder } from "../support/own-folder.ts";

type Variables = Record<string, string>;

const page = read("docs/hosts.md");
const terraform = read("deploy/scf/main.tf");

/** `NAME=value` and `NAME = value`, each of them once. */
const assignments = (text: string): Variables =>
  Object.fromEntries(
    [...text.matchAll(/\b([A-Z][A-Z_]+)(?:=(\S+)| += (.+))/g)].map(
      ([, name = "", word, rest = ""]) => [name, (word ?? rest).replace(/^"(.*)"$/, "$1")],
    ),
  );
const after = (text: string, start: string, end: string) =>
  text.split(start)[1]?.split(end)[0] ?? "";

function ofDeployment(): Variables {
  const manifest = read("deploy/kubernetes/deployment.yaml");
  const pairs = manifest.matchAll(/- \{ name: ([A-Z_]+), value: (.+) \}/g);
  return Object.fromEntries([...pairs].map(([, name = "", value = ""]) => [name, value]));
}

const unit = read("deploy/systemd/heartbeat-relay.service").match(/^Environment=.*$/gm) ?? [];
const ofTerraform = (name: string) => ({
  ...assignments(after(terraform, "  environment = {\n", "  }\n")),
  ...assignments(after(after(terraform, `"${name}" {\n  name`, "\n}\n"), "environment, {", "})")),
});

const hosts: readonly Variables[] = [
  environmentOf(readStages().at(-1) ?? []),
  ofDeployment(),
  assignments(unit.map((line) => line.replace("Environment=", "")).join("\n")),
  {
    ...assignments(/^export .*$/m.exec(read("deploy/scf/scf_bootstrap"))?.[0] ?? ""),
    ...ofTerraform("relay"),
  },
  ofTerraform("schedule"),
];

test("docs/hosts.md says what each host sets, and no more", () => {
  const rows = table(section(page, "What each host sets")).map((row) =>
    row.map((cell) => cell.replaceAll("`", "")),
  );
  const shown = hosts.map((_, column): Variables => {
    const set = rows.map(([name = "", ...values]) => [name, values[column] ?? ""] as const);
    return Object.fromEntries(set.filter(([, value]) => value !== "–"));
  });
  expect(shown).toEqual(hosts);
});

needs(["kubectl"], "the kustomization of docs/hosts.md", () => {
  test("builds on the manifests, with the image and the region that it names", async () => {
    const own = fences(page).find(({ language }) => language === "yaml")?.code ?? "";
    const folder = ownFolder();
    const base = relative(folder, join(root, "deploy/kubernetes"));
    await writeFile(
      join(folder, "kustomization.yaml"),
      own.replace("../heartbeat-relay/deploy/kubernetes", base),
    );
    const built = execFileSync("kubectl", ["kustomize", folder], { encoding: "utf8" });
    expect(
      findManifestFaults(parseAllDocuments(built).map((one) => one.toJS() as unknown)),
    ).toEqual([]);
    expect(built).toContain("image: registry.example.com/heartbeat-relay:0.1.0");
    expect(built).toMatch(/name: TENCENTCLOUD_REGION\n +value: ap-guangzhou/);
  });
});
