import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "@jest/globals";
import { node, run, type RunPlace } from "./run-process.ts";

// Jest ends only when nothing is left open.
const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) {
    await setModes(folder, 0o755);
    await rm(folder, { recursive: true });
  }
});

export type Tree = {
  /** Where in this machine's own tree a path of it is. */
  readonly at: (path: string) => string;
  /** A program that finds nothing but node. */
  readonly env: { readonly PATH: string };
  /** The user who is not root, where the tests may choose one. */
  readonly user: RunPlace;
};

/** The user `node` of Node's image; any that is not root will do. */
const other = { uid: 1000, gid: 1000 };

/**
 * A tree of its own in which nobody may write: these files, by their absolute paths, and a `node` at
 * /usr/local/bin. A text is a file's content, an object names the file to copy.
 */
export async function createTree(
  files: Readonly<Record<string, string | { readonly copy: string }>>,
): Promise<Tree> {
  const folder = await mkdtemp(join(tmpdir(), "tree-"));
  folders.push(folder);
  const at = (path: string) => join(folder, path);
  const all = { ...files, "/usr/local/bin/node": { copy: node } };
  for (const [path, content] of Object.entries(all)) {
    await mkdir(dirname(at(path)), { recursive: true });
    if (typeof content === "string") await writeFile(at(path), content);
    else await copyFile(content.copy, at(path));
  }
  await setModes(folder, 0o555);
  const isRoot = process.getuid?.() === 0;
  return { at, env: { PATH: at("/usr/local/bin") }, user: isRoot ? other : {} };
}

async function setModes(folder: string, mode: number): Promise<void> {
  await chmod(folder, mode);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), mode);
  }
}

/** What somebody is told who tries to write beside a file of the tree; empty where it works. */
export async function whyNotWritten({ at, env, user }: Tree, path: string): Promise<string> {
  const target = JSON.stringify(at(join(dirname(path), "written")));
  const script = `require("node:fs").writeFileSync(${target}, "")`;
  const attempt = run(at("/usr/local/bin/node"), ["-e", script], env, user);
  await attempt.ended;
  return attempt.stderr();
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve();
    });
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
