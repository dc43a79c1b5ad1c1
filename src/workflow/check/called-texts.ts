import type { WorkflowText } from "./check-file.ts";

/** A workflow of the repository that another one calls. */
export interface CalledText {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: string;
}

/** Too much rather than too little: what is named without being called is only not looked at. */
const localWorkflow = /(?<![\w.])[.$]\/(\.github\/workflows\/[^\s"'#@/]+\.ya?ml)/g;

function namedIn(content: string): readonly string[] {
  return [...new Set([...content.matchAll(localWorkflow)].map(([, path = ""]) => path))];
}

/**
 * Gives each file the workflows of its repository that it calls, and those that they call.
 *
 * @param read the content of a workflow that is not among the texts; `undefined` where there is none
 * @returns in the same order; what calls nothing that is there is as it was
 */
export function withCalled(
  texts: readonly WorkflowText[],
  read: (path: string) => string | undefined = () => undefined,
): readonly WorkflowText[] {
  const contents = new Map<string, string | undefined>(texts.map(({ path, content }) => [path, content]));
  const contentOf = (path: string) => {
    if (!contents.has(path)) contents.set(path, read(path));
    return contents.get(path);
  };
  return texts.map((text) => {
    const called = closureOf(text, contentOf);
    return called.length === 0 ? text : { ...text, called };
  });
}

/** Sorted, so that the same files are the same question. */
function closureOf({ content }: WorkflowText, contentOf: (path: string) => string | undefined): readonly CalledText[] {
  const found = new Map<string, string>();
  const ahead = [...namedIn(content)];
  for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
    const called = found.has(path) ? undefined : contentOf(path);
    if (called === undefined) continue;
    found.set(path, called);
    ahead.push(...namedIn(called));
  }
  return [...found].map(([path, called]) => ({ path, content: called })).sort((a, b) => (a.path < b.path ? -1 : 1));
}
