import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isName, namePattern, showUnseen, tellNameFault } from "../../../lib/heartbeat/names.ts";

describe("a name", () => {
  test.each([
    "orders-1",
    "6f6ded3f-948c-4616-9c7c-956a95d8c1a3",
    "test-123",
    "orders team 1",
    "a/b:c@d#e%f*g?",
    '"quoted"',
    "订单-消费者-1",
    "注文",
    "주문",
    "заказы",
    "παραγγελίες",
    "طلبات",
    "הזמנות",
    "आदेश",
    "ஆணைகள்",
    "คำสั่งซื้อ",
    "đơn hàng",
    "Größe-é",
    "😀",
    "👍🏽",
    "🇸🇬",
    "constructor",
    "1",
    "a".repeat(255),
    "😀".repeat(255),
  ])("may be %s", (name) => {
    expect(isName(name)).toBe(true);
  });

  test.each([
    ["nothing", ""],
    ["blank", "   "],
    ["a blank at its end", "orders-1 "],
    ["a blank at its beginning", " orders-1"],
    ["two spaces in a row", "orders  1"],
    ["a tab", "orders\t1"],
    ["a line break", "orders\n1"],
    ["a line break at its end", "orders-1\n"],
    ["a zero width space", "orders-1\u200b"],
    ["a zero width joiner", "orders\u200d-1"],
    ["a zero width non-joiner", "می\u200cخواهم"],
    ["a word joiner", "orders\u2060-1"],
    ["a byte order mark", "\ufefforders-1"],
    ["a right-to-left override", "orders-1\u202e"],
    ["a right-to-left mark", "orders-1\u200f"],
    ["an isolate", "\u2066orders-1\u2069"],
    ["a soft hyphen", "orders\u00ad-1"],
    ["a no-break space", "orders\u00a01"],
    ["an ideographic space", "orders\u30001"],
    ["a line separator", "orders\u20281"],
    ["a paragraph separator", "orders\u20291"],
    ["a replacement character", "orders-\ufffd"],
    ["an object replacement character", "orders-\ufffc"],
    ["a combining grapheme joiner", "orders\u034f-1"],
    ["a variation selector", "❤\ufe0f"],
    ["a variation selector of the supplement", "葛\u{e0100}"],
    ["a tag", "orders-1\u{e0031}"],
    ["a Hangul filler", "orders-1\u3164"],
    ["a halfwidth Hangul filler", "\uffa0"],
    ["a Khmer vowel that nobody sees", "orders\u17b4"],
    ["a Mongolian vowel separator", "orders\u180e1"],
    ["a braille blank", "orders-1\u2800"],
    ["a null notehead", "orders-1\u{1d159}"],
    ["a character for private use", "orders-\ue000"],
    ["a character that is not assigned", "orders-\u0378"],
    ["a character that never is one", "orders-\uffff"],
    ["a lone surrogate", "orders-\ud83d"],
    ["an escape", "orders-\u001b[31m"],
    ["a NUL", "orders-1\0"],
    ["a C1 control", "orders-1\u0085"],
    ["a mark that stands on nothing", "\u0301orders"],
    ["an accent apart from its letter", "cafe\u0301"],
    ["a Kelvin sign", "\u212aafka"],
    ["an Ohm sign", "\u2126"],
    ["256 characters", "a".repeat(256)],
    ["16 KB of spaces", " ".repeat(16_384)],
  ])("has not %s", (_what, text) => {
    expect(isName(text)).toBe(false);
    expect(tellNameFault(text)).toMatch(/^must /);
  });

  test("says of a character that nobody sees what it is and where", () => {
    expect(tellNameFault("😀rders-1\u200b")).toMatch(/; it has <U\+200B> at character 9$/);
    expect(tellNameFault("a\u{e0100}")).toMatch(/; it has <U\+E0100> at character 2$/);
    expect(tellNameFault("a\t")).toMatch(/; it has <U\+0009> at character 2$/);
    expect(tellNameFault("cafe\u0301")).toMatch(/NFC/);
    expect(tellNameFault("secret ")).not.toContain("secret");
  });

  test("of any characters is what the pattern of the schemas allows, where it is composed", () => {
    const pattern = new RegExp(namePattern, "u");
    const unit = fc.constantFrom(
      "a",
      "é",
      "1",
      " ",
      "\t",
      "\u00a0",
      "\u200b",
      "\u0301",
      "\ufe0f",
      "😀",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.string({ unit, maxLength: 8 }),
    );
    fc.assert(
      fc.property(text, (name) => {
        expect(isName(name)).toBe(pattern.test(name) && name.normalize("NFC") === name);
      }),
    );
  });
});

test("what nobody sees is shown by its code point, and all else as it is", () => {
  expect(showUnseen("a b\u200b\u00adé")).toBe("a b<U+200B><U+00AD>é");
});
