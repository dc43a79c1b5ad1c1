const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it may stand in an element or a quoted attribute. Characters that turn the direction of text or hide are left out. */
export function escapeHtml(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, " ").replace(/[&<>"']/g, (character) => references[character] ?? "");
}
