import type { Use } from "./uses-of.ts";

const isOff = (value: unknown) => ["false", "no", "off", ""].includes(String(value).toLowerCase());
/** An expression may well switch it off for releases; GitHub's language has no way to tell from here. */
const isSet = (value: unknown) => value !== undefined && !isOff(value) && !String(value).includes("${{");

/**
 * Whether this use of an action restores a cache; by action where those of one repository differ, else by repository.
 * Those that save one alone are here too.
 */
const restorers: Readonly<Record<string, (inputs: Use["inputs"]) => boolean>> = {
  "actions/cache": ({ "lookup-only": lookup }) => String(lookup) !== "true",
  "actions/cache/save": () => false,
  // Since v5 it caches when package.json names a package manager, unless told not to.
  "actions/setup-node": ({ cache, "package-manager-cache": byItself }) =>
    isSet(cache) || (cache === undefined && (byItself === undefined || isSet(byItself))),
  "actions/setup-python": ({ cache }) => isSet(cache),
  "actions/setup-java": ({ cache }) => isSet(cache),
  "actions/setup-dotnet": ({ cache }) => isSet(cache),
  "actions/setup-go": ({ cache }) => cache === undefined || isSet(cache),
  "astral-sh/setup-uv": ({ "enable-cache": cache }) => cache === undefined || isSet(cache),
  "docker/build-push-action": ({ "cache-from": from }) => isSet(from) && /type=gha/.test(String(from)),
  "gradle/actions": ({ "cache-disabled": disabled }) => disabled === undefined || isOff(disabled),
  "oven-sh/setup-bun": ({ "no-cache": no }) => no === undefined || isOff(no),
  "ruby/setup-ruby": ({ "bundler-cache": cache }) => isSet(cache),
  "swatinem/rust-cache": ({ "lookup-only": lookup }) => String(lookup) !== "true",
};

export function restoresCache({ action = "", repository = "", inputs }: Use): boolean {
  return (restorers[action] ?? restorers[repository])?.(inputs) ?? false;
}
