import type { Row } from "./row.ts";

const unreachable = ["dns-not-found", "dns-timeout", "tcp-refused", "tcp-unreachable"];

/** Of the environment, what says where CLS is. */
export const endpointRows = {
  "region-missing": {
    check: "environment",
    severity: "error",
    what: "The region is not set.",
    why: "CLS asks for the region of the logset with every call.",
    fix: "Set TENCENTCLOUD_REGION to the region of the logset, such as ap-singapore.",
  },
  "region-malformed": {
    check: "environment",
    severity: "error",
    what: "The region is not spelt as regions are.",
    why: "CLS knows regions by their short names in lower case, such as ap-singapore.",
    fix: "Set TENCENTCLOUD_REGION to such a name; the console shows it beside the logset.",
  },
  "region-unknown": {
    check: "environment",
    severity: "warning",
    what: "The region is none of those that Tencent Cloud is known to have.",
    why: "CLS refuses a region that does not exist.",
    fix: "Set TENCENTCLOUD_REGION to the region of the logset; a zone such as ap-singapore-1 is not one.",
    explains: ["region-refused"],
    suspicion: true,
  },
  "endpoint-malformed": {
    check: "environment",
    severity: "error",
    what: "CLS_ENDPOINT is not a host of the CLS API.",
    why: "Its first label is signed, so it has to be a cls... host under tencentcloudapi.com, without scheme, port or path.",
    fix: "Unset CLS_ENDPOINT, or set it to cls.intl.tencentcloudapi.com or cls.tencentcloudapi.com.",
  },
  "endpoint-unknown": {
    check: "environment",
    severity: "warning",
    what: "CLS_ENDPOINT has a label that is neither intl, internal nor a known region.",
    why: "There is most likely no such host.",
    fix: "Set CLS_ENDPOINT to cls.intl.tencentcloudapi.com, cls.tencentcloudapi.com or cls.<region>.tencentcloudapi.com.",
    explains: unreachable,
    suspicion: true,
  },
  "endpoint-internal": {
    check: "environment",
    severity: "note",
    what: "CLS_ENDPOINT is the one inside Tencent's network.",
    why: "It is found and reached from a VPC of Tencent's only.",
    fix: "Outside of one set CLS_ENDPOINT to cls.intl.tencentcloudapi.com or cls.tencentcloudapi.com.",
    explains: unreachable,
    suspicion: true,
  },
  "endpoint-region-mismatch": {
    check: "environment",
    severity: "warning",
    what: "CLS_ENDPOINT and TENCENTCLOUD_REGION do not go together.",
    why: "A regional endpoint serves its own region, and the international one need not serve those of the mainland.",
    fix: "Set both to the region of the logset, and use cls.tencentcloudapi.com for a mainland account.",
    explains: ["region-refused", "secret-id-unknown"],
    suspicion: true,
  },
  "connect-to-malformed": {
    check: "environment",
    severity: "error",
    what: "CLS_CONNECT_TO is no address to connect to.",
    why: "It has to be http://host:port or https://host:port; plain http carries the token in clear, so it is for this machine only.",
    fix: "Set it so, or unset it to speak to CLS itself.",
  },
  "proxy-malformed": {
    check: "environment",
    severity: "error",
    what: "RELAY_PROXY is no address of a proxy.",
    why: "It has to be http://host:port or https://host:port.",
    fix: "Put http:// before it, or unset it where there is no proxy.",
  },
  "proxy-and-connect-to": {
    check: "environment",
    severity: "error",
    what: "RELAY_PROXY and CLS_CONNECT_TO are both set.",
    why: "Only one of them can say where the connection goes.",
    fix: "Unset one of the two.",
  },
  "proxy-ignored": {
    check: "environment",
    severity: "note",
    what: "A proxy is set for other programs and RELAY_PROXY is not.",
    why: "The relay ignores http_proxy, https_proxy and their like, so that nothing reroutes it unseen.",
    fix: "Where CLS is reached through that proxy only, set RELAY_PROXY to it.",
    explains: unreachable,
    suspicion: true,
  },
} as const satisfies Record<string, Row>;
