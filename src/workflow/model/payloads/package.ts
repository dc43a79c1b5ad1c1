import { user } from "./repository.ts";

/** `tagName` need not exist while it is a draft. */
export const release = {
  id: "number",
  tagName: "text",
  targetCommitish: "text",
  name: "text",
  body: "text",
  draft: "boolean",
  prerelease: "boolean",
  htmlUrl: "text",
  uploadUrl: "text",
  tarballUrl: "text",
  author: user,
} as const;

/** What was published; `packageType` says for which registry. */
export const registryPackage = {
  id: "number",
  name: "text",
  namespace: "text",
  ecosystem: "text",
  packageType: "text",
  htmlUrl: "text",
} as const;

/** The version that was published or updated. */
export const packageVersion = { version: "text", name: "text", htmlUrl: "text" } as const;
