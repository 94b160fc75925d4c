import type { Environment } from "../../lib/config/env-reader.ts";
import { secretPartsOf } from "../../lib/config/read-alarms.ts";
import { createMask } from "../../lib/base/mask.ts";
import { environmentVariables, scfVariables } from "../config/environment-variables.ts";
import type { Report } from "./finding.ts";
import { decoded } from "./network/route.ts";

/** Shorter than any real secret, and found in any text by chance. */
const leastSecretCharacters = 8;

/** Those of the function itself, and of the relay that is asked. */
const others = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "RELAY_KEY"];

/** The report without any piece of a secret that the environment holds, wherever it may have come from. */
export function maskReport(report: Report, env: Environment): Report {
  const names = [...environmentVariables, ...scfVariables].flatMap(({ name, secret }) =>
    secret ? name : [],
  );
  const secrets = [...names, ...others]
    .flatMap((name) => secretsIn(env[name]?.trim() ?? ""))
    .filter(({ length }) => length >= leastSecretCharacters);
  const mask = createMask(secrets);
  return {
    ...report,
    findings: report.findings.map((finding) => ({
      ...finding,
      subject: mask(finding.subject),
      what: mask(finding.what),
      fix: mask(finding.fix),
    })),
    checks: report.checks.map((check) => ({ ...check, detail: mask(check.detail) })),
  };
}

/** A value, and of a URL its password and what of its path is secret: the host of a proxy may be told. */
function secretsIn(value: string): string[] {
  if (!URL.canParse(value) || !value.includes("://")) return [value];
  const { password } = new URL(value);
  return [password, decoded(password), ...secretPartsOf(value)];
}
