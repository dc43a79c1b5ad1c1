import { defineAction } from "../../src/action/define-action.ts";
import { digestInput, manifestInput, serviceInput, tokenInput } from "../../src/action/delivery-inputs.ts";

export const definition = defineAction({
  name: "next-version",
  title: "tidegate next version",
  description:
    "Finds the next alpha version from the conventional commits since the last release, claims its git tag on this commit and gives the image the same tag.",
  inputs: { service: serviceInput, digest: digestInput, manifest: manifestInput, token: tokenInput },
  outputs: {
    version: "The version, for example 1.4.0-alpha.7.",
    tag: "The git tag, for example v1.4.0-alpha.7.",
    created: "true when this run claimed the version, false when an earlier try of the same commit had.",
  },
  permissions: {
    contents: { level: "write", why: "claims the git tag" },
    packages: { level: "write", why: "tags the image" },
  },
});
