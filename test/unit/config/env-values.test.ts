import { describe, expect, test } from "@jest/globals";
import {
  isLoopback,
  isClsEndpoint,
  isPlaceholder,
  isPrintable,
  isRegion,
  parseConnectTo,
  parseProxy,
  toWholeNumber,
} from "../../../lib/config/env-values.ts";

test.each([
  ...[
    "<SecretId>",
    "[secret]",
    "${SECRET}",
    "{{resolve:x}}",
    "your-secret-id",
    "My Key",
    "the_key",
  ],
  ...["xxx", "XXXXXXXX", "AKIDxxxxxxxx", "***", "...", "changeme", "change-me", "replace_me"],
  ...["placeholder", "todo", "TO-DO", "SecretId", "secret_key", "secret-id", "region"],
])("%j was meant to be replaced", (value) => {
  expect(isPlaceholder(value)).toBe(true);
});

test.each([
  ...["AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******", "Gu5t9xGARNpq86cd98joQYCN3*******"],
  ...["ap-guangzhou", "mykey", "xx", "AKIDxxxa", "theory", ""],
])("%j may be meant as it stands", (value) => {
  expect(isPlaceholder(value)).toBe(false);
});

test.each([
  ["AKID-_.~+/=", true],
  ["two words", false],
  ["line\nbreak", false],
  ["schlüssel", false],
  ["\u007f", false],
  ["", false],
])("%j is printable: %s", (value, printable) => {
  expect(isPrintable(value)).toBe(printable);
});

test.each([
  ["ap-guangzhou", true],
  ["na-siliconvalley", true],
  ["ap-shenzhen-fsi", true],
  ["ap-guangzhou-2", true],
  ["Guangzhou", false],
  ["ap_guangzhou", false],
  ["guangzhou", false],
  ["ap-", false],
  ["ap-guangzhou ", false],
])("%j is a region: %s", (value, region) => {
  expect(isRegion(value)).toBe(region);
});

test.each([
  ["cls.intl.tencentcloudapi.com", true],
  ["cls.tencentcloudapi.com", true],
  ["cls.ap-guangzhou.tencentcloudapi.com", true],
  ["cls.internal.tencentcloudapi.com", true],
  ["cvm.tencentcloudapi.com", false],
  ["clsx.tencentcloudapi.com", false],
  ["cls-x.tencentcloudapi.com", false],
  ["tencentcloudapi.com", false],
  ["cls.tencentcloudapi.com.evil.example", false],
  ["cls.evil.example", false],
  ["clsXtencentcloudapi.com", false],
  ["https://cls.tencentcloudapi.com", false],
  ["cls.tencentcloudapi.com:443", false],
  ["cls.tencentcloudapi.com/", false],
  ["evil.example/cls.tencentcloudapi.com", false],
  ["cls..tencentcloudapi.com", false],
  ["cls.tencentcloudapi.com\n", false],
])("%j is an endpoint of CLS: %s", (value, endpoint) => {
  expect(isClsEndpoint(value)).toBe(endpoint);
});

test.each([
  ["1", 1],
  ["007", 7],
  ["100", 100],
  ["0", undefined],
  ["101", undefined],
  ["-1", undefined],
  ["1.5", undefined],
  ["1e1", undefined],
  ["0x10", undefined],
  [" 1", undefined],
  ["", undefined],
  ["1000000000", undefined],
])("%j as a whole number from 1 to 100 is %s", (value, number) => {
  expect(toWholeNumber(value, 1, 100)).toBe(number);
});

test.each([
  ...["localhost", "127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1", "::1%lo"],
  ...["::ffff:127.0.0.1", "::ffff:7f00:1", "::FFFF:127.8.8.8"],
])("%s is this machine alone", (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each([
  ...["0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "::2", "::ffff:10.0.0.1", "fe80::1%lo"],
  ...["127.evil", "[::1]", "", "LOCALHOST"],
])("%j may be more than this machine", (host) => {
  expect(isLoopback(host)).toBe(false);
});

describe("where to connect", () => {
  test.each([
    ["http://localhost:9000", { protocol: "http:", host: "localhost", port: 9000 }],
    ["http://127.0.0.1", { protocol: "http:", host: "127.0.0.1", port: 80 }],
    ["http://127.8.9.10:1", { protocol: "http:", host: "127.8.9.10", port: 1 }],
    ["http://[::ffff:127.0.0.1]:9", { protocol: "http:", host: "::ffff:7f00:1", port: 9 }],
    ["http://[::1]:9000/", { protocol: "http:", host: "::1", port: 9000 }],
    ["https://gateway.example", { protocol: "https:", host: "gateway.example", port: 443 }],
    ["https://10.0.0.1:8443", { protocol: "https:", host: "10.0.0.1", port: 8443 }],
    ["https://[2001:db8::1]", { protocol: "https:", host: "2001:db8::1", port: 443 }],
  ])("%s is %j", (text, value) => {
    expect(parseConnectTo("CLS_CONNECT_TO", text)).toEqual({
      ok: true,
      value,
    });
  });

  test.each([
    ...["http://gateway.example", "http://10.0.0.1:9000", "http://0.0.0.0", "http://[::2]"],
    ...["http://127.0.0.1.evil.example", "http://localhost.evil.example", "http://127.evil"],
  ])("%s is plain http to somewhere else", (text) => {
    expect(parseConnectTo("CLS_CONNECT_TO", text)).toEqual({
      ok: false,
      faults: [{ path: "CLS_CONNECT_TO", message: expect.stringContaining("loopback") }],
    });
  });

  test.each([
    ...["localhost:9000", "ftp://localhost", "https://", "", "https://gateway.example/path"],
    ...[
      "https://gateway.example?q=1",
      "https://gateway.example#f",
      "https://gateway.example:99999",
    ],
    ...["https://user:secret@gateway.example", "https://user@gateway.example"],
  ])("%j is more or less than a host and a port", (text) => {
    expect(parseConnectTo("CLS_CONNECT_TO", text)).toEqual({
      ok: false,
      faults: [
        {
          path: "CLS_CONNECT_TO",
          message: "must be http://host:port or https://host:port and nothing more",
          rule: "http://host:port or https://host:port and nothing more",
        },
      ],
    });
  });
});

describe("a proxy", () => {
  test.each(["http://proxy.example:3128", "HTTPS://proxy.example", "http://me:secret@proxy:1"])(
    "%s is one, spelt as Node knows it",
    (value) => {
      expect(parseProxy("RELAY_PROXY", value)).toEqual({
        ok: true,
        value: `${value.toLowerCase()}/`,
      });
    },
  );

  test.each(["proxy.example:3128", "socks5://proxy.example", "http://proxy.example/path", "x"])(
    "%s is none, and the fault does not repeat it",
    (value) => {
      expect(parseProxy("RELAY_PROXY", value)).toEqual({
        ok: false,
        faults: [
          {
            path: "RELAY_PROXY",
            message: "must be http://host:port or https://host:port of a proxy",
            rule: "http://host:port or https://host:port of a proxy",
          },
        ],
      });
    },
  );
});

test("a proxy's password with a % that is not an escape is refused, and the fault does not repeat it", () => {
  expect(parseProxy("RELAY_PROXY", "http://me:100%zz@proxy:1")).toEqual({
    ok: false,
    faults: [
      {
        path: "RELAY_PROXY",
        message: "has a % in its user or password that is not an escape; write %25 for it",
      },
    ],
  });
});

test("port 0 is refused", () => {
  expect(parseConnectTo("CLS_CONNECT_TO", "https://h:0").ok).toBe(false);
});
