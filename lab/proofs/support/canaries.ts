import { createHash } from "node:crypto";

/** Secrets made up for one run of a proof: none of them may be seen where it does not belong. */
export type Canaries = {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token: string;
  /** What the limit's table is asked with. */
  readonly awsKeyId: string;
  readonly awsSecretKey: string;
  readonly awsToken: string;
  readonly proxyPassword: string;
  /** A caller's key. */
  readonly key: string;
  /** A caller's key that works in hook URLs only. */
  readonly hookKey: string;
  /** A key that this relay does not know; some other system may. */
  readonly foreignKey: string;
};

export type CanaryName = keyof Canaries;

const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** What npm run key makes keys of. */
const keyAlphabet = `${plain}_-`;
/** All that the configuration takes for a credential: quotes and backslashes are not spelt so in JSON. */
const printable = Array.from({ length: 0x7e - 0x20 }, (_, index) =>
  String.fromCharCode(0x21 + index),
).join("");

/** The same canaries for the same seed; every fourth set has credentials of any printable character. */
export function createCanaries(seed: number): Canaries {
  const alphabet = seed % 4 === 3 ? printable : plain;
  return {
    secretId: `AKID${text(`${seed} id`, 32, plain)}`,
    secretKey: text(`${seed} key`, 32, alphabet),
    token: text(`${seed} token`, 96, alphabet),
    awsKeyId: `ASIA${text(`${seed} AWS id`, 16, plain)}`,
    awsSecretKey: text(`${seed} AWS key`, 40, alphabet),
    awsToken: text(`${seed} AWS token`, 96, alphabet),
    proxyPassword: text(`${seed} proxy`, 24, alphabet),
    key: text(`${seed} caller`, 43, keyAlphabet),
    hookKey: text(`${seed} hook`, 43, keyAlphabet),
    foreignKey: text(`${seed} foreign`, 40, keyAlphabet),
  };
}

/** Text drawn from the hashes of a name: no two names share 8 characters in a row. */
function text(name: string, length: number, alphabet: string): string {
  let drawn = "";
  for (let block = 0; drawn.length < length; block += 1) {
    const bytes = createHash("sha512").update(`${name} ${block}`).digest();
    for (let at = 0; at < bytes.length; at += 2)
      drawn += alphabet.charAt(bytes.readUInt16BE(at) % alphabet.length);
  }
  return drawn.slice(0, length);
}

/** The name under which the configuration knows a key: its digest. */
export function digestOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
