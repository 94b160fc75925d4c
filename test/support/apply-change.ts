import type { Change, Changed, Item } from "../../lib/ledger/table/store.ts";

/** What an item is after a change, by the rules of the store's port; a change that DynamoDB would refuse throws. */
export function applyChange(item: Item, change: Change): Changed {
  const { set = {}, add = {}, remove = [], unlessGreater = {} } = change;
  const names = [...Object.keys(set), ...Object.keys(add), ...remove];
  if (new Set(names).size < names.length) throw new Error("an attribute is changed twice");
  if (!Object.entries(unlessGreater).every(([name, limit]) => isInOrder(item[name], limit))) {
    return { done: false, item };
  }
  const changed: Record<string, string | number> = { ...item, ...set };
  for (const [name, by] of Object.entries(add)) {
    const before = item[name] ?? 0;
    if (typeof before !== "number") throw new Error("a text cannot be added to");
    changed[name] = before + by;
  }
  return { done: true, item: without(changed, remove) };
}

/** DynamoDB compares no text with a number: what is there is then not known to be in order. */
function isInOrder(there: string | number | undefined, limit: string | number): boolean {
  return there === undefined || (typeof there === typeof limit && there <= limit);
}

function without(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}
