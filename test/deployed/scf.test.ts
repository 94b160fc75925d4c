import { execFile, execFileSync } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { knownVariables } from "../support/known-variables.ts";
import { read, root } from "../support/markdown.ts";
import { createTree, freePort } from "../support/read-only-tree.ts";
import { node, run } from "../support/run-process.ts";
import { buildServerFile, fileOf, keys, startServerProcess } from "../support/server-process.ts";
import { needs } from "../support/tools/needs.ts";
import { ownFolder } from "../support/own-folder.ts";

const folder = "deploy/scf";
const bootstrap = read(`${folder}/scf_bootstrap`);
const terraform = read(`${folder}/main.tf`);

test("the bootstrap file is as SCF wants it: it can be run, and its lines end as on Linux", () => {
  const listed = execFileSync("git", ["ls-files", "--stage", `${folder}/scf_bootstrap`], {
    cwd: root,
    encoding: "utf8",
  });
  expect(listed).toMatch(/^100755 /);
  expect(bootstrap).toMatch(/^#!\/bin\/bash\n/);
  expect(bootstrap).not.toContain("\r");
  expect(bootstrap).toContain("RELAY_HOST=0.0.0.0 PORT=9000");
});

needs(["bash"], "scf_bootstrap", () => {
  /** The package in a tree of its own, with Node in the folder of this version. */
  const createPackage = async (version: string) => {
    const port = String(await freePort());
    const tree = await createTree({
      "/var/user/scf_bootstrap": bootstrap
        .replace("PORT=9000", `PORT=${port}`)
        .replace("/var/lang/", '"$LANG_FOLDER"/'),
      "/var/user/server.cjs": { copy: await buildServerFile() },
      "/var/user/relay.config.json": fileOf(keys.first.sha256),
      [`/var/lang/${version}/bin/node`]: { copy: node },
    });
    const env = { LANG_FOLDER: tree.at("/var/lang"), PATH: "", RELAY_CONFIG: "relay.config.json" };
    return { ...tree, env };
  };

  test.each(["node24", "node22", "node20"])(
    "starts the relay with %s, as another user, where nobody may write",
    async (version) => {
      const { at, env, user } = await createPackage(version);
      const server = await startServerProcess([], env, {
        command: at("/var/user/scf_bootstrap"),
        ...user,
        cwd: "/",
      });
      expect((await server.beat()).status).toBe(200);
      server.child.kill("SIGTERM");
      expect(await server.ended).toBe(0);
    },
  );

  test("says so where there is no Node that is new enough", async () => {
    const { at, env, user } = await createPackage("node18");
    const server = run(at("/var/user/scf_bootstrap"), [], env, user);
    expect(await server.ended).toBe(1);
    expect(server.stderr()).toMatch(/no Node 24, 22 or 20/);
  });
});

test("Terraform sets variables that the relay knows, and none that is SCF's own", () => {
  const names = [...terraform.matchAll(/^ +([A-Z_]+) += /gm)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(3);
  for (const name of names) {
    expect([name, knownVariables.get(name)]).toEqual([name, { secret: false }]);
    expect(name).not.toMatch(/^(?:SCF|QCLOUD|TENCENTCLOUD)_/);
  }
});

test("what it packs is what the build makes, and its handler is there", () => {
  const packed = [...terraform.matchAll(/file\("\$\{local\.dist\}\/(.+?)"\)/g)].map(
    ([, name]) => name,
  );
  expect(packed).toEqual(["server.cjs", "functions/schedule.cjs"]);
  expect(terraform).toMatch(/handler += "schedule\.handler"/);
});

needs(["terraform"], "terraform fmt", () => {
  const check = (path: string) =>
    promisify(execFile)("terraform", ["fmt", "-check", "-diff", path]).then(
      ({ stdout }) => stdout,
      () => "refused",
    );

  test("reads the files, and would write them as they are", async () => {
    expect(await check(join(root, folder))).toBe("");
  });

  test("would refuse a block that is not closed", async () => {
    const copy = ownFolder();
    await cp(join(root, folder), copy, { recursive: true });
    await writeFile(join(copy, "main.tf"), terraform.trimEnd().slice(0, -1));
    expect(await check(copy)).toBe("refused");
  });
});
