import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { prefersText } from "../../../lib/http/headers.ts";

const weight = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);

test("who does not name text gets it never, whatever else the header holds", () => {
  const range = fc
    .tuple(
      fc.constantFrom("*/*", "text/html", "image/*", "text", "text/plainer", "application/xml"),
      fc.oneof(weight.map(String), fc.string({ maxLength: 4 })),
    )
    .map(([type, quality]) => `${type};q=${quality}`);
  const unweighted = fc.constantFrom("application/json", "application/*", "*/*");
  const header = fc.oneof(
    fc.string(),
    fc
      .array(fc.oneof(range, unweighted, fc.string({ maxLength: 9 })))
      .map((ranges) => ranges.join(",")),
  );
  fc.assert(
    fc.property(header, (accept) => {
      expect(prefersText(accept)).toBe(false);
    }),
  );
});

test("of two qualities the higher one counts, and JSON's when they are equal", () => {
  const text = fc.constantFrom("text/plain", "text/*", "Text/Plain;format=flowed");
  const json = fc.constantFrom("application/json", "application/*", "*/*");
  fc.assert(
    fc.property(text, json, weight, weight, fc.boolean(), (one, other, textQ, jsonQ, first) => {
      const ranges = [`${one};q=${textQ}`, `${other} ; q=${jsonQ}`];
      const accept = (first ? ranges : ranges.toReversed()).join(", ");
      expect(prefersText(accept)).toBe(textQ > jsonQ);
    }),
  );
});
