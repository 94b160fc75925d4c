import { describe, expect, test } from "@jest/globals";
import { createScan, withoutSharedPieces } from "./scan.ts";

const secret = 'Qz7"w\\Kp4/Rt9xLm2Vb';
const scan = createScan({ it: secret });

describe("8 bytes in a row are found", () => {
  test.each([
    ["as they stand", secret.slice(5, 13)],
    ["at the end", `… ${secret.slice(-8)}`],
    ["in JSON", JSON.stringify({ a: [secret.slice(0, 8)] })],
    ["in JSON within JSON", JSON.stringify({ body: JSON.stringify({ a: secret.slice(0, 11) }) })],
    ["as code points of JSON", `"${escaped(secret.slice(2, 10))}"`],
    ["in a URL", `/v1/hooks/${encodeURIComponent(secret.slice(0, 9))}/a`],
    ["in base64", Buffer.from(`body ${secret}`).toString("base64")],
    ["in base64 at another offset", Buffer.from(`body: ${secret}!`).toString("base64")],
  ])("%s", (_, text) => {
    expect(scan(text)?.secret).toBe("it");
  });
});

test.each([
  ["7 bytes in a row", secret.slice(3, 10)],
  ["a text of no interest", "a text"],
])("%s is no piece of a secret", (_, text) => {
  expect(scan(text)).toBeUndefined();
});

test.each([
  ["its own text", "ABCDEFGHIJ", "xABCDEFGHIJ", ""],
  ["a piece of it", "CDEFGHIJ", "ABCDEFGHIJKL", ""],
  ["a piece, and a character more", "ABCDEFGHI", "ABCDEFGH", "BCDEFGHI"],
  ["a piece between others", "0123456789ABCDEFGHIJ", "6789ABCD", "0123456789ABC\n789ABCDEFGHIJ"],
  ["other text", "0123456789", "ABCDEFGHIJ", "0123456789"],
])("what is not shared is left of %s", (_, text, own, left) => {
  expect(withoutSharedPieces(text, own)).toBe(left);
});

function escaped(text: string): string {
  return Array.from(text, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join(
    "",
  );
}
