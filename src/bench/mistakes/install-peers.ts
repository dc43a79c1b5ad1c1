import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** What is compared, at one version each, so that a table can be made again. */
export const peerVersions = {
  projen: "0.103.25",
  gagen: "0.4.0",
  "@github-actions-workflow-ts/lib": "2.6.0",
  "@github-actions-workflow-ts/actions": "2.6.0",
  constructs: "10.8.1",
  "@types/node": "24.19.2",
} as const;

/** Installs the peers into a folder of their own, with npm and the network. */
export function installPeers(folder: string): void {
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies: peerVersions }),
  );
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });
}
