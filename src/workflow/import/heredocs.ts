/** A quoted here-document with an expression in it: the shell expands nothing there, so no variable can stand there. */
const quotedHeredoc =
  /<<(-?)[ \t]*(?:'([\w.-]+)'|"([\w.-]+)"|\\([A-Za-z_][\w.-]*))([^\n]*)\n([\s\S]*?\n)?([ \t]*)(\2|\3|\4)(?=\n|$)/g;

/** Escapes what an unquoted here-document would expand, except in the expressions themselves. */
function escapeBody(body: string): string {
  return body
    .split(/(\$\{\{[\s\S]*?\}\})/)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/[\\$`]/g, "\\$&")))
    .join("");
}

/**
 * The script with every quoted here-document that holds an expression unquoted, and its text escaped instead: the same
 * to the shell, and a variable can stand there.
 */
export function unquoteHeredocs(script: string): string {
  return script.replace(quotedHeredoc, (whole, dash: string, ...groups: readonly (string | undefined)[]) => {
    const [single, double, escaped, rest = "", body = "", indent = ""] = groups;
    const delimiter = single ?? double ?? escaped ?? "";
    return body.includes("${{") ? `<<${dash}${delimiter}${rest}\n${escapeBody(body)}${indent}${delimiter}` : whole;
  });
}
