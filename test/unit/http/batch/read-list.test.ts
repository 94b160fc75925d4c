import { expect, test } from "@jest/globals";
import { readList } from "../../../../lib/http/batch/read-list.ts";

const entries = (count: number) => Array.from({ length: count }, (_, index) => index);
const rule = "a list of 1 to 100 heartbeats";

test.each([[1], [100]])("a list of %d is taken as it stands", (count) => {
  expect(readList({ heartbeats: entries(count) })).toEqual({ ok: true, value: entries(count) });
});

test.each([
  [{ heartbeats: [] }, [["heartbeats", `must be ${rule}`]]],
  [{ heartbeats: entries(101) }, [["heartbeats", `must be ${rule}`]]],
  [{ heartbeats: { length: 1 } }, [["heartbeats", `must be ${rule}`]]],
  [{ heartbeats: null }, [["heartbeats", `must be ${rule}`]]],
  [{}, [["heartbeats", `is missing; it must be ${rule}`]]],
  [{ heartbeats: [1], more: 1 }, [["more", "is not a field of this object"]]],
  [
    { heartbeat: [1], more: 1 },
    [
      ["heartbeats", `is missing; it must be ${rule}`],
      ["heartbeat", "is not a field of this object"],
      ["more", "is not a field of this object"],
    ],
  ],
])("%j is told all that is wrong with it", (json, expected) => {
  const list = readList(json);
  const faults = list.ok ? [] : list.faults;
  expect(faults.map(({ path, message }) => [path, message])).toEqual(expected);
});

test.each([[[]], [null], ["text"], [1]])("%j is no object", (json) => {
  expect(readList(json)).toMatchObject({ ok: false, faults: [{ path: "" }] });
});
