import { downloadArtifact, uploadArtifact } from "./artifacts.ts";
import { buildPush } from "./build-push.ts";
import { checkout } from "./checkout.ts";
import type { StandIn } from "./stand-in.ts";

const omitted =
  (what: string): StandIn =>
  async () => ({ says: what });

/** Remote actions that a rehearsal can stand in for, by `owner/name`. Any other is an error, never a silent success. */
export const standIns: Readonly<Record<string, StandIn>> = {
  "actions/checkout": checkout,
  "actions/upload-artifact": uploadArtifact,
  "actions/download-artifact": downloadArtifact,
  "docker/build-push-action": buildPush,
  "actions/setup-node": omitted(
    `uses the Node of this machine, ${process.version}; the asked version was not installed`,
  ),
  "docker/setup-buildx-action": omitted("no builder was started; the image stand-in needs none"),
  "docker/login-action": omitted("did not log in; the rehearsal's registry is on this machine and asks nobody"),
  "actions/attest": omitted("made no attestation; that needs GitHub's OIDC token"),
  "actions/cache": omitted("restored nothing"),
  "step-security/harden-runner": omitted("does not watch or block connections here"),
};
