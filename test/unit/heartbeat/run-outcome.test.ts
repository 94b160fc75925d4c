import { expect, test } from "@jest/globals";
import { runOutcome, unclearFault } from "../../../lib/heartbeat/run-outcome.ts";

const told = (pair: string) => {
  const [name = "", value = ""] = pair.split("=");
  return runOutcome(name, value);
};

test.each([
  ...["status=down", "status=fail", "state=failed", "STATUS=Down", "Status=ERROR", "s=1", "s=down"],
  ...["status=1", "state=2", "status=500", "code=404", "code=137", "s=-1", "state=critical"],
  ...["success=false", "success=0", "success=no", "ok=false", "ok=0", "up=0", "up=false", "up=no"],
  ...["up=down", "ok=error", "success=failed", "ok=FALSE", "success=off", "up=n"],
  ...["exit=1", "exit_code=1", "exit_code=255", "exit=-1073741510", "rc=4294967295", "rc=200"],
  ...["exit-code=1", "exitCode=1", "EXITCODE=3", "exit=fail", "exit_code=18446744073709551615"],
  ...["error=1", "error=true", "error=yes", "error=5", "failed=true", "failed=1", "failed=yes"],
  ...[
    "failed=3",
    "error=error",
    "error=timeout",
    "failed=failed",
    "status= down ",
    "status=not-ok",
  ],
  ...["status=not_ok", "status=timed out", "status=unhealthy", "status[]=down", "amp;status=down"],
  ...["status=false", "state=off", "status=no", "exit_status=1", "status_code=500", "?status=down"],
  ...["exit.code=1", "statusCode=1"],
])("%s is a failed run", (pair) => {
  expect(told(pair)).toBe("failed");
});

test.each([
  ...["status=up", "status=ok", "STATUS=UP", "state=complete", "state=success", "s=0", "status=0"],
  ...["success=true", "success=1", "success=yes", "ok=1", "ok=ok", "up=1", "up=true", "up=up"],
  ...[
    "exit=0",
    "exit_code=0",
    "code=0",
    "rc=0",
    "error=0",
    "error=false",
    "error=no",
    "error=none",
  ],
  ...["failed=false", "failed=0", "failed=no", "error=null", "failed=ok", "status=true", "exit=ok"],
])("%s is a run that succeeded", (pair) => {
  expect(told(pair)).toBe("succeeded");
});

test.each([
  ...["status=", "status=maybe", "state=run", "status=warning", "status=2.5", "status=00", "s=?"],
  ...["status=200", "code=200", "code=302", "status=299", "success=2", "ok=", "up=99.9", "up=-1"],
  ...["exit=", "exit=true", "exit_code=0x0", "rc=$?", "code=undefined", "error=", "failed=", "s="],
  ...["error=connection refused", "status=constructor", "ok=none", "status=null", "status=up,down"],
])("%s says neither", (pair) => {
  expect(told(pair)).toBe("unclear");
});

test.each([
  ...[
    "msg=down",
    "ping=",
    "t=1",
    "statuses=down",
    "mystatus=down",
    "sö=1",
    "exit_codes=1",
    "=down",
  ],
  ...["constructor=down", "__proto__=down", "duration=3", "errors=2", "upper=0"],
])("%s is a note", (pair) => {
  expect(told(pair)).toBeUndefined();
});

test("the fault of a parameter names it as it came, and says what it may be", () => {
  const exitCode = "must be an exit code such as 0 or 1, or a word such as ok or fail";
  expect(unclearFault("Exit-Code")).toEqual({ path: "query.Exit-Code", message: exitCode });
  expect(unclearFault("up").message).toBe(
    "must be true or false, 1 or 0, or a word such as ok or fail",
  );
  expect(unclearFault("any").message).toMatch(/^must be up, down or /);
});
