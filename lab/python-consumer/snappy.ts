const mostLiteral = 65_536;

/** Snappy's raw format, all of it literals: larger than the text, and right. */
export function toSnappy(text: string): Buffer {
  const bytes = Buffer.from(text);
  const pieces = [toVarint(bytes.length)];
  for (let at = 0; at < bytes.length; at += mostLiteral) {
    const literal = bytes.subarray(at, at + mostLiteral);
    const length = Buffer.alloc(2);
    length.writeUInt16LE(literal.length - 1);
    pieces.push(Buffer.from([61 << 2]), length, literal);
  }
  return Buffer.concat(pieces);
}

/** Seven bits a byte, the lowest first, as snappy and protobuf write numbers. */
export function toVarint(number: number): Buffer {
  const bytes: number[] = [];
  let left = number;
  while (left >= 128) {
    bytes.push((left % 128) | 128);
    left = Math.floor(left / 128);
  }
  return Buffer.from([...bytes, left]);
}
