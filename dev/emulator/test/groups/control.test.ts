import { afterEach, describe, expect, test } from "@jest/globals";
import { closeStarted, setUp } from "../set-up.ts";

afterEach(closeStarted);

describe("the control route of partitions", () => {
  test("lists those of a topic, splits one and ends one", async () => {
    const { emulator, partitions } = await setUp({ partitions: 2 });
    const url = `${emulator.url}/__partitions/t`;
    const post = async (order: object) =>
      (await fetch(url, { method: "POST", body: JSON.stringify(order) })).json();
    expect(await (await fetch(url)).json()).toEqual([
      { id: 1, readOnly: false },
      { id: 2, readOnly: false },
    ]);
    expect(await post({ split: 1 })).toEqual([
      { id: 1, readOnly: true },
      { id: 2, readOnly: false },
      { id: 3, readOnly: false },
      { id: 4, readOnly: false },
    ]);
    await post({ remove: 1 });
    expect(await partitions("a")).toEqual([{ TopicID: "t", Partitions: [2, 3, 4] }]);
  });

  test("takes a topic's name as it is encoded in a path", async () => {
    const { emulator } = await setUp();
    await fetch(`${emulator.url}/__partitions/${encodeURIComponent("a/b")}`, {
      method: "POST",
      body: '{"split":4}',
    });
    expect(emulator.groups.topics.partitions("a/b")).toHaveLength(6);
  });

  test.each([
    ["POST", '{"split":9}', 404, /no partition 9/],
    ["POST", '{"merge":1}', 400, /must be .*split.* or .*remove/],
    ["POST", "split", 400, /must be/],
    ["PUT", '{"split":1}', 405, /^$/],
  ])("refuses %s %s with %i", async (method, body, status, text) => {
    const { emulator } = await setUp();
    const answer = await fetch(`${emulator.url}/__partitions/t`, { method, body });
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(text)]);
    expect(emulator.groups.topics.partitions("t")).toHaveLength(4);
  });
});
