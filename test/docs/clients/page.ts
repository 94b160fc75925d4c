import { read, section, table } from "../../support/markdown.ts";

/** One client of docs/clients.md: a file of examples/clients, or what is fenced under its heading. */
export type Snippet = { readonly heading: string; readonly blocks: readonly string[] };

export type Choice = {
  readonly heading: string;
  /** A file, or a heading of the page. */
  readonly target: string;
  /** What the page says about when the tests run it. */
  readonly run: string;
};

const page = read("docs/clients.md");

/** What the page offers, in its order. */
export function readChoices(): Choice[] {
  return table(section(page, "Which one to take")).map(([, link = "", run = ""]) => {
    const [, heading = "", target = ""] = /^\[(.+)\]\((.+)\)$/.exec(link) ?? [];
    return { heading, target, run };
  });
}

export function readSnippets(): Snippet[] {
  return readChoices().map(({ heading, target }) => {
    const blocks = target.startsWith("#") ? fencesUnder(heading) : [read(`docs/${target}`)];
    return { heading, blocks };
  });
}

function fencesUnder(heading: string): string[] {
  const text = page.split(/^## (?=.+$)/m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  return [...text.matchAll(/^```\w+\n([^]*?)^```$/gm)].map(([, code = ""]) => code);
}
