import type { Code } from "../codes.ts";

/** The finding that a failed step stands for. */
export type Step = "DNS" | "TCP" | "TLS" | "HTTP";

const byStep: Readonly<
  Record<Step, { readonly codes: Readonly<Record<string, Code>>; other: Code }>
> = {
  DNS: { codes: { ETIMEDOUT: "dns-timeout", EAI_AGAIN: "dns-timeout" }, other: "dns-not-found" },
  TCP: { codes: { ECONNREFUSED: "tcp-refused" }, other: "tcp-unreachable" },
  TLS: {
    codes: {
      ETIMEDOUT: "tls-timeout",
      DEPTH_ZERO_SELF_SIGNED_CERT: "tls-untrusted",
      SELF_SIGNED_CERT_IN_CHAIN: "tls-untrusted",
      UNABLE_TO_GET_ISSUER_CERT: "tls-untrusted",
      UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls-untrusted",
      UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls-untrusted",
      CERT_UNTRUSTED: "tls-untrusted",
      ERR_TLS_CERT_ALTNAME_INVALID: "tls-wrong-name",
      CERT_HAS_EXPIRED: "tls-expired",
      CERT_NOT_YET_VALID: "tls-expired",
    },
    other: "tls-failed",
  },
  HTTP: { codes: { ETIMEDOUT: "http-timeout", ABORT_ERR: "http-timeout" }, other: "http-failed" },
};

export function toCode(step: Step, errorCode: string): Code {
  const { codes, other } = byStep[step];
  if (step === "HTTP" && errorCode.startsWith("HPE_")) return "http-not-api";
  return codes[errorCode] ?? other;
}
