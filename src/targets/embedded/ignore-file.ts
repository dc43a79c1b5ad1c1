/**
 * Reads a `.dockerignore` into a test of slash-separated paths from the context's root. Knows comments, `!` exceptions,
 * `*`, `?` and `**`, and that a folder's pattern covers what is in it; the last pattern that matches decides.
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function parseIgnoreFile(text: string): (path: string) => boolean {
  const rules = text.split(/\r?\n/).flatMap((line) => {
    const pattern = line.trim();
    if (pattern === "" || pattern.startsWith("#")) return [];
    const exception = pattern.startsWith("!");
    return [{ ignored: !exception, expression: toExpression(exception ? pattern.slice(1) : pattern) }];
  });
  return (path) => rules.findLast(({ expression }) => expression.test(path))?.ignored ?? false;
}

function toExpression(pattern: string): RegExp {
  const trimmed = pattern.trim().replace(/^(?:\.?\/)+|\/+$/g, "");
  const body = trimmed.replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => wildcards[part] ?? `\\${part}`);
  return new RegExp(`^${body}(?:/.*)?$`);
}

const wildcards: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" };
