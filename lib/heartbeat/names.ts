import { lazy } from "../base/lazy.ts";

/** Characters that a reader does not see or cannot tell from others. */
const unseen = String.raw`\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\uFFFC\uFFFD\u{1D159}\u{13441}\u{13442}\u{16FE4}`;

/**
 * The rule for names, without their composed form: visible characters, the first of which is not a combining mark, and
 * single spaces between them.
 * @see docs/decisions/names.md
 */
export const namePattern = String.raw`^(?=.{1,255}$)(?![ \p{M}])(?:[^${unseen}]| (?=\S))+$`;

export const nameRule = "1 to 255 visible characters and single spaces between them";

const plainName = /^[!-~]{1,255}$/;
const anyName = lazy(() => new RegExp(namePattern, "u"));
const unseenCharacter = lazy(() => new RegExp(`(?! )[${unseen}]`, "gu"));

export function isName(text: string): boolean {
  // The usual name needs no table of Unicode, which takes 0.5 ms to compile at a cold start.
  return plainName.test(text) || (anyName().test(text) && isComposed(text));
}

/** The decomposed form looks the same, and CLS takes it for another name. */
function isComposed(text: string): boolean {
  return text === text.normalize("NFC");
}

/** A text whose invisible characters are written as code points. */
export function showUnseen(text: string): string {
  return text.replace(unseenCharacter(), (character) => {
    const hex = Number(character.codePointAt(0)).toString(16).toUpperCase();
    return `<U+${hex.padStart(4, "0")}>`;
  });
}

/** What is wrong with an invalid name; of the name itself it shows an invisible character only. */
export function tellNameFault(text: string): string {
  const [first] = text.matchAll(unseenCharacter());
  if (first) {
    const place = Array.from(text.slice(0, first.index)).length + 1;
    return `must have ${nameRule}; it has ${showUnseen(first[0])} at character ${place}`;
  }
  return isComposed(text) ? `must have ${nameRule}` : "must be in Unicode's composed form (NFC)";
}
