/** The attributes of one item: texts, numbers. */
export type Item = Readonly<Record<string, string | number>>;

const tooBusy = /^(?:ProvisionedThroughputExceeded|Throttling|RequestLimitExceeded)/;

/**
 * Whether the store refused a call since too much is asked of it, or of one item.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function isTooBusy(error: unknown): boolean {
  return error instanceof Error && tooBusy.test(error.message);
}

/** The attribute that says in which second since the epoch an item may be forgotten. */
export const expiryName = "expiresAt";

/** One change of one item, made as a whole or not at all. */
export type Change = {
  readonly key: string;
  readonly set?: Item;
  /** Added to what is there; nothing counts as 0. */
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
  /** Nothing is changed where one of these is there and greater, or of another type; texts are compared as texts. */
  readonly unlessGreater?: Item;
};

/** What the item is after the change, or what it is and why it stays so. */
export type Changed = { readonly done: boolean; readonly item: Item };

/**
 * What all processes share of one rate: a list of items.
 * All of it rejects with an Error whose message is a short reason, without anything that was sent, when it does not answer.
 */
export type Store = {
  /** The newest state of an item; empty where there is none. */
  read(key: string, signal: AbortSignal): Promise<Item>;
  change(change: Change, signal: AbortSignal): Promise<Changed>;
  /** All items, by their keys; one that changes meanwhile is there as it was or as it is. */
  list(signal: AbortSignal): Promise<ReadonlyMap<string, Item>>;
};
