import type { Target } from "../rollout/ports.ts";

/** Where users reach the service, as the target last said. */
export interface RememberedUrl {
  readonly url: string | undefined;
}

/**
 * The same target; what it says about its URL is kept for those who tell people about it.
 *
 * @param known what is known already
 */
export function rememberUrl(
  target: Target,
  known: string | undefined,
): { readonly target: Target; readonly seen: RememberedUrl } {
  const seen: { url: string | undefined } = { url: known };
  const remembering: Target = {
    capabilities: target.capabilities,
    read: () => target.read(),
    write: (record, expected) => target.write(record, expected),
    apply: (effect, fence) => target.apply(effect, fence),
    observe: async () => {
      const observation = await target.observe();
      seen.url = observation.url ?? seen.url;
      return observation;
    },
  };
  return { target: remembering, seen };
}
