import type { ActionSource } from "./action-source.ts";
import { omit } from "./omit.ts";
import type { Pin } from "./pin.ts";
import { describeMoved, PinError } from "./pin-error.ts";
import { repositoryOf } from "./resolve-pin.ts";

/**
 * The pin, with the promise that its commit is the one its tag has.
 * @throws PinError when the tag is elsewhere, or nowhere
 * @throws TidegateError when the source cannot be read
 */
export async function verifyPin(pin: Pin, source: ActionSource): Promise<Pin> {
  const { action, version, sha } = pin;
  const found = await source.findTag(repositoryOf(action), version);
  if (found?.sha !== sha) {
    throw new PinError([describeMoved(action, version, { pinned: sha, seen: found?.sha })]);
  }
  return omit(pin, ["unverified"]);
}
