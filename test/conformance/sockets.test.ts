import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { statusesOf } from "./support/answers.ts";
import { dial, hangUpAfter, request, tell } from "./support/sockets.ts";
import { checked, heartbeat, hook, key, type Server, hosts } from "./support/start-server.ts";

describe.each(hosts)("%s", (_host, start) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });

  const told = (...parts: (string | Buffer)[]) =>
    checked(server, () => tell(server.port, ...parts)).then(({ statuses }) => statuses);
  const host = "Host: relay";
  const auth = `Authorization: Bearer ${key}`;
  const length = `Content-Length: ${heartbeat.length}`;
  const post = (version = "1.1") => `POST /v1/heartbeats HTTP/${version}`;
  const ping = `POST ${hook}/orders-1 HTTP/1.1`;

  describe("a socket renews a lease", () => {
    test.each<[string, ...(string | Buffer)[]]>([
      ["over HTTP/1.0 without a Host", request(post("1.0"), auth, length), heartbeat],
      ["over HTTP/1.0 with nothing but a path", request(`POST ${hook}/orders-1 HTTP/1.0`)],
      ["over HTTP/1.0 by GET", request(`GET ${hook}/by-get HTTP/1.0`)],
      ["with a Host of nothing", request(ping, "Host:")],
      ["with a whole URL for a path", request(ping.replace(" /", " http://relay:80/"), host)],
      ["with a length of nothing", request(ping, host, "Content-Length: 0")],
      [
        "with odd capitals",
        request(
          post(),
          host,
          auth.toUpperCase().replace(key.toUpperCase(), key),
          length.replace("Content", "cOnTeNt"),
        ),
        heartbeat,
      ],
      [
        "without spaces after colons",
        request(post(), host, auth.replace(": ", ":"), length),
        heartbeat,
      ],
      [
        "with tabs and spaces around values",
        request(post(), host, `${auth} \t`, length.replace(": ", ":\t ")),
        heartbeat,
      ],
      ["after an empty line", "\r\n", request(ping, host)],
      [
        "in two halves",
        request(post(), host, auth, length),
        heartbeat.slice(0, 9),
        heartbeat.slice(9),
      ],
      ["byte by byte", ...Array.from(request(ping, host))],
      [
        "in chunks with extensions and a trailer",
        request(post(), host, auth, "Transfer-Encoding: chunked"),
        `5;a=b\r\n${heartbeat.slice(0, 5)}\r\n`,
        `${(heartbeat.length - 5).toString(16).toUpperCase()}\r\n${heartbeat.slice(5)}\r\n0\r\nX-Trailer: 1\r\n\r\n`,
      ],
      ["in no chunk at all", request(ping, host, "Transfer-Encoding: chunked"), "0\r\n\r\n"],
      [
        "with a byte order mark",
        request(post(), host, auth, `Content-Length: ${heartbeat.length + 3}`),
        `\ufeff${heartbeat}`,
      ],
      ["with the same header twice", request(ping, host, "Accept: */*", "Accept: */*")],
      ["with an encoded path", request(ping.replace("orders-1", "orders%2d1"), host)],
    ])("%s", async (_name, ...parts) => {
      expect(await told(...parts)).toEqual([200]);
    });

    test("only after it was told to go on", async () => {
      const { answers } = await checked(server, async () => {
        const talk = await dial(server.port);
        await talk.send(request(post(), host, auth, length, "Expect: 100-continue"));
        expect((await talk.heard(1)).map(({ status }) => status)).toEqual([100]);
        await talk.send(heartbeat);
        return { answers: await talk.heard(2) };
      });
      expect(statusesOf(answers)).toEqual([200]);
    });

    test("three times on one connection, each after the answer before", async () => {
      const { answers } = await checked(server, async () => {
        const talk = await dial(server.port);
        for (const count of [1, 2, 3]) {
          await talk.send(request(ping, host, "Connection: keep-alive"));
          await talk.heard(count);
        }
        return { answers: await talk.end() };
      });
      expect(statusesOf(answers)).toEqual([200, 200, 200]);
    });

    test("after an error on the same connection", async () => {
      const { answers } = await checked(server, async () => {
        const talk = await dial(server.port);
        await talk.send(request("POST /nothing HTTP/1.1", host, "Content-Length: 0"));
        await talk.heard(1);
        await talk.send(request(ping, host, "Connection: close"));
        return { answers: await talk.heard(2) };
      });
      expect(statusesOf(answers)).toEqual([404, 200]);
    });
  });

  describe("a socket renews nothing", () => {
    test.each<[string, number, ...(string | Buffer)[]]>([
      ["over HTTP/1.1 without a Host", 400, request(ping)],
      ["with a method in small letters", 400, request(ping.replace("POST", "post"), host)],
      ["with a method that nobody knows", 400, request(ping.replace("POST", "BEAT"), host)],
      ["with another expectation", 417, request(ping, host, "Expect: a-lease")],
      [
        "with a length and chunks",
        400,
        request(ping, host, "Content-Length: 5", "Transfer-Encoding: chunked"),
        "0\r\n\r\n",
      ],
      ["with two lengths", 400, request(ping, host, "Content-Length: 0", "Content-Length: 1"), "x"],
      ["with an invalid length", 400, request(ping, host, "Content-Length: all")],
      ["with headers without end", 431, request(ping, host, `X-Long: ${"x".repeat(20_000)}`)],
      ["with two keys", 401, request(post(), host, auth, auth, length), heartbeat],
      ["over HTTP/1.0 with a body of no length", 400, request(post("1.0"), auth), heartbeat],
      [
        "with a body that is packed",
        400,
        request(
          post(),
          host,
          auth,
          "Content-Encoding: gzip",
          `Content-Length: ${gzipSync(heartbeat).length}`,
        ),
        gzipSync(heartbeat),
      ],
      ["with an asterisk for a path", 404, request("OPTIONS * HTTP/1.1", host)],
      ["with the name of another stage", 404, request(ping.replace("/v1", "/prod/v1"), host)],
      [
        "with an encoded slash in the path",
        404,
        request(ping.replace("/orders-1", "%2Forders-1"), host),
      ],
      ["with a path that is cut", 404, request(ping.replace("/orders-1", ""), host)],
      ["with what no decoder reads", 404, request(ping.replace("orders-1", "%E0%A4%A"), host)],
      ["with words that are no HTTP", 400, "beat, please\r\n\r\n"],
      ["with a greeting of TLS", 400, Buffer.from("16030100050100000100", "hex")],
    ])("%s: %i", async (_name, status, ...parts) => {
      expect(await told(...parts)).toEqual([status]);
    });

    test.each<[string, ...string[]]>([
      ["half a head", `${ping}\r\nHost: re`],
      ["half a body", request(post(), host, auth, length), heartbeat.slice(0, -1)],
      [
        "half a chunk",
        request(post(), host, auth, "Transfer-Encoding: chunked"),
        `ff\r\n${heartbeat}`,
      ],
      ["chunks without the last", request(ping, host, "Transfer-Encoding: chunked"), "1\r\n{\r\n"],
      ["nothing"],
    ])("and is not told of a renewal when it hangs up after %s", async (_name, ...parts) => {
      const { answers } = await checked(server, () => hangUpAfter(server.port, ...parts));
      expect(statusesOf(answers).filter((status) => status < 400)).toEqual([]);
    });

    test("when it goes away without a word, in the middle of a body", async () => {
      await checked(server, async () => {
        const talk = await dial(server.port);
        await talk.send(request(post(), host, auth, length));
        await talk.send(heartbeat.slice(0, 20));
        talk.reset();
        const answers = await talk.heard(1);
        // A whole request after it shows that the server has come so far, and lives.
        expect((await tell(server.port, request("GET /healthz HTTP/1.0"))).statuses).toEqual([200]);
        return { answers };
      });
    });
  });
});
