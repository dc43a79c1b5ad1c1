import { defineAction } from "../../src/action/define-action.ts";
import {
  commitInput,
  digestInput,
  environmentInput,
  manifestInput,
  serviceInput,
  tokenInput,
  versionInput,
} from "../../src/action/delivery-inputs.ts";

export const definition = defineAction({
  name: "finish",
  title: "tidegate finish",
  description:
    "Gives a release that succeeded its next name: a release candidate, or the plain version with a GitHub release. Same digest, never a rebuild.",
  inputs: {
    service: serviceInput,
    environment: environmentInput,
    version: versionInput,
    digest: digestInput,
    commit: commitInput,
    manifest: manifestInput,
    token: tokenInput,
  },
  outputs: {
    version: "What the release is called now.",
    tag: "The git tag that says so.",
    "release-url": "Page of the GitHub release, empty when there is none.",
  },
  permissions: {
    contents: { level: "write", why: "tags and releases" },
    packages: { level: "write", why: "tags the image" },
  },
});
