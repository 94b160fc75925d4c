/** What esbuild's metafile says of one output. */
export type BundleOutput = {
  readonly bytes: number;
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
};

export type PackageBytes = { readonly name: string; readonly bytes: number };

/** Bytes of a minified bundle by the package that they come from, most first; they add up to the whole. */
export function bytesByPackage({ bytes, inputs }: BundleOutput): PackageBytes[] {
  const sums = new Map<string, number>();
  const add = (name: string, more: number) => sums.set(name, (sums.get(name) ?? 0) + more);
  let left = bytes;
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    add(packageOf(path), bytesInOutput);
    left -= bytesInOutput;
  }
  // Wrappers and helpers that esbuild writes between the modules belong to none of them.
  if (left > 0) add("(esbuild)", left);
  return Array.from(sums, ([name, sum]) => ({ name, bytes: sum }))
    .filter((row) => row.bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes);
}

/** The package of an input: the innermost, where packages are nested; our own folders by name. */
export function packageOf(path: string): string {
  const [, inPackage] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  if (inPackage !== undefined) return inPackage;
  return path.startsWith("dev/build/replacements/")
    ? "heartbeat-relay: replacements"
    : "heartbeat-relay";
}
