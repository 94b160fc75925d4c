import { expect, test } from "@jest/globals";
import { toFields } from "../../../lib/base/unknown-object.ts";
import { startFront } from "../../support/start-front.ts";

test("what SCF puts into a request of its role's credentials does not come in", async () => {
  let headers: Record<string, unknown> = {};
  const port = await startFront({
    handler(event) {
      headers = toFields(toFields(event)["headers"]);
      return Promise.resolve({ statusCode: 204, headers: {}, body: "", isBase64Encoded: false });
    },
  });
  const ofRole = { "X-Scf-Secret-Id": "id", "X-Scf-Secret-Key": "key", "X-Scf-Session-Token": "t" };
  await fetch(`http://127.0.0.1:${port}/livez`, { headers: { ...ofRole, "X-Request-Id": "kept" } });
  expect(Object.keys(headers).filter((name) => name.startsWith("x-"))).toEqual(["x-request-id"]);
});
