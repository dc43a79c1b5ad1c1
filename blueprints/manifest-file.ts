import { JsonFile, type Project } from "projen";
import { type Manifest, manifestPath } from "../src/manifest/manifest.ts";

/** `.tidegate/delivery.json`: what blueprints hand to the actions. Without projen's marker, which its schema refuses. */
export class ManifestFile extends JsonFile {
  constructor(project: Project, manifest: () => Manifest) {
    super(project, manifestPath, { obj: manifest, marker: false, newline: true });
  }
}
