import { answer, type HttpAnswer } from "./http-answer.ts";

/** A short page for people: a title, and rows of a name and a text. */
export type Page = {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, text: string])[];
};

/** The page as HTML or as text. */
export function page({ title, rows }: Page, asHtml: boolean): HttpAnswer {
  const headers = (type: string) => ({ "Content-Type": `${type}; charset=utf-8`, Vary: "Accept" });
  if (!asHtml) {
    const lines = rows.map(([name, text]) => `${name}: ${text}\n`);
    return answer(200, `${title}\n\n${lines.join("")}`, headers("text/plain"));
  }
  const list = rows.map(([name, text]) => `<dt>${escape(name)}</dt><dd>${escape(text)}</dd>`);
  const head = `<meta charset="utf-8"><title>${escape(title)}</title>`;
  const body = `<h1>${escape(title)}</h1><dl>${list.join("")}</dl>`;
  return answer(200, `<!doctype html><html lang="en">${head}${body}</html>`, headers("text/html"));
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
