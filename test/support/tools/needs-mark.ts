const mark = " [needs ";

/** The title of tests that are not run, with the tool that they lack: Jest's reporters get nothing but titles. */
export function markNeed(title: string, tool: string): string {
  return `${title}${mark}${tool}]`;
}

/** Both again, from such a title. */
export function readNeed(
  title: string,
): { readonly title: string; readonly tool: string } | undefined {
  const at = title.lastIndexOf(mark);
  if (at < 0 || !title.endsWith("]")) return undefined;
  return { title: title.slice(0, at), tool: title.slice(at + mark.length, -1) };
}
