import { beforeAll, describe, expect, test } from "@jest/globals";
import { needs } from "../support/tools/needs.ts";
import { statusesOf } from "./support/answers.ts";
import { checked, heartbeat, hook, key, type Server, hosts } from "./support/start-server.ts";
import { wget } from "./support/tools.ts";

describe.each(hosts)("%s", (_host, start) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });

  const header = `--header=Authorization: Bearer ${key}`;
  const call = (path: string, args: readonly string[]) =>
    checked(server, () => wget([...args, `${server.url}${path}`]));

  needs(["wget"], "wget renews a lease", () => {
    test.each<[string, string, string[]]>([
      ["with --post-data of nothing", `${hook}/orders-1`, ["--post-data="]],
      ["with --post-data", "/v1/heartbeats", [header, `--post-data=${heartbeat}`]],
      ["with --method and no body", `${hook}/orders-1/`, ["--method=POST"]],
      ["with --body-data", "/v1/heartbeats", [header, "--method=POST", `--body-data=${heartbeat}`]],
      ["by GET where the alias allows it", `${hook}/by-get`, []],
      ["by the exit code 0", `${hook}/orders-1/0`, ["--post-data=all is well"]],
      ["without keep-alive", `${hook}/orders-1`, ["--no-http-keep-alive", "--post-data="]],
    ])("%s", async (_name, path, args) => {
      const { answers, exitCode } = await call(path, args);
      expect([statusesOf(answers), exitCode]).toEqual([[200], 0]);
    });
  });

  needs(["wget"], "wget renews nothing", () => {
    test.each<[string, number, string, string[]]>([
      ["by GET", 405, `${hook}/orders-1`, []],
      ["with a wrong alias", 404, `${hook}/nothing`, ["--post-data="]],
      ["with a body that is not JSON", 400, `${hook}/orders-1`, ["--post-data=x"]],
      ["by another method", 405, `${hook}/orders-1`, ["--method=PATCH"]],
    ])("%s: %i, and says so by its exit code", async (_name, status, path, args) => {
      const { answers, exitCode } = await call(path, args);
      expect(statusesOf(answers)).toEqual([status]);
      expect(exitCode).toBe(8);
    });

    test("without a key, which it takes for a password", async () => {
      expect((await call("/v1/heartbeats/orders-1", ["--post-data="])).exitCode).toBe(6);
    });

    test("by a failed run, which is taken all the same", async () => {
      const { answers, exitCode } = await call(`${hook}/orders-1/1`, ["--post-data=it broke"]);
      expect([statusesOf(answers), exitCode]).toEqual([[202], 0]);
    });

    test("by --spider, which checks key and alias", async () => {
      expect((await call(`${hook}/orders-1`, ["--spider"])).exitCode).toBe(0);
      expect((await call("/v1/hooks/wrong/orders-1", ["--spider"])).exitCode).toBe(8);
    });
  });

  needs(["wget"], "wget and a failure", () => {
    test("tries again what may heal", async () => {
      server.emulator.faults.set([{ fault: "resource-unavailable" }]);
      // Of what it has printed already, wget leaves as many bytes out of the next answer.
      const quiet = ["--no-content-on-error", "--post-data="];
      const retry = ["--tries=3", "--retry-on-http-error=503", "--waitretry=1", ...quiet];
      const { answers, exitCode } = await call(`${hook}/orders-1`, retry);
      expect([statusesOf(answers).at(-1), exitCode]).toEqual([200, 0]);
      expect(server.emulator.faults.left()).toEqual([]);
    });
  });
});
