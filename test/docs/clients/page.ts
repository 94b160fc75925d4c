import { read } from "../../support/markdown.ts";

/** One snippet of docs/clients.md: what stands in the fences under a heading. */
export type Snippet = { readonly heading: string; readonly blocks: readonly string[] };

/** Every section that has a fence, in the order of the page. */
export function readSnippets(text = read("docs/clients.md")): Snippet[] {
  const sections = text.split(/^## (?=.+$)/m).slice(1);
  return sections.flatMap((section) => {
    const [heading = ""] = section.split("\n", 1);
    const blocks = [...section.matchAll(/^```\w+\n([^]*?)^```$/gm)].map(([, code = ""]) => code);
    return blocks.length > 0 ? [{ heading, blocks }] : [];
  });
}
