/** What tests use that comes neither with Node nor from npm. */
export type Tool = {
  /** Ends with 0 where the tool is there and works. */
  readonly probe: readonly [string, ...string[]];
  /** Debian's packages, which CI installs: there the tool must not be missing. */
  readonly apt?: readonly string[];
  /** How to get it elsewhere. */
  readonly elsewhere: string;
};

const perlModules = ["-MHTTP::Tiny", "-MJSON::PP", "-MTime::HiRes"];

export const tools = {
  sh: { probe: ["sh", "-c", ":"], apt: ["dash"], elsewhere: "a POSIX shell" },
  bash: { probe: ["bash", "-c", ":"], apt: ["bash"], elsewhere: "brew install bash" },
  curl: { probe: ["curl", "--version"], apt: ["curl"], elsewhere: "brew install curl" },
  // Busybox has another program of this name.
  wget: {
    probe: ["sh", "-c", "wget --version | grep 'GNU Wget'"],
    apt: ["wget"],
    elsewhere: "brew install wget",
  },
  timeout: {
    probe: ["timeout", "9", "true"],
    apt: ["coreutils"],
    elsewhere: "brew install coreutils",
  },
  flock: {
    probe: ["flock", "/dev/null", "true"],
    apt: ["util-linux"],
    elsewhere: "brew install util-linux",
  },
  chromium: {
    probe: ["chromium", "--version"],
    apt: ["chromium"],
    elsewhere: "https://www.chromium.org",
  },
  jq: { probe: ["jq", "--version"], apt: ["jq"], elsewhere: "brew install jq" },
  python3: {
    probe: ["python3", "--version"],
    apt: ["python3"],
    elsewhere: "https://www.python.org",
  },
  // A perl without its modules is part of every Debian.
  perl: {
    probe: ["perl", ...perlModules, "-e", "1"],
    apt: ["perl"],
    elsewhere: "https://www.perl.org",
  },
  // macOS has a javac that only says where to get one.
  javac: {
    probe: ["javac", "-version"],
    apt: ["default-jdk-headless"],
    elsewhere: "https://adoptium.net",
  },
  go: { probe: ["go", "version"], apt: ["golang-go"], elsewhere: "https://go.dev" },
  ruby: { probe: ["ruby", "--version"], apt: ["ruby"], elsewhere: "https://www.ruby-lang.org" },
  "g++": { probe: ["g++", "--version"], apt: ["g++"], elsewhere: "https://gcc.gnu.org" },
  php: { probe: ["php", "-r", "curl_version();"], elsewhere: "https://www.php.net, with its curl" },
  rustc: { probe: ["rustc", "--version"], elsewhere: "https://rustup.rs" },
  dotnet: { probe: ["dotnet", "--version"], elsewhere: "https://dotnet.microsoft.com" },
  pwsh: { probe: ["pwsh", "-Version"], elsewhere: "https://github.com/PowerShell/PowerShell" },
  // Debian's is too old to know what kustomize is today.
  kubectl: {
    probe: ["kubectl", "kustomize", "--help"],
    elsewhere: "https://kubernetes.io/docs/tasks/tools",
  },
  terraform: {
    probe: ["terraform", "version"],
    elsewhere: "https://developer.hashicorp.com/terraform/install",
  },
  "systemd-analyze": {
    probe: ["systemd-analyze", "--version"],
    elsewhere: "a Linux that systemd has started",
  },
} as const satisfies Readonly<Record<string, Tool>>;

export type ToolName = keyof typeof tools;

export function isToolName(name: string): name is ToolName {
  return Object.hasOwn(tools, name);
}

/** In one line, for who has not got it. */
export function howToGet(name: ToolName): string {
  const { apt, elsewhere }: Tool = tools[name];
  return apt === undefined ? elsewhere : `apt-get install ${apt.join(" ")}, or ${elsewhere}`;
}
