import { fieldsOf, type JobView, type Path } from "../check/workflow-view.ts";
import type { PolicyRule } from "./rule.ts";

function imagesOf({ path, fields }: JobView): readonly { readonly path: Path; readonly image: unknown }[] {
  const container = typeof fields.container === "string" ? fields.container : fieldsOf(fields.container).image;
  const services = Object.entries(fieldsOf(fields.services)).map(([name, service]) => ({
    path: [...path, "services", name, "image"],
    image: fieldsOf(service).image,
  }));
  return [{ path: [...path, "container"], image: container }, ...services];
}

export const pinnedImages: PolicyRule = {
  id: "pinned-images",
  severity: "error",
  check: ({ jobs }) =>
    jobs
      .flatMap(imagesOf)
      .filter(
        ({ image }) => typeof image === "string" && !image.includes("${{") && !/@sha256:[0-9a-f]{64}$/.test(image),
      )
      .map(({ path, image }) => ({
        path,
        message: `The tag of ${image} can be moved. Add its digest: ${image}@sha256:…`,
      })),
};
