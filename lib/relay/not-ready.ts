import { RelayError } from "../heartbeat/relay-error.ts";
import { isAboutLogset } from "../tencent/about-logset.ts";

/** What was asked about: the logset of the first alias, the default one, or one that nobody has. */
export type Asked = "alias" | "default" | "nobody";

/** The error that a beat would get; where the question itself is the cause, it says so. */
export function toNotReady(error: RelayError, asked: Asked): RelayError {
  const { code, upstream, headers, cause } = error;
  const detail = upstream && detailOf(upstream.code, asked);
  if (upstream === undefined || detail === undefined) return error;
  return new RelayError(code, { detail, upstream, headers, cause });
}

function detailOf(tencentCode: string, asked: Asked): string | undefined {
  if (/^(?:AuthFailure\.)?UnauthorizedOperation(?:\.|$)/.test(tencentCode)) {
    return "CLS does not let the relay's credentials call DescribeConsumerGroups, which this route asks with. Heartbeats may work all the same; allow cls:DescribeConsumerGroups to know.";
  }
  if (isAboutLogset(tencentCode)) {
    const whose = asked === "alias" ? "the first alias's" : "the default one";
    return `CLS refuses the one logset that this route asks about, ${whose}. Heartbeats for others may work; correct it in the configuration file.`;
  }
  const isFailure = /^FailedOperation(?:\.|$)/.test(tencentCode);
  return asked === "nobody" && isFailure
    ? "The configuration names no logset, so CLS was asked about one that nobody has, and its answer does not say whether it would accept a heartbeat. Set defaults.logsetId to be sure."
    : undefined;
}
