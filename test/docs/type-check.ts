import { dirname, join } from "node:path";
import ts from "typescript";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import type { Snippet } from "./documents.ts";

/** A snippet as a module, after those before it on the page that it continues. */
export interface Module {
  readonly snippet: Snippet;
  readonly code: string;
}

export function toModules(snippets: readonly Snippet[]): readonly Module[] {
  const modules: Module[] = [];
  for (const snippet of snippets) {
    const before = snippet.remark === "continued" ? modules.at(-1) : undefined;
    modules.push({ snippet, code: before === undefined ? snippet.code : `${before.code}\n${snippet.code}` });
  }
  return modules;
}

/**
 * Type-checks all snippets in one program, as if each were a file beside this repository's own.
 *
 * @returns for each module what is wrong with it
 */
export function typeCheck(modules: readonly Module[]): ReadonlyMap<Module, readonly string[]> {
  const files = new Map(modules.map((module, index) => [join(repositoryRoot, `snippet-${index}.ts`), module]));
  const options: ts.CompilerOptions = {
    ...repositoryOptions(),
    noEmit: true,
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path)?.code ?? readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const own = files.get(path);
    return own === undefined
      ? getSourceFile(path, language, ...rest)
      : ts.createSourceFile(path, own.code, language, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return new Map([...files].map(([path, module]) => [module, problemsOf(program, path, module)]));
}

function repositoryOptions(): ts.CompilerOptions {
  const file = join(repositoryRoot, "tsconfig.json");
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, dirname(file)).options;
}

function problemsOf(program: ts.Program, path: string, { snippet, code }: Module): readonly string[] {
  const source = program.getSourceFile(path);
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  const linesBefore = code.split("\n").length - snippet.code.split("\n").length;
  return found.map(({ start = 0, messageText }) => {
    const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) - linesBefore + snippet.line;
    return `${snippet.document}:${line} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}
