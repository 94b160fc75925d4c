import { expect, test } from "@jest/globals";
import { createCredentials, readCredentials } from "../credentials.ts";

test("throw-away credentials have the shape of Tencent's and are new each time", () => {
  const credential = createCredentials();
  expect(credential.secretId).toMatch(/^AKID[A-Za-z0-9]{32}$/);
  expect(credential.secretKey).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(createCredentials()).not.toEqual(credential);
});

test("the randomness can be handed in", () => {
  expect(createCredentials(() => 0)).toEqual({
    secretId: `AKID${"A".repeat(32)}`,
    secretKey: "A".repeat(32),
  });
});

test("credentials are read from the environment, trimmed, the token under any of its names", () => {
  const pair = { TENCENTCLOUD_SECRET_ID: " id ", TENCENTCLOUD_SECRET_KEY: "key" };
  expect(readCredentials(pair)).toEqual({ secretId: "id", secretKey: "key" });
  expect(readCredentials({ ...pair, TENCENTCLOUD_SECURITY_TOKEN: "3" })?.token).toBe("3");
  expect(
    readCredentials({ ...pair, TENCENTCLOUD_SECURITY_TOKEN: "3", TENCENTCLOUD_TOKEN: "2" })?.token,
  ).toBe("2");
  expect(
    readCredentials({ ...pair, TENCENTCLOUD_TOKEN: "2", TENCENTCLOUD_SESSION_TOKEN: "1" })?.token,
  ).toBe("1");
});

test("without either half there are none, and one half alone is a fault that names the other", () => {
  expect(readCredentials({ TENCENTCLOUD_SECRET_ID: " " })).toBeUndefined();
  expect(() => readCredentials({ TENCENTCLOUD_SECRET_ID: "id" })).toThrow(
    /^TENCENTCLOUD_SECRET_KEY is not set/,
  );
  expect(() => readCredentials({ TENCENTCLOUD_SECRET_KEY: "key" })).toThrow(
    /^TENCENTCLOUD_SECRET_ID is not set/,
  );
});
