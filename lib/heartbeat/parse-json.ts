import type { Fault } from "./relay-error.ts";
import { deepestField, faultPath } from "./faults.ts";

type Path = readonly PropertyKey[];

/** The value of a JSON text, and what `JSON.parse` does not report. */
export type Json = {
  readonly value: unknown;
  /** The places of names that an object gives more than once; the value has the last one only. */
  readonly repeated: readonly Path[];
  /** The bytes of each element of the list that was to be measured. */
  readonly elementBytes: readonly number[];
};

/**
 * The one reader of JSON from outside.
 *
 * @param measured the name of a list in the outermost object whose elements are to be measured
 * @throws SyntaxError
 * @see docs/decisions/json.md
 */
export function parseJson(text: string, measured?: string): Json {
  const value: unknown = JSON.parse(text);
  return { value, ...scan(text, measured) };
}

/** One fault for each place. */
export function toRepeatedFaults(repeated: readonly Path[]): Fault[] {
  return repeated.map((path) => ({ path: faultPath(path), message: "is given more than once" }));
}

/** An object or list that is open at a place of the text. */
type Level = {
  /** The names so far; undefined in a list. */
  readonly names: Set<string> | undefined;
  /** Where in it: a name, or an index. */
  key: string | number;
  awaitsName: boolean;
  elementStart: number;
};

/** Reads every character once; the text is known to be JSON. */
function scan(text: string, measured: string | undefined): Omit<Json, "value"> {
  const repeated: Path[] = [];
  const elementBytes: number[] = [];
  const levels: Level[] = [];
  const measure = ({ elementStart }: Level, end: number) => {
    if (measured === undefined || levels.length !== 2 || levels[0]?.key !== measured) return;
    elementBytes.push(Buffer.byteLength(text.slice(elementStart, end).trim()));
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    const level = levels.at(-1);
    if (character === '"') {
      const end = endOfString(text, index);
      if (level?.awaitsName) {
        level.awaitsName = false;
        takeName(level, text.slice(index, end));
      }
      index = end - 1;
    } else if (character === "{" || character === "[") {
      const names = character === "{" ? new Set<string>() : undefined;
      const awaitsName = names !== undefined;
      levels.push({ names, key: 0, awaitsName, elementStart: index + 1 });
    } else if (character === "," && level) {
      measure(level, index);
      level.awaitsName = level.names !== undefined;
      if (typeof level.key === "number") level.key += 1;
      level.elementStart = index + 1;
    } else if ((character === "}" || character === "]") && level) {
      measure(level, index);
      levels.pop();
    }
  }
  return { repeated, elementBytes };

  function takeName(level: Level, quoted: string): void {
    // No field lies deeper; what does is refused as a whole.
    if (levels.length > deepestField) return;
    const name = quoted.includes("\\") ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
    level.key = name;
    if (level.names?.has(name)) repeated.push(levels.map(({ key }) => key));
    level.names?.add(name);
  }
}

/** The index after the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index + 1;
}
