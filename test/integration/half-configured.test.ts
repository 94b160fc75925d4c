import { expect, test } from "@jest/globals";
import { beatRequest, startRelay } from "../support/start-relay.ts";
import { expectProblem } from "../support/expect-problem.ts";

test.each([
  [{ TENCENTCLOUD_SECRET_KEY: "" }, "TENCENTCLOUD_SECRET_KEY"],
  [{ CLS_ENDPOINT: "example.com" }, "CLS_ENDPOINT"],
  [{ RELAY_CONFIG: "nowhere.json" }, "RELAY_CONFIG"],
])(
  "half a configuration (%j) refuses every beat, and the log names the variable",
  async (env, name) => {
    const broken = await startRelay({ env });
    await expectProblem(broken.call(beatRequest()), "relay-misconfigured");
    expect(JSON.stringify(broken.lines.at(-1)?.["reason"])).toContain(name);
    expect((await broken.call({ method: "GET", path: "/healthz" })).statusCode).toBe(200);
  },
);

test("a file that cannot be read refuses keys as well", async () => {
  const broken = await startRelay({ env: { RELAY_AUTH: "", RELAY_CONFIG: "nowhere.json" } });
  await expectProblem(broken.call(beatRequest()), "relay-misconfigured");
});
