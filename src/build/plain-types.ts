import ts from "typescript";

/** No name of the package that a type comes from is left where its shape can be written. */
const asWritten = ts.NodeBuilderFlags.NoTruncation | ts.NodeBuilderFlags.InTypeAlias;

/**
 * Takes the schemas of a bundled package out of a module's declarations: what is inferred from a schema is written out,
 * and the schema itself, which no adopter can reach, is left out. An adopter then needs no copy of the package's types,
 * without which ours would silently be `any`. Whatever else mentions the package stays as it is, and so does its import.
 *
 * @param checker of the program whose declarations these are
 */
export function plainTypes(
  checker: ts.TypeChecker,
  packageName: string,
): ts.TransformerFactory<ts.SourceFile | ts.Bundle> {
  return ({ factory }) =>
    (file) => {
      if (!ts.isSourceFile(file)) return file;
      const imports = file.statements.filter((statement) => isImportOf(statement, packageName));
      const names = importedNames(imports);
      if (names.size === 0) return file;
      const plain = file.statements.flatMap((statement) =>
        imports.includes(statement) || !mentions(statement, names) ? [statement] : withoutSchema(statement, checker),
      );
      const stays = plain.some((statement) => !imports.includes(statement) && mentions(statement, names));
      const kept = stays ? plain : plain.filter((statement) => !imports.includes(statement));
      return factory.updateSourceFile(file, kept, true);
    };
}

function withoutSchema(statement: ts.Statement, checker: ts.TypeChecker): readonly ts.Statement[] {
  if (ts.isVariableStatement(statement)) return [];
  const own = ts.getOriginalNode(statement);
  if (!ts.isTypeAliasDeclaration(statement) || !ts.isTypeAliasDeclaration(own)) return [statement];
  const shape = checker.typeToTypeNode(checker.getTypeAtLocation(own.type), own, asWritten);
  if (shape === undefined) return [statement];
  const { modifiers, name, typeParameters } = statement;
  return [ts.factory.updateTypeAliasDeclaration(statement, modifiers, name, typeParameters, shape)];
}

function isImportOf(statement: ts.Statement, packageName: string): boolean {
  return (
    ts.isImportDeclaration(statement) &&
    ts.isStringLiteral(statement.moduleSpecifier) &&
    statement.moduleSpecifier.text === packageName
  );
}

function importedNames(imports: readonly ts.Statement[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  imports.forEach(visit);
  return found;
}

function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node) && names.has(node.text)) return true;
  return ts.forEachChild(node, (child) => mentions(child, names) || undefined) ?? false;
}
