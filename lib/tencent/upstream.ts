/** What signs; the token only with temporary credentials. */
export type Credentials = {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string;
};

/** Where to connect in place of the endpoint; the name that TLS verifies and that is signed stays the endpoint's. */
export type ConnectTo = {
  readonly protocol: "http:" | "https:";
  readonly host: string;
  readonly port: number;
};

/** All that is needed to speak to CLS. */
export type UpstreamConfig = {
  readonly credentials: Credentials;
  readonly region: string;
  readonly endpoint: string;
  readonly connectTo?: ConnectTo;
  readonly proxy?: string;
  /** How long one of several addresses may take to connect before the next one is tried. */
  readonly addressMs?: number;
};
