import { resolve } from "node:path";
import { connect } from "../../connect/connect.ts";
import { getEnvironment, getService } from "../../connect/find-settings.ts";
import { loadManifest } from "../../connect/load-manifest.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";
import type { Manifest } from "../../manifest/manifest.ts";
import { type Status, toStatus, unknownStatus } from "../../report/status.ts";

export interface Wanted {
  /** @default all */
  readonly environment?: string | undefined;
  /** @default all */
  readonly service?: string | undefined;
  readonly manifest: string;
}

type Place = Pick<Status, "service" | "environment">;

/**
 * @returns a function that looks once at every place that is asked for, in the manifest's order
 * @throws TidegateError `not-found` when the manifest has no such service or environment
 */
export async function statusReader({ environment, service, manifest }: Wanted): Promise<() => Promise<Status[]>> {
  const loaded = await loadManifest(resolve(manifest));
  const places = placesIn(loaded, service, environment);
  const targets = places.map((place) => ({ place, ...connect({ manifest: loaded, ...place, env: process.env }) }));
  return () =>
    Promise.all(
      targets.map(async ({ place, target, clock }) => {
        try {
          return toStatus(place, (await target.read())?.record, clock.nowMs());
        } catch (error) {
          if (!(error instanceof TidegateError)) throw error;
          return unknownStatus(place, error.message);
        }
      }),
    );
}

function placesIn(manifest: Manifest, service: string | undefined, environment: string | undefined): Place[] {
  const services = service === undefined ? manifest.services : [getService(manifest, service)];
  const places = services.flatMap(({ name, environments }) =>
    environments.map((one) => ({ service: name, environment: one.name })),
  );
  const wanted = environment === undefined ? places : places.filter((place) => place.environment === environment);
  // No service has it: the first one's environments are named in the message.
  if (wanted.length === 0 && services[0] !== undefined) getEnvironment(services[0], environment ?? "");
  return wanted;
}
