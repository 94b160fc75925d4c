import { execFile } from "node:child_process";
import { readAnswers, type WireAnswer } from "./answers.ts";

export type ToolRun = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly answers: readonly WireAnswer[];
};

const curlOptions = ["-sS", "-i", "--max-time", "30"];

/** What curl prints of a request, read as the answers that it got; a `~/.curlrc` is left out. */
export async function curl(args: readonly string[], input = ""): Promise<ToolRun> {
  const head = args.includes("-I");
  return runTool("curl", ["-q", ...curlOptions, ...args], { input, head });
}

/** The same of several requests that one curl makes, one after the other. */
export async function curlEach(requests: readonly (readonly string[])[]): Promise<ToolRun> {
  return curl(requests.flatMap((args) => ["--next", ...curlOptions, ...args]));
}

/** The same of wget, which prints headers with the body only when told so. */
export async function wget(args: readonly string[]): Promise<ToolRun> {
  const quiet = ["--no-config", "--no-proxy", "-q", "--tries=1", "--timeout=30"];
  const show = ["--save-headers", "--content-on-error", "-O", "-"];
  return runTool("wget", [...quiet, ...show, ...args], {});
}

/** A line of a shell script, as it would stand in a crontab. */
export async function sh(line: string): Promise<ToolRun> {
  return runTool("sh", ["-c", line], {});
}

type ToolOptions = { readonly input?: string; readonly head?: boolean };

function runTool(
  tool: string,
  args: readonly string[],
  { input = "", head = false }: ToolOptions,
): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    // Nothing of the environment but the way to the tool: a proxy must not stand between.
    const options = { env: { PATH: process.env["PATH"] }, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(tool, args, options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === "number") {
        resolve({ exitCode, stdout, stderr, answers: readAnswers(stdout, head) });
        return;
      }
      const absent = `${tool} is not on PATH; install it, with apt-get install ${tool} or brew install ${tool}.`;
      reject(new Error(exitCode === "ENOENT" ? absent : error?.message));
    });
    // A tool that has its answer before it has read everything closes this end.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
