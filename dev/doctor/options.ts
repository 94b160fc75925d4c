export type Options = { readonly json: boolean };

export const help = `npm run doctor -- [--json]

Examines the relay's environment and configuration file, the network, and what CLS
says to read-only calls. It joins no group and sends no heartbeat.

  --json   the report as JSON, for machines
  --help   this text

Exit code: 0 fine, or notes only; 1 warnings; 2 errors; 64 an unknown option; 70 a crash.
What it can find: docs/doctor.md
`;

/** What the command line asks for: options, or a text to print and an exit code. */
export function readOptions(
  args: readonly string[],
): Options | { readonly text: string; readonly exitCode: 0 | 64 } {
  if (args.includes("--help") || args.includes("-h")) return { text: help, exitCode: 0 };
  const unknown = args.find((arg) => arg !== "--json");
  if (unknown === undefined) return { json: args.includes("--json") };
  return { text: `There is no option ${unknown}.\n\n${help}`, exitCode: 64 };
}
