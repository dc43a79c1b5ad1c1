/**
 * GitHub's own parser and language service; the only file that imports them, and itself imported only when something
 * is validated, since they take 80 ms to load. They import JSON without an import attribute, which plain Node refuses:
 * vitest inlines them, the published package bundles them, and from source `--import ./src/build/json-imports.mjs`.
 */
import type { ActionMetadata, ActionReference } from "@actions/languageservice/action";
import { registerLogger } from "@actions/languageservice/log";
import { clearCacheEntry } from "@actions/languageservice/utils/workflow-cache";
import { validate as validateDocument } from "@actions/languageservice/validate";
import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
  type WorkflowTemplate,
} from "@actions/workflow-parser";
import { ErrorPolicy } from "@actions/workflow-parser/model/convert";
import { TextDocument } from "vscode-languageserver-textdocument";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { cacheModeProblems, unknownCacheMode } from "./cache-mode.ts";
import type { Severity } from "./problem.ts";

/** What GitHub says of a file. */
export interface GitHubFinding {
  readonly severity: Severity;
  readonly message: string;
  /** From 1. */
  readonly line: number;
}

/**
 * What is known of an action's inputs, by `owner/name` or `owner/name/folder` and commit; `undefined` when nothing is,
 * and then its inputs are not checked.
 */
export type FindAction = (name: string, ref: string) => Omit<ActionMetadata, "name" | "description"> | undefined;

const errorSeverity = 1;

type Diagnostic = Awaited<ReturnType<typeof validateDocument>>[number];

function toMetadata({ owner, name, ref, path }: ActionReference, findAction: FindAction): ActionMetadata {
  const uses = [owner, name, ...(path === undefined ? [] : [path])].join("/");
  const known = findAction(uses, ref);
  return { name: uses, description: "", ...known };
}

const ignore = () => undefined;
/** The language service only logs what it could not do, and then finds nothing wrong; so its log has to be read. */
const failures: string[] = [];
registerLogger({ error: (message) => failures.push(message), warn: ignore, info: ignore, log: ignore });

/** How many files have been checked. */
let checked = 0;

/** The language service tells workflows and actions apart by their names. */
const uris = {
  workflow: (at: number) => `file:///.github/workflows/${at}.yml`,
  action: (at: number) => `file:///.github/actions/${at}/action.yml`,
} as const;

export type FileKind = keyof typeof uris;

/**
 * Parses, converts and checks a file as GitHub does; schema, expressions, `needs`, inputs of known actions.
 * @throws TidegateError when the language service itself failed, so that the file counts as unchecked, not as sound
 */
export async function checkWithGitHub(
  content: string,
  kind: FileKind,
  findAction: FindAction,
): Promise<readonly GitHubFinding[]> {
  // Documents are cached by URI: with the same one, a file that changed is answered with what was wrong before.
  const uri = uris[kind](++checked);
  const failuresBefore = failures.length;
  const diagnostics = await validateDocument(TextDocument.create(uri, "yaml", 0, content), {
    actionsMetadataProvider: { fetchActionMetadata: async (action) => toMetadata(action, findAction) },
  });
  clearCacheEntry(uri);
  if (failures.length > failuresBefore) {
    const told = failures.slice(failuresBefore).join("; ");
    throw new TidegateError("unsupported", `GitHub's language service could not check the file: ${told}`);
  }
  return diagnostics.flatMap(toFindings(content, kind));
}

/** What GitHub itself would not say of the file is left out. */
function toFindings(content: string, kind: FileKind): (diagnostic: Diagnostic) => readonly GitHubFinding[] {
  let problems: ReturnType<typeof cacheModeProblems> | undefined;
  return ({ severity = errorSeverity, message, range }) => {
    const told = typeof message === "string" ? message : message.value;
    const finding = {
      severity: severity === errorSeverity ? ("error" as const) : ("warning" as const),
      message: told,
      line: range.start.line + 1,
    };
    if (kind === "action" || told !== unknownCacheMode) {
      return [finding];
    }
    problems ??= cacheModeProblems(content);
    const wrong = problems(range.start);
    return wrong === undefined ? [] : [{ ...finding, message: wrong }];
  };
}

export interface ParsedForGitHub {
  /** `undefined` when the file could not be read at all. */
  readonly template: WorkflowTemplate | undefined;
  /** Each with its place in the file; when there is one, the template is not to be trusted. */
  readonly errors: readonly string[];
}

/** A workflow as GitHub's parser reads it: `needs`, and conditions with the `success()` that GitHub adds to them. */
export async function parseForGitHub(path: string, content: string): Promise<ParsedForGitHub> {
  const { context, value } = parseWorkflow({ name: path, content }, new NoOperationTraceWriter());
  const options = { errorPolicy: ErrorPolicy.TryConversion };
  const template = value ? await convertWorkflowTemplate(context, value, undefined, options) : undefined;
  const errors = context.errors.getErrors().map(({ message }) => message);
  return { template, errors: template || errors.length > 0 ? errors : [`${path} is empty.`] };
}
