import type { Misconfiguration } from "../misconfiguration.ts";

/** Of the credentials. */
export const credentials: readonly Misconfiguration[] = [
  {
    name: "the SecretId is not set",
    env: { TENCENTCLOUD_SECRET_ID: undefined },
    expected: "credentials-missing",
  },
  {
    name: "the SecretKey is not set",
    env: { TENCENTCLOUD_SECRET_KEY: undefined },
    expected: "credentials-missing",
  },
  {
    name: "both credentials are empty, as from a secret that was never filled in",
    env: { TENCENTCLOUD_SECRET_ID: "", TENCENTCLOUD_SECRET_KEY: " " },
    expected: "credentials-missing",
  },
  {
    name: "the SecretId is still the one of the example",
    env: { TENCENTCLOUD_SECRET_ID: "your-secret-id" },
    expected: "value-placeholder",
  },
  {
    name: "the SecretKey is still in angle brackets",
    env: { TENCENTCLOUD_SECRET_KEY: "<SecretKey>" },
    expected: "value-placeholder",
  },
  {
    name: "a template variable was never filled in",
    env: { TENCENTCLOUD_REGION: "${TENCENTCLOUD_REGION}" },
    expected: "value-placeholder",
  },
  {
    name: "SecretId and SecretKey have changed places",
    env: { TENCENTCLOUD_SECRET_ID: "{secretKey}", TENCENTCLOUD_SECRET_KEY: "{secretId}" },
    expected: "credentials-swapped",
  },
  {
    name: "the SecretId stands in both places",
    env: { TENCENTCLOUD_SECRET_KEY: "{secretId}" },
    expected: "credentials-same",
  },
  {
    name: "the SecretId has quotes around it, as an env file keeps them",
    env: { TENCENTCLOUD_SECRET_ID: '"{secretId}"' },
    expected: "value-quoted",
  },
  {
    name: "the region has quotes around it",
    env: { TENCENTCLOUD_REGION: "'ap-singapore'" },
    expected: "value-quoted",
  },
  {
    name: "the SecretKey was pasted twice with a space between",
    env: { TENCENTCLOUD_SECRET_KEY: "{secretKey} {secretKey}" },
    expected: "credentials-malformed",
  },
  {
    name: "the SecretKey took the next line of the file along",
    env: { TENCENTCLOUD_SECRET_KEY: "{secretKey}\nTENCENTCLOUD_REGION=ap-singapore" },
    expected: "credentials-malformed",
  },
  {
    name: "the SecretKey lost its last two characters",
    env: { TENCENTCLOUD_SECRET_KEY: "{cutKey}" },
    expected: "secret-key-shape",
  },
  {
    name: "the SecretId is in a variable with an underscore too few",
    env: { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRETID: "{secretId}" },
    expected: "variable-misspelt",
  },
  {
    name: "the SecretKey is in a variable of another tool",
    env: { TENCENTCLOUD_SECRET_KEY: undefined, TENCENT_SECRET_KEY: "{secretKey}" },
    expected: "variable-misspelt",
  },
  {
    name: "the region is in a variable that nobody reads",
    env: { TENCENTCLOUD_REGION: undefined, TENCENTCLOUD_DEFAULT_REGION: "ap-singapore" },
    expected: "variable-misspelt",
  },
  {
    name: "an optional variable is misspelt, so its default holds",
    env: { RELAY_DEADLINE_MSEC: "5000" },
    expected: "variable-misspelt",
  },
];
