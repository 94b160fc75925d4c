import { expect, test } from "@jest/globals";
import { node, run } from "../../../test/support/run-process.ts";

const make = async (name: string) => {
  const child = run(node, ["dev/key/main.ts", name]);
  return { status: await child.ended, printed: child.stdout(), told: child.stderr() };
};

test.each(["orders-api", "orders.api_1", "x"])("a key is made for %j", async (name) => {
  const { status, printed } = await make(name);
  expect([status, printed]).toEqual([0, expect.stringContaining(`{"name":"${name}","sha256":"`)]);
});

test.each(["none", "a  b", " a", "orders\u200b", "", "x".repeat(65), "e\u0301"])(
  "a name that relay.config.json would refuse makes no key: %j",
  async (name) => {
    expect(await make(name)).toEqual({
      status: 64,
      printed: "",
      told: expect.stringMatching(/^npm run key: the name (?:must|is) .+\n$/) as unknown,
    });
  },
);
