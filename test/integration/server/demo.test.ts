import { expect, test } from "@jest/globals";
import { startDemo } from "../../../server/demo.ts";
import { startFront } from "../../support/start-front.ts";
import { json, startRelay } from "../../support/start-relay.ts";

test("the last consumer of the demo is silent every second minute", async () => {
  const relay = await startRelay();
  const port = await startFront(relay);
  // It begins in the first minute, and is then looked at in the second one.
  const timesMs = [0];
  const nowMs = () => timesMs.shift() ?? 70_000;
  startDemo({ url: `http://127.0.0.1:${port}`, key: "any", nowMs });
  const list = async () => {
    const { consumers } = json(await relay.call({ method: "GET", path: "/v1/consumers" }));
    return (consumers as { readonly consumer: string }[]).map(({ consumer }) => consumer);
  };
  while ((await list()).length < 2) await new Promise((resolve) => setImmediate(resolve));
  expect(await list()).toEqual(["demo-1", "demo-2"]);
});
