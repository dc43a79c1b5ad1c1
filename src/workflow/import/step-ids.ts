import type { Fields } from "../check/workflow-view.ts";

const longestId = 40;

function slug(text: string): string {
  const words = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/\$\{\{.*?\}\}/gs, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
  const cut = words.slice(0, longestId).replace(words.length > longestId ? /-[^-]*$/ : /$^/, "");
  return cut.replace(/^[^a-z]+|-+$/g, "");
}

function firstCommand(script: string): string {
  const line = script.split("\n").find((text) => /^[A-Za-z./]/.test(text.trim())) ?? "";
  return line.trim().split(/\s+/).slice(0, 3).join(" ");
}

function wish({ name, uses, run }: Fields): string {
  const fromName = typeof name === "string" ? slug(name) : "";
  if (fromName !== "") {
    return fromName;
  }
  if (typeof uses === "string") {
    return slug(
      (uses.split("@")[0] ?? "")
        .replace(/^docker:\/\//, "")
        .split("/")
        .filter(Boolean)
        .at(-1) ?? "",
    );
  }
  return slug(firstCommand(String(run ?? "")));
}

/** An id for every step: its own, else one from its name, its action or its command, which no other has. */
export function stepIds(steps: readonly Fields[]): readonly string[] {
  const given = steps.flatMap(({ id }) => (typeof id === "string" ? [id.toLowerCase()] : []));
  const taken = new Set(given);
  return steps.map((fields) => {
    if (typeof fields.id === "string") {
      return fields.id;
    }
    const wanted = wish(fields) || "step";
    const numbered = (count: number): string => {
      const id = count === 1 ? wanted : `${wanted}-${count}`;
      return taken.has(id) ? numbered(count + 1) : id;
    };
    const id = numbered(1);
    taken.add(id);
    return id;
  });
}
