/** What a registry asks for in `WWW-Authenticate`. https://distribution.github.io/distribution/spec/auth/token/ */
export type RegistryChallenge =
  | { readonly kind: "basic" }
  | {
      readonly kind: "bearer";
      readonly realm: string;
      readonly service: string | undefined;
      readonly scope: string | undefined;
    };

/** Understands the Basic and Bearer schemes; anything else is `undefined`. */
export function parseRegistryChallenge(header: string | null): RegistryChallenge | undefined {
  const [, scheme = "", rest = ""] = header?.match(/^\s*([A-Za-z]+)\s*(.*)$/s) ?? [];
  if (scheme.toLowerCase() === "basic") return { kind: "basic" };
  if (scheme.toLowerCase() !== "bearer") return undefined;
  const parameters = new Map(
    [...rest.matchAll(/([a-zA-Z_]+)\s*=\s*"((?:[^"\\]|\\.)*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  const realm = parameters.get("realm");
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  return { kind: "bearer", realm, service: parameters.get("service"), scope: parameters.get("scope") };
}
