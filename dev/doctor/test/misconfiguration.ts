// What can be wrong with a relay, and the cause that the doctor has to name first. Written before the doctor:
// a wrong finding is fixed in the doctor, never here.

export type Misconfiguration = {
  readonly name: string;
  /** Over a healthy environment; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** In place of the healthy configuration file: an object, or a text as it stands. */
  readonly file?: object | string;
  readonly world?: World;
  /** The code of the finding that has to come first. */
  readonly expected: string;
};

/**
 * What the relay meets outside; what is left out is healthy. In `env` and `file` stand for what the set-up makes:
 * {secretId}, {secretKey}, {token}, {cutKey} (a SecretKey without its last two characters), {temporaryId} (a SecretId
 * of temporary credentials), {digest} and {otherDigest} (each of a key), {secretKeyDigest}, {port} (where CLS or its stand-in listens).
 */
export type World = {
  readonly dns?: "knows no such name" | "is silent";
  /** What listens in place of CLS. */
  readonly server?:
    | "nobody"
    | "silent"
    | "certificate of its own"
    | "certificate of another host"
    | "web page"
    | "redirect"
    | "proxy that refuses";
  readonly clockAheadMs?: number;
  /** Whose credentials CLS knows. */
  readonly knows?: "another SecretId" | "another SecretKey" | "a token" | "temporary credentials";
  /** A refusal of these read-only actions, or of all. */
  readonly refuses?: { readonly code: string; readonly actions?: readonly string[] };
  readonly regions?: readonly string[];
  readonly logsets?: readonly string[];
  /** Topic id → logset id. */
  readonly topics?: Readonly<Record<string, string>>;
  readonly groups?: readonly {
    readonly consumerGroup: string;
    readonly topicIds?: readonly string[];
    readonly leaseSeconds?: number;
  }[];
};

export const logsetId = "6f6ded3f-948c-4616-9c7c-956a95d8c1a3";
export const otherLogsetId = "1b0c7a54-3a0e-4d6c-8f0e-5a7d1f6c2b90";
export const topicId = "8c1a36f6-9c7c-4616-948c-ded3f956a95d";
export const otherTopicId = "ded3f956-4616-9c7c-948c-a95d8c1a36f6";

export const key = { name: "orders-api", sha256: "{digest}", aliases: ["orders-*"] };
export const alias = { consumer: "orders-1", topics: [topicId] };
export const defaults = { consumerGroup: "orders", logsetId };

/** One key, one alias, defaults: nothing to be found. */
export const healthyFile = { keys: [key], aliases: { "orders-1": alias }, defaults };

export const healthyEnv = {
  TENCENTCLOUD_SECRET_ID: "{secretId}",
  TENCENTCLOUD_SECRET_KEY: "{secretKey}",
  TENCENTCLOUD_REGION: "ap-singapore",
  CLS_CONNECT_TO: "http://127.0.0.1:{port}",
};

/** A healthy file with other keys. */
export function withKeys(...keys: object[]): object {
  return { ...healthyFile, keys };
}
