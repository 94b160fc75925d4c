import { afterAll, describe, expect, test } from "@jest/globals";
import { startFakeAws } from "../support/fake-aws.ts";
import { createService } from "../support/run-osls.ts";

const name = "heartbeat-relay-prod-relay";
const roleName = "heartbeat-relay-prod-ap-southeast-1-relay";
const deployed = {
  Configuration: {
    FunctionName: name,
    PackageType: "Zip",
    Handler: "dist/functions/relay.handler",
    MemorySize: 512,
    Timeout: 10,
    Role: `arn:aws:iam::123456789012:role/${roleName}`,
    CodeSha256: "of an older package",
    State: "Active",
    LastUpdateStatus: "Successful",
    // CloudFormation has put the values in here.
    Environment: { Variables: { TENCENTCLOUD_SECRET_KEY: "the value" } },
  },
};
const identity = `<GetCallerIdentityResponse><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/deployer</Arn><UserId>U</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

const service = await createService({
  keys: [
    {
      name: "orders-api",
      sha256: "8e634cecbdac1725a0d000841c03aa4121030c4d06c35aab23a427dab55b3860",
    },
  ],
});
const aws = await startFakeAws({
  [`GET /2015-03-31/functions/${name}`]: () => ({ body: JSON.stringify(deployed) }),
  [`PUT /2015-03-31/functions/${name}/code`]: () => ({ body: "{}" }),
  [`PUT /2015-03-31/functions/${name}/configuration`]: () => ({ body: "{}" }),
  GetCallerIdentity: () => ({ body: identity }),
});
afterAll(() => Promise.all([service.remove(), aws.close()]));

describe("osls deploy function", () => {
  test("ships the code, finds the role and leaves the environment to CloudFormation", async () => {
    const command = ["deploy", "function", "--function=relay", "--stage=prod"];
    const { exitCode, output } = await service.run(command, aws.env);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    const operations = aws.calls.map(({ operation }) => operation);
    expect(operations).toContain(`PUT /2015-03-31/functions/${name}/code`);
    const changes = aws.calls.filter(({ operation }) => operation.endsWith("/configuration"));
    expect(changes.map(({ body }): unknown => JSON.parse(body))).toEqual([
      { Description: expect.any(String) as unknown },
    ]);
  });
});
