import { join } from "node:path";
import type { Release } from "../../release/release.ts";
import { ArmRun } from "./arm-run.ts";
import type { ArmSettings } from "./arm-settings.ts";
import { getUnpacked } from "./bundle-store.ts";
import { gatePaths } from "./embedded-paths.ts";
import { serviceEnvironment } from "./service-environment.ts";

export interface GatePlace {
  readonly home: string;
  readonly environment: string;
  readonly service: string;
}

/**
 * Starts a release that lies unpacked on this machine; it needs no registry.
 *
 * @throws TidegateError `not-found` when it is not unpacked, or needs a service that does not run here
 */
export function startArm(place: GatePlace, release: Release, settings: ArmSettings, onProcess: () => void): ArmRun {
  const { config, root } = getUnpacked(place.home, release.digest);
  return new ArmRun({
    release,
    settings,
    command: config.Cmd,
    workingDirectory: join(root, config.WorkingDir),
    env: serviceEnvironment({ ...place, version: release.version, config, settings }),
    logs: gatePaths(place.home, place.environment, place.service).logs,
    onProcess,
  });
}
