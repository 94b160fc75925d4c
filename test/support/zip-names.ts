const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const endLength = 22;
const entryLength = 46;

/**
 * The names in a zip's central directory, sorted. Layout: PKWARE APPNOTE 4.3.12 and 4.3.16.
 * @throws Error when the bytes do not end in a directory or an entry is not one.
 */
export function zipNames(zip: Buffer): string[] {
  let end = zip.length - endLength;
  while (end >= 0 && zip.readUInt32LE(end) !== endOfDirectory) end -= 1;
  if (end < 0) throw new Error("not a zip: no end of central directory");

  const names: string[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== directoryEntry) throw new Error(`not a directory entry at ${at}`);
    const nameLength = zip.readUInt16LE(at + 28);
    names.push(zip.toString("utf8", at + entryLength, at + entryLength + nameLength));
    at += entryLength + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return names.sort();
}
