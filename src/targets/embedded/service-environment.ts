import { readFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { TidegateError } from "../../errors/tidegate-error.ts";
import type { ArmSettings } from "./arm-settings.ts";
import type { BundleConfig } from "./bundle-image.ts";
import { gatePaths } from "./embedded-paths.ts";
import { gateInfoSchema } from "./gate-protocol.ts";

export interface ServiceEnvironmentOptions {
  readonly home: string;
  readonly environment: string;
  readonly service: string;
  readonly version: string;
  readonly config: BundleConfig;
  readonly settings: ArmSettings;
}

/**
 * Environment of a service's processes: the image's, over it the manifest's, over it VERSION and HOST (each start adds
 * its PORT). Of the gate's own environment only PATH goes in, so nothing secret can leak from whoever started it.
 *
 * @throws TidegateError `not-found` when a value is the URL of a service that does not run in this environment
 */
export function serviceEnvironment(options: ServiceEnvironmentOptions): Readonly<Record<string, string>> {
  const { config, settings, version } = options;
  const fromImage = config.Env.map((entry) => {
    const split = entry.indexOf("=");
    return [entry.slice(0, split), entry.slice(split + 1)] as const;
  });
  const fromManifest = Object.entries(settings.env).map(
    ([name, value]) => [name, typeof value === "string" ? value : siblingUrl(name, value.urlOf, options)] as const,
  );
  // The image's PATH names the container's folders, which do not exist here.
  const path = [dirname(process.execPath), process.env.PATH].filter(Boolean).join(delimiter);
  return { ...Object.fromEntries([...fromImage, ...fromManifest]), PATH: path, VERSION: version, HOST: "127.0.0.1" };
}

function siblingUrl(name: string, sibling: string, options: ServiceEnvironmentOptions): string {
  const { home, environment, service } = options;
  try {
    const text = readFileSync(gatePaths(home, environment, sibling).gate, "utf8");
    return gateInfoSchema.parse(JSON.parse(text)).publicUrl;
  } catch (cause) {
    throw new TidegateError(
      "not-found",
      `${service} needs the URL of ${sibling} in ${environment} (its ${name}), and ${sibling} does not run there. Deploy ${sibling} to ${environment} first.`,
      { cause },
    );
  }
}
