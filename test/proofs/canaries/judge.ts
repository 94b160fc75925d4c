import type { Canaries } from "../support/canaries.ts";
import { createScan, type Leak, type Scan } from "../support/scan.ts";
import {
  answerEchoes,
  type CallerTexts,
  collectTexts,
  logEchoes,
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
  const { secretId, secretKey, token, ...keys } = canaries;
  const scanForKeys = createScan(keys);
  // What signs a heartbeat is on its way to CLS and nowhere else; the key it signs with is not even there.
  const scanForOthers = createScan({ secretKey, ...keys });
  const note = (surface: string) => (place: string, text: string) => {
    if (!scan(text)) return;
    const what = scanForKeys(text) ? "a caller's key" : "a secret of the relay";
    onEcho(`${what}, put there by the caller, came back in the ${surface} at ${place}`);
  };
  const earlier: CallerTexts[] = [];
  return {
    judge(seen) {
      const texts = toCallerTexts(seen);
      // What a deadline has cut off may reach CLS during a later run.
      earlier.push(texts);
      const { answer, thrown, output, upstream } = seen;
      const told = answer ? { ...answer, body: readJson(answer.body) } : "";
      const lines = output.split("\n").map(readJson);
      const sent = upstream.map(({ headers, body }) => ({ headers, body: readJson(body) }));
      const left = (surface: string, json: unknown, echoes: Echoes, own = texts) =>
        [surface, JSON.stringify(withoutEchoes(json, echoes, own, note(surface)))] as const;
      const back = [left("answer", told, answerEchoes), left("throw", thrown ?? "", throwEchoes)];
      const logged = lines.map((line) => left("log", line, logEchoes));
      const own = sent.length > 0 ? allOf(earlier) : texts;
      const out = sent.map((one) => left("request to CLS", one, upstreamEchoes, own));
      return find([...back, ...logged], scan) ?? find(out, scanForOthers);
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
  const longestFirst = (all: readonly string[]) => [...all].sort((a, b) => b.length - a.length);
  return {
    requestId: longestFirst(texts.flatMap(({ requestId }) => requestId)),
    body: longestFirst(texts.flatMap(({ body }) => body)),
  };
}

/** JSON where it is some; what is not is looked at as it stands. */
function readJson(text: string): unknown {
  return parseJson(text) ?? text;
}

function toCallerTexts({ sent }: Seen): CallerTexts {
  const { headers = {}, body = "" } = sent;
  const ids = Object.entries(headers).filter(([name]) => name.toLowerCase() === "x-request-id");
  return { requestId: ids.map(([, value]) => value), body: collectTexts(parseJson(body)) };
}
