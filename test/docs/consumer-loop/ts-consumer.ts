import type * as loop from "../../../examples/consumer-loop.ts";

/** Runs the reference loop as a process whose clock and worker are the stage's. */
const { STAGE_URL = "", CONSUMER = "", BEAT_URL = "", BEAT_KEY = "", TOPICS = "" } = process.env;
const { consume } = (await import(process.env["LOOP"] ?? "")) as typeof loop;

const ask = (action: string, body?: string) =>
  fetch(`${STAGE_URL}/${action}/${CONSUMER}`, body === undefined ? {} : { method: "POST", body });
const askNowMs = async () => Number(await (await ask("now")).text()) * 1000;

let nowMs = await askNowMs();
let busy = false;

await consume(
  {
    beatUrl: BEAT_URL,
    key: BEAT_KEY,
    instance: CONSUMER,
    none: JSON.parse(TOPICS) as loop.Topics,
    async hold(topics) {
      busy = (await ask("hold", JSON.stringify(topics))).status === 409;
    },
    isBusy: () => busy,
  },
  {
    leaseMs: 40_000,
    nowMs: () => nowMs,
    async wait(ms) {
      const { busy: stillBusy } = (await (await ask("sleep", `${ms / 1000}`)).json()) as Told;
      nowMs = await askNowMs();
      busy = stillBusy;
    },
  },
);

type Told = { readonly busy: boolean };
