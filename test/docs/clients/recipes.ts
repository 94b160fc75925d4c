import { join } from "node:path";
import { root } from "../../support/markdown.ts";
import type { ToolName } from "../../support/tools/tools.ts";
import { key } from "./relay-on-socket.ts";
import { schedulers } from "./schedulers.ts";

/** How a snippet is checked and run. Commands run in the folder that holds its files. */
export type Recipe = {
  /** What has to be there for any of it. */
  readonly tools: readonly ToolName[];
  /** Where each block goes, in the order of the page, and how it is changed on the way. */
  readonly files: readonly {
    readonly name: string;
    readonly adapt?: (code: string) => string;
  }[];
  /** Exits with 0 where the syntax is right; compiles where that is how to find out. */
  readonly check?: readonly string[];
  /** Absent where it is only checked. */
  readonly run?: readonly string[];
  /** Whether it ends by itself after one heartbeat. */
  readonly ends?: boolean;
  /** Whether it makes the request itself, so that refusals and deadlines are its own affair. */
  readonly asks?: boolean;
};

const node = process.execPath;

/** `tool` is what it takes besides Node. */
function program(
  file: string,
  tool: ToolName | undefined,
  recipe: Omit<Recipe, "files" | "tools">,
): Recipe {
  return {
    tools: tool === undefined ? [] : [tool],
    files: [{ name: file }],
    asks: true,
    ...recipe,
  };
}

const typeCheck = [
  ...[node, join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "--strict"],
  ...["--target", "es2024", "--module", "nodenext", "--erasableSyntaxOnly", "--skipLibCheck"],
  ...["--types", "node", "--typeRoots", join(root, "node_modules/@types"), "beat.mts"],
];

const compileSketch = [
  ...["g++", "-Wall", "-Wextra", "-Werror", "-I", join(import.meta.dirname, "arduino")],
  ...["-o", "beat", "-x", "c++", "beat.ino"],
];

/** A project of the SDK's own, since one written here would name a version that it may not have. */
const buildConsoleProject = `
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  dotnet new console --name Beat --output project
  cp Program.cs project
  # No server of the build's is to outlive it.
  dotnet build project --output built -warnaserror -nodeReuse:false -p:UseSharedCompilation=false
`;

const parsePowerShell = (file: string) =>
  ["pwsh", "-NoProfile", "-Command", `[scriptblock]::Create((Get-Content -Raw ${file}))`] as const;

/** By the name under which docs/clients.md offers it. */
export const recipes: Readonly<Record<string, Recipe>> = {
  "sh and curl": {
    tools: ["sh", "curl"],
    files: [{ name: "beat" }],
    check: ["sh", "-n", "beat"],
    run: ["sh", "beat", "4"],
    ends: true,
    asks: true,
  },
  wget: {
    tools: ["sh", "wget", "timeout"],
    files: [{ name: "beat" }],
    check: ["sh", "-n", "beat"],
    run: ["sh", "beat", "4"],
    ends: true,
    asks: true,
  },
  Python: program("beat.py", "python3", {
    check: ["python3", "-m", "py_compile", "beat.py"],
    run: ["python3", "beat.py"],
  }),
  Node: program("beat.mjs", undefined, {
    check: [node, "--check", "beat.mjs"],
    run: [node, "beat.mjs"],
  }),
  TypeScript: program("beat.mts", undefined, { check: typeCheck, run: [node, "beat.mts"] }),
  Go: program("beat.go", "go", {
    check: ["go", "build", "-o", "beat", "beat.go"],
    run: ["./beat"],
  }),
  Java: program("Beat.java", "javac", {
    check: ["javac", "-Xlint", "-Werror", "Beat.java"],
    run: ["java", "Beat"],
  }),
  "C#": program("Program.cs", "dotnet", {
    check: ["sh", "-ec", buildConsoleProject],
    run: ["dotnet", "built/Beat.dll"],
  }),
  PHP: program("beat.php", "php", { check: ["php", "-l", "beat.php"], run: ["php", "beat.php"] }),
  Ruby: program("beat.rb", "ruby", { check: ["ruby", "-wc", "beat.rb"], run: ["ruby", "beat.rb"] }),
  Perl: program("beat.pl", "perl", { check: ["perl", "-c", "beat.pl"], run: ["perl", "beat.pl"] }),
  Rust: program("beat.rs", "rustc", {
    check: ["rustc", "-D", "warnings", "-o", "beat", "beat.rs"],
    run: ["./beat"],
  }),
  PowerShell: program("beat.ps1", "pwsh", {
    check: parsePowerShell("beat.ps1"),
    run: ["pwsh", "-NoProfile", "-File", "beat.ps1"],
  }),
  Arduino: {
    tools: ["g++"],
    files: [{ name: "beat.ino", adapt: (code) => code.replace("your-key", key) }],
    check: compileSketch,
    run: ["./beat"],
    asks: true,
  },
  ...schedulers,
  "Windows task": {
    tools: ["pwsh"],
    files: [{ name: "task.ps1" }],
    check: parsePowerShell("task.ps1"),
  },
};
