import { expect, test } from "@jest/globals";
import { createKey } from "../../../../dev/key/create-key.ts";
import { apiKey } from "../../../../lib/http/drop-in/api-key.ts";

const signature = "SignedHeaders=content-type;host, Signature=00";
const signed = (secretId: string) =>
  `TC3-HMAC-SHA256 Credential=${secretId}/2026-01-31/cls/tc3_request, ${signature}`;

test("the key is taken from X-Api-Key, then from the bearer token, then from the SecretId", () => {
  const secretId = signed("by-secret-id");
  const bearer = "Bearer by-bearer";
  expect(apiKey.presented({ "x-api-key": "own", authorization: bearer })).toBe("own");
  expect(apiKey.presented({ "x-api-key": "own", authorization: secretId })).toBe("own");
  expect(apiKey.presented({ "x-api-key": "", authorization: bearer })).toBe("by-bearer");
  expect(apiKey.presented({ authorization: bearer })).toBe("by-bearer");
  expect(apiKey.presented({ authorization: secretId })).toBe("by-secret-id");
});

test("a key as npm run key makes it survives as a SecretId", () => {
  const { key } = createKey();
  expect(apiKey.presented({ authorization: signed(key) })).toBe(key);
});

test.each([
  [undefined],
  [""],
  ["SKIP"],
  ["TC3-HMAC-SHA256"],
  [`TC3-HMAC-SHA256 Credential=/2026-01-31/cls/tc3_request, ${signature}`],
  [`TC3-HMAC-SHA256 Credential=id/cls/tc3_request, ${signature}`],
  [`HmacSHA1 Credential=id/2026-01-31/cls/tc3_request, ${signature}`],
])("%j brings no key", (authorization) => {
  expect(apiKey.presented({ authorization })).toBeUndefined();
});

test("a caller without a key reads where to put one; a hook's key does not count", () => {
  expect(apiKey.refusal({})).toMatchObject({
    code: "unauthorized",
    detail: expect.stringContaining("SecretId") as unknown,
    headers: { "WWW-Authenticate": "Bearer" },
  });
  expect(apiKey.refusal({ "x-api-key": '"key"' }).detail).toContain("quotes");
  expect(apiKey.takesHookKeys).toBe(false);
});
