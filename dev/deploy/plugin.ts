import type { Fault } from "../../lib/heartbeat/relay-error.ts";
import { checkEnvironment } from "./check-environment.ts";
import { checkParameters, type Values } from "./check-parameters.ts";

type Variables = Readonly<Record<string, unknown>>;

/** What is used of osls, which has no types of its own. */
type Osls = {
  readonly processedInput: {
    readonly commands: readonly string[];
    readonly options: { readonly param?: readonly string[]; readonly region?: string };
  };
  readonly configurationInput: { readonly params: Readonly<Record<string, Values>> };
  readonly service: {
    readonly provider: { readonly environment: Variables; readonly region: string };
    readonly functions: Readonly<Record<string, { readonly environment?: Variables }>>;
  };
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  getProvider(name: "aws"): { getStage(): string };
};

type Tools = { readonly log: { warning(text: string): void } };

const checked = ["package", "deploy", "deploy function"];

/**
 * Refuses, before osls packages anything, what would be packaged and then refuse every heartbeat
 * (docs/deploy.md, "What is checked").
 */
export default class CheckDeployment {
  readonly hooks: Readonly<Record<string, () => void>>;
  readonly #osls: Osls;
  readonly #tools: Tools;
  readonly #command: string;

  constructor(osls: Osls, _options: unknown, tools: Tools) {
    this.#osls = osls;
    this.#tools = tools;
    this.#command = osls.processedInput.commands.join(" ");
    this.hooks = checked.includes(this.#command) ? { initialize: this.#check.bind(this) } : {};
  }

  /** Before osls fills in the parameters: where one does not fit, it names places of the template instead. */
  asyncInit(): void {
    if (checked.includes(this.#command)) this.#refuse(this.#checkParameters());
  }

  #checkParameters(): Fault[] {
    const { processedInput, configurationInput } = this.#osls;
    const { param: options = [], region } = processedInput.options;
    const stage = this.#osls.getProvider("aws").getStage();
    const blocks = configurationInput.params;
    return [...findTakenByNpm(), ...checkParameters({ stage, region, options, blocks })];
  }

  #check(): void {
    const { provider, functions } = this.#osls.service;
    // What a function has of its own is read with the rest: no two of them give one name different values.
    const variables = Object.values(functions).reduce<Variables>(
      (all, { environment }) => ({ ...all, ...environment }),
      provider.environment,
    );
    const { faults, missing, unknown } = checkEnvironment(variables, provider.region);
    const isPackaging = this.#command === "package";
    this.#refuse([...this.#checkParameters(), ...faults, ...(isPackaging ? [] : missing)]);
    const { log } = this.#tools;
    for (const { path, message } of missing) log.warning(`${path} ${message}`);
    if (unknown.length > 0) {
      log.warning(
        `${unknown.join(", ")}: CloudFormation sets the value, which is not checked here`,
      );
    }
  }

  #refuse(faults: readonly Fault[]): void {
    if (faults.length === 0) return;
    const lines = faults.map(({ path, message }) => `${path} ${message}`);
    throw new this.#osls.classes.Error(
      ["Nothing was packaged:", ...lines].join("\n  "),
      "HEARTBEAT_RELAY_MISCONFIGURED",
    );
  }
}

/** Without `--` npm keeps these options for itself, and the defaults would be deployed. */
function findTakenByNpm(): Fault[] {
  return ["param", "stage", "region"]
    .filter((name) => process.env[`npm_config_${name}`] !== undefined)
    .map((name) => ({
      path: `--${name}`,
      message:
        "was taken by npm; write -- before the options, as in npm run deploy -- --stage prod",
    }));
}
