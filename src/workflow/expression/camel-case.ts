/** `persist-credentials` → `persistCredentials`, as {@link camelCase} does at run time. */
export type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${CamelCase<Head>}${Capitalize<CamelCase<Tail>>}`
  : Name extends `${infer Head}_${infer Tail}`
    ? `${Head}${Capitalize<CamelCase<Tail>>}`
    : Name;

/** The name a value has in TypeScript, for the name it has in an `action.yml`: dashes and underscores join words. */
export function camelCase<const Name extends string>(name: Name): CamelCase<Name>;
export function camelCase(name: string): string {
  return name.replace(/[-_]+(.?)/g, (_, letter: string) => letter.toUpperCase());
}
