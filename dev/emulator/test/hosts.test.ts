import { afterEach, describe, expect, test } from "@jest/globals";
import { closeStarted, setUp } from "./set-up.ts";

afterEach(closeStarted);

describe("the host that a request is signed for", () => {
  test.each([
    "cls.tencentcloudapi.com",
    "cls.intl.tencentcloudapi.com",
    "cls.internal.tencentcloudapi.com",
    "cls.ap-shanghai.tencentcloudapi.com",
    "cls.ap-shenzhen-fsi.tencentcloudapi.com",
  ])("may be %s", async (host) => {
    const { call } = await setUp();
    expect((await call({ headers: { host } })).code).toBeUndefined();
  });

  test.each(["cvm.tencentcloudapi.com", "cls.example.com", "cls.ap.tencentcloudapi.com.evil.org"])(
    "may not be %s",
    async (host) => {
      const { call } = await setUp();
      expect((await call({ headers: { host } })).code).toBe("AuthFailure.SignatureFailure");
    },
  );

  test("is the one that the emulator was told, where it was told one", async () => {
    const { call } = await setUp({ endpoint: "cls.ap-shanghai.tencentcloudapi.com" });
    expect((await call()).code).toBe("AuthFailure.SignatureFailure");
    const headers = { host: "cls.ap-shanghai.tencentcloudapi.com" };
    expect((await call({ headers })).code).toBeUndefined();
  });
});

test("the words UNSIGNED-PAYLOAD stand for the body only where they are said", async () => {
  const { call } = await setUp();
  const headers = { "x-tc-content-sha256": "UNSIGNED-PAYLOAD" };
  expect((await call({ headers })).code).toBeUndefined();
  expect((await call({ unsigned: headers })).code).toBe("AuthFailure.SignatureFailure");
});
