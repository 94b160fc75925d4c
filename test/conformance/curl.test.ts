import { beforeAll, describe, expect, test } from "@jest/globals";
import { needs } from "../support/tools/needs.ts";
import { statusesOf } from "./support/answers.ts";
import { checked, heartbeat, hook, key, type Server, hosts } from "./support/start-server.ts";
import { curl, curlEach } from "./support/tools.ts";

describe.each(hosts)("%s", (_host, start) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });

  const bearer = ["-H", `Authorization: Bearer ${key}`];
  const alias = "/v1/heartbeats/orders-1";

  /** The statuses that curl gets from a path. */
  const statuses = async (path: string, args: readonly string[], input?: string) => {
    const { answers } = await checked(server, () => curl([...args, `${server.url}${path}`], input));
    return statusesOf(answers);
  };

  needs(["curl"], "curl renews a lease", () => {
    test.each<[string, string, string[]]>([
      ["with a body", "/v1/heartbeats", [...bearer, "-d", heartbeat]],
      ["with a slash at the end", "/v1/heartbeats/", [...bearer, "-d", heartbeat]],
      ["with an alias", alias, [...bearer, "-X", "POST"]],
      ["with an alias and a slash", `${alias}/`, [...bearer, "-X", "POST"]],
      ["with an empty -d", alias, [...bearer, "-d", ""]],
      ["with a hook", `${hook}/orders-1`, ["-X", "POST"]],
      ["with a hook and a slash", `${hook}/orders-1/`, ["-d", ""]],
      ["with a hook and a query", `${hook}/orders-1?rid=1&x=/`, ["-d", ""]],
      ["with an alias that is encoded", "/v1/heartbeats/%6Frders%2D1", [...bearer, "-d", ""]],
      ["with a path that is encoded", "/%761/heartbeat%73/orders-1", [...bearer, "-d", ""]],
      ["with dots in the path", "/v1/x/../heartbeats/./orders-1", [...bearer, "-d", ""]],
      ["with a bearer of its own option", alias, ["--oauth2-bearer", key, "-d", ""]],
      ["with a header in capitals", alias, ["-H", `AUTHORIZATION: BEARER ${key}`, "-d", ""]],
      ["with a header in small letters", alias, ["-H", `authorization: bearer ${key}`, "-d", ""]],
      ["with X-Api-Key", alias, ["-H", `X-API-KEY: ${key}`, "-d", ""]],
      ["with x-api-key", alias, ["-H", `x-api-key: ${key}`, "-d", ""]],
      ["over HTTP/1.0", alias, [...bearer, "--http1.0", "-d", ""]],
      ["over HTTP/1.0 with a body", "/v1/heartbeats", [...bearer, "--http1.0", "-d", heartbeat]],
      ["offering HTTP/2", "/v1/heartbeats", [...bearer, "--http2", "-d", heartbeat]],
      ["with --compressed", alias, [...bearer, "--compressed", "-d", ""]],
      ["without a user agent", alias, [...bearer, "-A", "", "-d", ""]],
      ["without Accept", alias, [...bearer, "-H", "Accept:", "-d", ""]],
      [
        "in chunks",
        "/v1/heartbeats",
        [...bearer, "-H", "Transfer-Encoding: chunked", "-d", heartbeat],
      ],
      ["in no chunk", alias, [...bearer, "-H", "Transfer-Encoding: chunked", "-d", ""]],
    ])("%s", async (_name, path, args) => {
      expect(await statuses(path, args)).toEqual([200]);
    });

    test("with a body of unknown length from a pipe", async () => {
      const args = [...bearer, "-X", "POST", "-T", "-"];
      expect(await statuses("/v1/heartbeats", args, heartbeat)).toEqual([200]);
    });

    test.each([
      "text/plain",
      "application/x-www-form-urlencoded",
      "application/json; charset=utf-16",
      "multipart/form-data",
      "application/octet-stream",
      "application/xml",
      "image/png",
      "*/*",
      ";",
      "",
    ])("whatever the content type says (%j), with a body and without", async (contentType) => {
      const args = [...bearer, "-H", `Content-Type: ${contentType}`];
      const requests = [
        [...args, "-d", heartbeat, `${server.url}/v1/heartbeats`],
        [...args, "-d", "", `${server.url}${alias}`],
        [...args, "-X", "POST", `${server.url}${alias}`],
      ];
      const { answers } = await checked(server, () => curlEach(requests));
      expect(statusesOf(answers)).toEqual([200, 200, 200]);
    });

    test("when it first asks whether to go on", async () => {
      const args = [...bearer, "-H", "Expect: 100-continue", "-d", heartbeat];
      const url = `${server.url}/v1/heartbeats`;
      const { answers } = await checked(server, () => curl([...args, url]));
      expect(answers.map(({ status }) => status)).toEqual([100, 200]);
    });

    test("twice on one connection", async () => {
      const url = `${server.url}${alias}`;
      const args = [...bearer, "-d", "", "-w", "%{stderr}%{num_connects}", url, url];
      const { answers, stderr } = await checked(server, () => curl(args));
      expect([statusesOf(answers), stderr]).toEqual([[200, 200], "10"]);
    });

    test("and reads what it prefers", async () => {
      const ask = async (...args: string[]) => {
        const all = [...bearer, "-d", "", ...args, `${server.url}${alias}`];
        const { answers } = await checked(server, () => curl(all));
        return answers.map(({ status, body }) => [status, body]);
      };
      expect(await ask("-H", "Accept: text/plain")).toEqual([[200, "OK"]]);
      expect(await ask("-H", "Prefer: return=minimal")).toEqual([[204, ""]]);
    });
  });

  needs(["curl"], "curl renews nothing", () => {
    test.each<[string, number, string, string[]]>([
      ["by GET", 405, alias, bearer],
      ["by GET on a hook", 405, `${hook}/orders-1`, []],
      ["by -G with data", 405, alias, [...bearer, "-G", "-d", "x=1"]],
      ["by PUT", 405, alias, [...bearer, "-X", "PUT", "-d", "x"]],
      ["by DELETE", 405, alias, [...bearer, "-X", "DELETE"]],
      ["by OPTIONS", 405, alias, [...bearer, "-X", "OPTIONS"]],
      ["without a key", 401, alias, ["-d", ""]],
      ["with a wrong key", 401, alias, ["-H", "X-Api-Key: wrong", "-d", ""]],
      ["with a user and a password", 401, alias, ["-u", "user:password", "-d", ""]],
      ["with a wrong key in the path", 404, "/v1/hooks/wrong/orders-1", ["-d", ""]],
      ["with an unknown alias", 404, `${hook}/nothing`, ["-d", ""]],
      ["with an empty part in the path", 404, `${hook}//orders-1`, ["-d", ""]],
      [
        "with dots as they are",
        404,
        "/v1/x/../heartbeats",
        ["--path-as-is", ...bearer, "-d", heartbeat],
      ],
      ["with a form", 400, alias, [...bearer, "-F", "topics=1"]],
      ["with urlencoded data", 400, alias, [...bearer, "--data-urlencode", "x=a b"]],
      ["with half a body", 400, "/v1/heartbeats", [...bearer, "-d", heartbeat.slice(0, -1)]],
      ["without any body", 400, "/v1/heartbeats", [...bearer, "-d", ""]],
      ["with a wait of nothing", 504, alias, [...bearer, "-H", "Prefer: wait=0", "-d", ""]],
    ])("%s: %i", async (_name, status, path, args) => {
      expect(await statuses(path, args)).toEqual([status]);
    });

    test.each([
      ["/v1/heartbeats", bearer, 204],
      [alias, bearer, 204],
      [`${hook}/orders-1/`, [], 204],
      [`${hook}/orders-1/0`, [], 204],
      [alias, [], 401],
      [`${hook}/nothing`, [], 404],
    ])("by HEAD at %s", async (path, args, status) => {
      const url = `${server.url}${path}`;
      const { answers } = await checked(server, () => curl(["-I", ...args, url]));
      expect(statusesOf(answers)).toEqual([status]);
    });

    test("with a body that is too large, however it comes", async () => {
      const large = "x".repeat(200_000);
      const args = [...bearer, "--data-binary", "@-"];
      expect(await statuses("/v1/heartbeats", args, large)).toEqual([413]);
      const chunked = [...args, "-H", "Transfer-Encoding: chunked"];
      expect(await statuses("/v1/heartbeats", chunked, large)).toEqual([413]);
    });

    test("and exits with 22 when told to fail", async () => {
      const args = ["--fail-with-body", "-d", "", `${server.url}${alias}`];
      const { exitCode, answers } = await checked(server, () => curl(args));
      expect([exitCode, statusesOf(answers)]).toEqual([22, [401]]);
    });
  });
});
