import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../../src/build/repository-root.ts";

const folder = join(repositoryRoot, "docs/rules");

/** The page of a rule, with its two examples. */
export interface RulePage {
  readonly id: string;
  /** The line below the title: severity and origin. */
  readonly header: string;
  /** What is wrong, in a sentence. */
  readonly summary: string;
  readonly wrong: string;
  readonly right: string;
  /** Whether the wrong example is too long to be printed. */
  readonly isShortened: boolean;
  readonly sections: readonly string[];
}

function exampleBelow(title: string, text: string): RegExpExecArray | null {
  return new RegExp(`## ${title}\n\`\`\`(?:yaml|ts|sh|json)( shortened)?\n([\\s\\S]*?)\n\`\`\``).exec(text);
}

function readPage(file: string): RulePage {
  const text = readFileSync(join(folder, file), "utf8");
  const [title = "", header = "", , summary = ""] = text.split("\n");
  const wrong = exampleBelow("Wrong", text);
  return {
    id: title.replace(/^# /, ""),
    header,
    summary,
    wrong: wrong?.[2] ?? "",
    right: exampleBelow("Right", text)?.[2] ?? "",
    isShortened: wrong?.[1] !== undefined,
    sections: [...text.matchAll(/^## (.*)$/gm)].map(([, section = ""]) => section),
  };
}

const pages: readonly RulePage[] = readdirSync(folder)
  .filter((file) => !["README.md", "model.md"].includes(file))
  .map(readPage);

const isOfModel = ({ header }: RulePage) => header.endsWith("told before there is a file");

/** The pages of what is found in a file. */
export const rulePages: readonly RulePage[] = pages.filter((page) => !isOfModel(page));
/** The pages of what is found while there is no file yet. */
export const modelPages: readonly RulePage[] = pages.filter(isOfModel);
