import { describe, expect, test } from "@jest/globals";
import { createScan } from "./scan.ts";

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

function escaped(text: string): string {
  return Array.from(text, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join(
    "",
  );
}
