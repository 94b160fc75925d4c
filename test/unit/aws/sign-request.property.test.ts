import { expect, test } from "@jest/globals";
import { AwsV4Signer } from "aws4fetch";
import fc from "fast-check";
import { signRequest } from "../../../lib/aws/sign-request.ts";

const word = fc.stringMatching(/^[\x21-\x7e]{1,40}$/);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const epochMs = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2100, 0, 1) });

const services = fc.record({
  name: fc.constantFrom("dynamodb", "secretsmanager"),
  jsonVersion: fc.constantFrom("1.0" as const, "1.1" as const),
});

const requests = fc.record({
  service: services,
  host: fc.oneof(name, fc.constant("127.0.0.1:8000")),
  target: fc.stringMatching(/^\w{1,30}\.\w{1,30}$/),
  body: fc.string({ unit: "grapheme" }),
  region: name,
  epochMs,
});

const credentials = fc.record(
  { accessKeyId: word, secretAccessKey: word, sessionToken: word },
  { requiredKeys: ["accessKeyId", "secretAccessKey"] },
);

test("signs as aws4fetch does, whatever the request and the credentials", async () => {
  await fc.assert(
    fc.asyncProperty(requests, credentials, async (request, key) => {
      const { service, host, target, body, region } = request;
      const { authorization, ...headers } = signRequest(request, key);
      const signer = new AwsV4Signer({
        method: "POST",
        url: `https://${host}/`,
        headers: {
          "content-type": `application/x-amz-json-${service.jsonVersion}`,
          "x-amz-target": target,
        },
        body,
        region,
        service: service.name,
        datetime: headers["x-amz-date"] ?? "",
        ...key,
      });
      const signed = await signer.sign();
      const theirs: Record<string, string> = { host };
      signed.headers.forEach((value, header) => (theirs[header] = value));
      expect({ authorization, ...headers }).toEqual(theirs);
    }),
  );
});

test("the time is that of the clock, to the second", () => {
  const service = { name: "dynamodb", jsonVersion: "1.0" } as const;
  const request = {
    service,
    host: "h",
    target: "t.t",
    body: "",
    region: "r",
    epochMs: 1_767_225_599_999,
  };
  const headers = signRequest(request, { accessKeyId: "id", secretAccessKey: "key" });
  expect(headers["x-amz-date"]).toBe("20251231T235959Z");
});
