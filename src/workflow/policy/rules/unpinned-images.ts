import { fieldsOf, type JobView, type Path } from "../../check/workflow-view.ts";
import type { PolicyRule } from "../rule.ts";

function imagesOf({ path, fields }: JobView): readonly { readonly path: Path; readonly image: unknown }[] {
  const container = typeof fields.container === "string" ? fields.container : fieldsOf(fields.container).image;
  const services = Object.entries(fieldsOf(fields.services)).map(([name, service]) => ({
    path: [...path, "services", name, "image"],
    image: fieldsOf(service).image,
  }));
  return [{ path: [...path, "container"], image: container }, ...services];
}

function toMessage(image: string): string {
  const hasTag = /:[^/]+$/.test(image);
  const told =
    hasTag && !image.endsWith(":latest") ? `The tag of ${image} can be moved` : `${image} is whatever is newest`;
  return `${told}. Add its digest: ${image}@sha256:…`;
}

/** A tag can be moved by its owner, or by whoever took their account; a digest is the content itself. */
export const unpinnedImages: PolicyRule = {
  id: "unpinned-images",
  severity: "error",
  appliesTo: "workflows",
  origin: "zizmor",
  check: ({ jobs }) =>
    jobs
      .flatMap(imagesOf)
      .flatMap(({ path, image }) => (typeof image === "string" && image !== "" ? [{ path, image }] : []))
      .filter(({ image }) => !image.includes("${{") && !/@sha256:[0-9a-f]{64}$/.test(image))
      .map(({ path, image }) => ({ path, message: toMessage(image) })),
};
