import { parseArgs } from "node:util";

/** One row of a command's table of options. */
export type Option = { readonly help: string } & (
  | { readonly type: "flag" }
  | {
      readonly type: "whole-number";
      readonly default: number;
      readonly least: number;
      readonly most: number;
    }
  | { readonly type: "text"; readonly default: string }
  /** May be given several times. */
  | { readonly type: "list" }
);

export type Options = Readonly<Record<string, Option>>;

/** A command as `--help` shows it and as its arguments are read. */
export type Command<O extends Options> = {
  /** What a person types: `npm run doctor`. */
  readonly name: string;
  readonly about: string;
  readonly options: O;
  /** Arguments without a dash: none where this is absent. */
  readonly operands?: {
    readonly name: string;
    readonly help: string;
    readonly most: number;
    /** Only these, where the list is there. */
    readonly choices?: readonly string[];
  };
  /** What else a reader of the help needs: environment variables, exit codes. */
  readonly notes?: string;
};

type Value<O extends Option> = O extends { type: "flag" }
  ? boolean
  : O extends { type: "whole-number" }
    ? number
    : O extends { type: "list" }
      ? readonly string[]
      : string;

/** The value of each option, by its name, and the operands in their order. */
export type Arguments<O extends Options> = {
  readonly ok: true;
  readonly options: { readonly [Name in keyof O]: Value<O[Name]> };
  readonly operands: readonly string[];
};

/** A text to print instead of running, and the exit code: 64 is EX_USAGE of sysexits.h. */
export type Told = { readonly ok: false; readonly text: string; readonly exitCode: 0 | 64 };

/**
 * Reads a command's arguments by its table; whatever is wrong is said, all of it at once.
 *
 * @example
 * const read = parseArguments(command, ["--rounds", "3"]);
 * if (read.ok) bench(read.options.rounds);
 */
export function parseArguments<const O extends Options>(
  command: Command<O>,
  args: readonly string[],
): Arguments<O> | Told {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(command.options).map(([name, { type }]) => [
        name,
        { type: type === "flag" ? "boolean" : "string" },
      ]),
    ),
  });
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(command.options)) values[name] = defaultOf(option);
  const operands: string[] = [];
  const faults: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    if (token.name === "help" || token.rawName === "-h") {
      return { ok: false, text: renderHelp(command), exitCode: 0 };
    }
    const option = Object.hasOwn(command.options, token.name) && command.options[token.name];
    const read = option ? readValue(option, token.value) : undefined;
    if (read === undefined) faults.push(toUnknown(command, token.rawName));
    else if ("fault" in read) faults.push(`${token.rawName} ${read.fault}`);
    else if (option && option.type === "list") {
      values[token.name] = [values[token.name], read.value].flat();
    } else values[token.name] = read.value;
  }
  faults.push(...operandFaults(command, operands));
  if (faults.length === 0) {
    return { ok: true, options: values as Arguments<O>["options"], operands };
  }
  return { ok: false, text: `${faults.join("\n")}\n`, exitCode: 64 };
}

function defaultOf(option: Option): boolean | number | string | readonly string[] {
  if (option.type === "flag") return false;
  return option.type === "list" ? [] : option.default;
}

function readValue(
  option: Option,
  text: string | undefined,
): { readonly value: boolean | number | string } | { readonly fault: string } {
  if (option.type === "flag") {
    return text === undefined ? { value: true } : { fault: "takes no value." };
  }
  if (option.type === "text" || option.type === "list") {
    return text ? { value: text } : { fault: "needs a value." };
  }
  const { least, most } = option;
  const value = /^\d+$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return { value };
  return { fault: `takes a whole number from ${least} to ${most}.` };
}

function toUnknown({ options }: Command<Options>, given: string): string {
  const known = [...Object.keys(options), "help"].map((name) => `--${name}`);
  return `There is no option ${given}; the options are ${known.join(", ")}.`;
}

function operandFaults({ operands }: Command<Options>, given: readonly string[]): string[] {
  const { most = 0, choices } = operands ?? {};
  const unknown = choices ? given.filter((operand) => !choices.includes(operand)) : [];
  return [
    ...given.slice(most).map((operand) => `There is no place for "${operand}".`),
    ...unknown.map(
      (operand) => `There is no ${operand}; choose from ${choices?.join(", ") ?? ""}.`,
    ),
  ];
}

/** The text of `--help`. */
export function renderHelp({ name, about, options, operands, notes }: Command<Options>): string {
  const rows = [
    ...(operands ? [[`[${operands.name}]`, operands.help] as const] : []),
    ...Object.entries(options).map(([option, row]) => toRow(option, row)),
    ["--help", "this text"] as const,
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  const usage = rows.slice(0, -1).map(([left]) => (left.startsWith("[") ? left : `[${left}]`));
  // npm takes what stands before `--` for itself.
  const begin = name.startsWith("npm ") ? [name, "--"] : [name];
  return `${usage.length > 0 ? [...begin, ...usage].join(" ") : name}

${about}

${rows.map(([left, right]) => `  ${left.padEnd(width)}   ${right}`).join("\n")}
${notes === undefined ? "" : `\n${notes}\n`}`;
}

function toRow(name: string, option: Option): readonly [string, string] {
  if (option.type === "flag") return [`--${name}`, option.help];
  if (option.type === "list")
    return [`--${name} <text>`, `${option.help}; several times for several`];
  if (option.type === "text") {
    const { help, default: usual } = option;
    return [`--${name} <text>`, usual === "" ? help : `${help} (${usual})`];
  }
  const { least, most, default: usual } = option;
  return [`--${name} <number>`, `${option.help}, ${least} to ${most} (${usual})`];
}
