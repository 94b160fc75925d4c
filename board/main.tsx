import { render } from "preact";
import { App, type View } from "./app.tsx";
import { ask, type Heard } from "./ask.ts";
import { createPoll } from "./poll.ts";
import { countStates, toSpan } from "./words.ts";

const keptAs = "heartbeat-relay-key";
const place = document.getElementById("board");
const base = location.pathname.replace(/\/board\/?$/, "");
const title = document.title;

let key = sessionStorage.getItem(keptAs) ?? "";
let view: View = { asksForKey: false, hasKey: key !== "", words: "" };

const poll = createPoll({
  ask: (signal) => ask(base, key, signal),
  tell: (heard, againMs) => {
    show(toView(heard, againMs));
  },
});

function toView(heard: Heard, againMs = 0): Partial<View> {
  if (heard.kind === "snapshot") return { snapshot: heard.snapshot, asksForKey: false, words: "" };
  if (heard.kind === "failed")
    return { words: `${heard.words} The board asks again in ${toSpan(againMs)}.` };
  const isFirst = key === "";
  forget();
  return { ...noKey, words: isFirst ? "" : heard.words };
}

const noKey = { asksForKey: true, hasKey: false, snapshot: undefined };

function forget(): void {
  key = "";
  sessionStorage.removeItem(keptAs);
}

function show(change: Partial<View>): void {
  view = { ...view, ...change };
  const counts = countStates(view.snapshot?.consumers ?? []);
  const urgent = counts.filter(([state]) => ["expired", "contested", "late"].includes(state));
  document.title = [...urgent.map(([state, count]) => `${count} ${state}`), title].join(" · ");
  if (place) render(<App {...{ view, base, onKey, onForget }} />, place);
}

function onKey(typed: string): void {
  key = typed;
  sessionStorage.setItem(keptAs, key);
  show({ hasKey: true, words: "" });
  poll.start();
}

function onForget(): void {
  poll.stop();
  forget();
  show({ ...noKey, words: "" });
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) poll.stop();
  else if (!view.asksForKey) poll.start();
});
show({});
poll.start();
