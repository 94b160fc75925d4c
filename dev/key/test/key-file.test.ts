import { chmod, lstat, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { emptyFile, key, place } from "./run-key.ts";

test("the file keeps its mode, and a link to it stays a link", async () => {
  const { folder, path } = await place(emptyFile);
  await chmod(path, 0o640);
  const link = join(folder, "link.json");
  await symlink(path, link);
  expect((await key(link, "add", "a")).status).toBe(0);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect((await stat(path)).mode & 0o777).toBe(0o640);
  expect(await readFile(path, "utf8")).toContain('"name": "a"');
});

test("the file stays as it is where the relay would refuse the new one, and the reasons are told", async () => {
  const { folder, path } = await place(emptyFile);
  const refused = await key(path, "add", "a b", "--rate", "many", "--topic", "x*y");
  expect(refused).toEqual({
    status: 1,
    printed: "",
    told: expect.stringMatching(
      /name must be[^]*topics\.0 may have[^]*ratePerSecond must be/,
    ) as unknown,
  });
  expect(await readFile(path, "utf8")).toBe(emptyFile);
  expect(await readdir(folder)).toEqual(["relay.config.json"]);
});

test("the file is not written while another edit is under way, nor where there is no folder", async () => {
  const { path } = await place(emptyFile);
  await writeFile(`${path}.new`, "");
  const busy = await key(path, "add", "a");
  expect([busy.status, busy.told]).toEqual([1, expect.stringContaining(`${path}.new exists`)]);
  const nowhere = await key(join(path, "x.json"), "add", "a");
  expect([nowhere.status, nowhere.told]).toEqual([1, expect.stringContaining("ENOTDIR")]);
  const missing = await key(`${path}.gone`, "list");
  expect([missing.status, missing.told]).toEqual([1, expect.stringContaining("ENOENT")]);
});

test("the file loses nothing when several are added at once", async () => {
  const { path } = await place(emptyFile);
  const names = ["a", "b", "c", "d"];
  const all = await Promise.all(names.map((name) => key(path, "add", name)));
  const added = names.filter((_, index) => all[index]?.status === 0);
  const { keys } = JSON.parse(await readFile(path, "utf8")) as { keys: { name: string }[] };
  expect(keys.map(({ name }) => name).toSorted()).toEqual(added);
  expect(added.length).toBeGreaterThan(0);
});
