import type { Canaries, CanaryName } from "../support/canaries.ts";
import { longestFirst, toCallerTexts } from "./caller-texts.ts";
import { createScan, type Leak, type Scan } from "../support/scan.ts";
import {
  answerEchoes,
  type CallerTexts,
  logEchoes,
  tableEchoes,
  throwEchoes,
  upstreamEchoes,
  withoutEchoes,
} from "./documented-echoes.ts";
import { parseJson, type Seen } from "./run.ts";

/** Where a secret was found. */
export type Finding = Leak & { readonly surface: string };

export type Judge = {
  /** The first secret that is where it does not belong. */
  readonly judge: (seen: Seen) => Finding | undefined;
  /** The same in text that no caller has a part in. */
  readonly judgeOutput: (output: string) => Finding | undefined;
};

/** `onEcho` hears of every place where a caller's own text brought a canary back, as documented. */
export function createJudge(canaries: Canaries, onEcho: (what: string) => void): Judge {
  const scan = createScan(canaries);
  const { key, hookKey, foreignKey, secretId, secretKey } = canaries;
  const scanForKeys = createScan({ key, hookKey, foreignKey });
  const scanForAllBut = (...known: readonly CanaryName[]) =>
    createScan(Object.fromEntries(Object.entries(canaries).filter(([name]) => !isIn(known, name))));
  // What signs is on its way to who checks it and nowhere else; the key it signs with is not even there.
  const places = {
    upstream: ["request to CLS", scanForAllBut("secretId", "token"), upstreamEchoes],
    table: ["request to the table", scanForAllBut("awsKeyId", "awsToken"), tableEchoes],
    proxy: ["request to the proxy", scanForAllBut("proxyPassword"), []],
  } as const;
  const note = (surface: string) => (place: string, text: string) => {
    if (!scan(text)) return;
    const what = scanForKeys(text) ? "a caller's key" : "a secret of the relay";
    onEcho(`${what}, put there by the caller, came back in the ${surface} at ${place}`);
  };
  const earlier: CallerTexts[] = [];
  return {
    judge(seen) {
      const ofRun = toCallerTexts(seen.sent, seen.upstream, [secretId, secretKey]);
      const bodies = [...earlier.map(({ body }) => body), ofRun.body].flat();
      const texts: CallerTexts = { ...ofRun, earlier: longestFirst(bodies) };
      // What a deadline has cut off may reach CLS during a later run.
      earlier.push(texts);
      const { answer, thrown, output } = seen;
      const told = answer ? { ...answer, body: readJson(answer.body) } : "";
      const lines = output.split("\n").map(readJson);
      const left = (surface: string, json: unknown, echoes: Echoes, own = texts) =>
        [surface, JSON.stringify(withoutEchoes(json, echoes, own, note(surface)))] as const;
      const back = [left("answer", told, answerEchoes), left("throw", thrown ?? "", throwEchoes)];
      const logged = lines.map((line) => left("log", line, logEchoes));
      const own = seen.upstream.length > 0 ? allOf(earlier) : texts;
      const sent = (place: keyof typeof places) => {
        const [surface, scanForOthers, echoes] = places[place];
        const told = seen[place].map(({ headers, body }) => ({ headers, body: readJson(body) }));
        return find(
          told.map((one) => left(surface, one, echoes, own)),
          scanForOthers,
        );
      };
      const found = find([...back, ...logged], scan);
      return found ?? sent("upstream") ?? sent("table") ?? sent("proxy");
    },
    judgeOutput: (output) => find([["start line", output]], scan),
  };
}

type Echoes = Parameters<typeof withoutEchoes>[1];

function find(
  surfaces: readonly (readonly [surface: string, text: string])[],
  scan: Scan,
): Finding | undefined {
  for (const [surface, text] of surfaces) {
    const leak = scan(text);
    if (leak) return { surface, ...leak };
  }
  return undefined;
}

function allOf(texts: readonly CallerTexts[]): CallerTexts {
  return {
    requestId: longestFirst(texts.flatMap(({ requestId }) => requestId)),
    body: longestFirst(texts.flatMap(({ body }) => body)),
    earlier: longestFirst(texts.flatMap(({ body }) => body)),
    quoted: texts.map(({ quoted }) => quoted).join("\n"),
  };
}

/** JSON where it is some; what is not is looked at as it stands. */
function readJson(text: string): unknown {
  return parseJson(text) ?? text;
}

function isIn(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
