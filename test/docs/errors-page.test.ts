import { describe, expect, test } from "@jest/globals";
import { errorTable } from "../../lib/heartbeat/error-table.ts";
import { fromTencentCode } from "../../lib/heartbeat/tencent-codes.ts";
import { inCode, names, read, section, table } from "../support/markdown.ts";

const errorsPage = read("docs/errors.md");
const yesNo = (flag: boolean) => (flag ? "yes" : "no");

describe("docs/errors.md and the error table agree", () => {
  const codes = [...errorsPage.matchAll(/^## `(.+)`$/gm)].map(([, code = ""]) => code);

  test("every code has a heading, and every such heading is a code", () => {
    expect(codes.toSorted()).toEqual(Object.keys(errorTable).sort());
  });

  test("the overview has every code with its status and whether to retry", () => {
    const rows = table(errorsPage).map((cells) => cells.slice(0, 3));
    expect(rows).toEqual(
      Object.entries(errorTable).map(([code, { status, retryable }]) => [
        `[\`${code}\`](#${code})`,
        String(status),
        yesNo(retryable),
      ]),
    );
  });

  test.each(Object.entries(errorTable))("%s says its status and when to retry", (code, row) => {
    const text = section(errorsPage, `\`${code}\``);
    expect(text).toContain(`Status: ${row.status}. Retryable: ${yesNo(row.retryable)}.`);
    expect(text.includes("Retry-After`")).toBe(row.retryAfterSeconds !== undefined);
    expect(text).toMatch(/^When: /m);
    expect(text).toMatch(/^What to do/m);
  });

  test("every code of Tencent's that the table names is listed where it leads, and no other", () => {
    const source = read("lib/heartbeat/tencent-codes.ts").matchAll(/\["(\w+)", "([\w-]+)"\]/g);
    const expected = [...source].map(([, theirs = "", ours = ""]) => `${theirs} → ${ours}`);
    const listed = codes.flatMap((code) => {
      const [, list = ""] =
        /^Tencent's codes: ([^.]+)/m.exec(section(errorsPage, `\`${code}\``)) ?? [];
      return inCode(list).map((theirs) => `${theirs} → ${code}`);
    });
    expect(listed.toSorted()).toEqual(expected.sort());
    const causes = names(table(section(errorsPage, "`relay-refused`")));
    expect([...new Set(causes.map(fromTencentCode))]).toEqual(["relay-refused"]);
  });
});
