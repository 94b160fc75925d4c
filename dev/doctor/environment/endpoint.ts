import type { Environment } from "../../../lib/config/env-reader.ts";
import type { UpstreamConfig } from "../../../lib/tencent/upstream.ts";
import type { Found } from "../finding.ts";
import { nearest } from "./near.ts";
import { knownRegions, mainlandRegions } from "./regions.ts";

/** Whether region, endpoint and the way there go together. */
export function findEndpointDoubts(upstream: UpstreamConfig, env: Environment): Found[] {
  const { region, endpoint, connectTo } = upstream;
  const found: Found[] = [];
  if (!knownRegions.includes(region)) found.push(unknownRegion(region));
  const label = /^cls\.([^.]+)\.tencentcloudapi\.com$/.exec(endpoint)?.[1];
  if (label === "internal") found.push({ code: "endpoint-internal", subject: "CLS_ENDPOINT" });
  else if (label === "intl") {
    if (mainlandRegions.includes(region)) {
      found.push(mismatch(`${region} is of the mainland, ${endpoint} is international.`));
    }
  } else if (label !== undefined && !knownRegions.includes(label)) {
    found.push(unknownEndpoint(label));
  } else if (label !== undefined && label !== region) {
    found.push(mismatch(`${endpoint} is not of ${region}.`));
  } else if (label === undefined && endpoint !== "cls.tencentcloudapi.com") {
    found.push(unknownEndpoint(endpoint));
  }
  const proxy = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"].find(
    (name) => env[name],
  );
  if (proxy !== undefined && !upstream.proxy && !connectTo) {
    found.push({ code: "proxy-ignored", subject: proxy });
  }
  return found;
}

function unknownRegion(region: string): Found {
  const zone = region.replace(/-\d+$/, "");
  const near = knownRegions.includes(zone) ? zone : nearest(region, knownRegions, 3);
  const fix = near && `Set TENCENTCLOUD_REGION=${near} if that is the region of the logset.`;
  return {
    code: "region-unknown",
    subject: "TENCENTCLOUD_REGION",
    detail: `It is ${region}.`,
    ...(fix !== undefined && { fix }),
  };
}

function unknownEndpoint(label: string): Found {
  return { code: "endpoint-unknown", subject: "CLS_ENDPOINT", detail: `It is ${label}.` };
}

function mismatch(detail: string): Found {
  return { code: "endpoint-region-mismatch", subject: "CLS_ENDPOINT", detail };
}
