import type { Row } from "./row.ts";

const unreachable = ["dns-not-found", "dns-timeout", "tcp-refused", "tcp-unreachable"];

/** Of the environment, what says where CLS is. */
export const endpointRows = {
  "region-missing": {
    check: "environment",
    severity: "error",
    what: "The region is not set.",
    why: "Every call to CLS has to name the region of the logset.",
    fix: "Set TENCENTCLOUD_REGION to the region of the logset, such as ap-singapore.",
  },
  "region-malformed": {
    check: "environment",
    severity: "error",
    what: "The region does not have the form of a region.",
    why: "CLS uses short names in lower case, such as ap-singapore.",
    fix: "Set TENCENTCLOUD_REGION to such a name; the console shows it beside the logset.",
  },
  "region-unknown": {
    check: "environment",
    severity: "warning",
    what: "The region is not one of Tencent Cloud's known regions.",
    why: "CLS refuses a region that does not exist.",
    fix: "Set TENCENTCLOUD_REGION to the region of the logset; a zone such as ap-singapore-1 is not one.",
    explains: ["region-refused"],
    suspicion: true,
  },
  "endpoint-malformed": {
    check: "environment",
    severity: "error",
    what: "CLS_ENDPOINT is not a host of the CLS API.",
    why: "Its first label is part of the signature, so it has to be a cls... host under tencentcloudapi.com, without scheme, port or path.",
    fix: "Unset CLS_ENDPOINT, or set it to cls.intl.tencentcloudapi.com or cls.tencentcloudapi.com.",
  },
  "endpoint-unknown": {
    check: "environment",
    severity: "warning",
    what: "CLS_ENDPOINT has a label that is not intl, internal or a known region.",
    why: "There is most likely no such host.",
    fix: "Set CLS_ENDPOINT to cls.intl.tencentcloudapi.com, cls.tencentcloudapi.com or cls.<region>.tencentcloudapi.com.",
    explains: unreachable,
    suspicion: true,
  },
  "endpoint-internal": {
    check: "environment",
    severity: "note",
    what: "CLS_ENDPOINT is the endpoint inside Tencent's network.",
    why: "Only a VPC of Tencent's can resolve and reach it.",
    fix: "Outside such a VPC, set CLS_ENDPOINT to cls.intl.tencentcloudapi.com or cls.tencentcloudapi.com.",
    explains: unreachable,
    suspicion: true,
  },
  "endpoint-region-mismatch": {
    check: "environment",
    severity: "warning",
    what: "CLS_ENDPOINT and TENCENTCLOUD_REGION do not match.",
    why: "A regional endpoint serves only its own region, and the international one may not serve mainland regions.",
    fix: "Set both to the region of the logset, and use cls.tencentcloudapi.com for a mainland account.",
    explains: ["region-refused", "secret-id-unknown"],
    suspicion: true,
  },
  "connect-to-malformed": {
    check: "environment",
    severity: "error",
    what: "CLS_CONNECT_TO is not a valid address.",
    why: "It has to be http://host:port or https://host:port. Plain http sends the token unencrypted, so it is for this machine only.",
    fix: "Set it to such an address, or unset it to connect to CLS itself.",
  },
  "proxy-malformed": {
    check: "environment",
    severity: "error",
    what: "RELAY_PROXY is not a valid address of a proxy.",
    why: "It has to be http://host:port or https://host:port.",
    fix: "Put http:// before it, or unset it if there is no proxy.",
  },
  "proxy-and-connect-to": {
    check: "environment",
    severity: "error",
    what: "RELAY_PROXY and CLS_CONNECT_TO are both set.",
    why: "Only one of them can decide where the connection goes.",
    fix: "Unset one of the two.",
  },
  "proxy-ignored": {
    check: "environment",
    severity: "note",
    what: "A proxy is set for other programs, but RELAY_PROXY is not set.",
    why: "The relay ignores http_proxy, https_proxy and similar variables, so that nothing redirects it unnoticed.",
    fix: "If CLS can only be reached through that proxy, set RELAY_PROXY to it.",
    explains: unreachable,
    suspicion: true,
  },
} as const satisfies Record<string, Row>;
