import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../../src/manifest/manifest.ts";
import { ImageRegistry } from "../../src/registry/index.ts";
import { type CommitSha, type Digest, digestSchema } from "../../src/release/release.ts";
import { type GithubServer, startGithubServer } from "../../src/testing/github-server.ts";
import { type RegistryServer, startRegistryServer } from "../../src/testing/registry-server.ts";
import { GitFixture } from "../testing/git-fixture.ts";
import { type ActionRun, runAction } from "./run-action.ts";

const environment = (
  name: string,
  channel: "alpha" | "rc" | "stable",
): Manifest["services"][number]["environments"][number] => ({
  name,
  target: { kind: "embedded", port: 0, instances: 1, env: {}, healthPath: "/healthz", drainMs: 100 },
  strategy: { kind: "recreate", bakeMs: 0 },
  limits: { readyTimeoutMs: 5_000, maxHoldMs: 5_000, leaseMs: 5_000, pollMs: 200 },
  judge: { alpha: 0.05, riskRatio: 1.5, minRequests: 1, detectRatio: 2 },
  metrics: { kind: "target" },
  automatic: channel === "alpha",
  production: channel === "stable",
  channel,
});

/** A repository that adopted tidegate, with GitHub and a registry on the loopback interface. */
export class DeliveryFixture {
  readonly git: GitFixture;
  readonly github: GithubServer;
  readonly registry: RegistryServer;
  readonly #client: ImageRegistry;

  private constructor(git: GitFixture, github: GithubServer, registry: RegistryServer) {
    this.git = git;
    this.github = github;
    this.registry = registry;
    this.#client = new ImageRegistry({ mirrors: { "ghcr.io": registry.url } });
    writeFileSync(join(git.directory, "delivery.json"), JSON.stringify(this.manifest));
  }

  static async start(): Promise<DeliveryFixture> {
    const git = new GitFixture();
    const github = await startGithubServer({ repository: "acme/info", gitDirectory: git.directory, token: "t0ken" });
    return new DeliveryFixture(git, github, await startRegistryServer());
  }

  get manifest(): Manifest {
    const environments = [
      environment("dev", "alpha"),
      environment("staging", "rc"),
      environment("production", "stable"),
    ];
    const service = { name: "info", directory: ".", image: "ghcr.io/acme/info", tagPrefix: "v" };
    return { schema: 1, generator: "0.1.0", services: [{ ...service, objectives: [], environments, notify: [] }] };
  }

  /** Pushes an image that is like no other with another `content`. */
  async pushImage(content: string): Promise<Digest> {
    const config = Buffer.from(JSON.stringify({ config: { Labels: { content } } }));
    const digest = digestSchema.parse(`sha256:${createHash("sha256").update(config).digest("hex")}`);
    await this.#client.putBlob("ghcr.io/acme/info", config);
    const mediaType = "application/vnd.oci.image.manifest.v1+json";
    const descriptor = { mediaType: "application/vnd.oci.image.config.v1+json", digest, size: config.length };
    const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config: descriptor, layers: [] }));
    return this.#client.putManifest("ghcr.io/acme/info", manifest, mediaType);
  }

  async imageTags(): Promise<Record<string, Digest | undefined>> {
    const names = [...(await this.#client.listTags("ghcr.io/acme/info"))].sort();
    const pairs = names.map(async (name) => [name, await this.#client.findDigest("ghcr.io/acme/info", name)] as const);
    return Object.fromEntries(await Promise.all(pairs));
  }

  run(
    action: string,
    inputs: Readonly<Record<string, string>>,
    options: { readonly commit?: CommitSha; readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<ActionRun> {
    return runAction(
      action,
      { service: "info", manifest: join(this.git.directory, "delivery.json"), token: "t0ken", ...inputs },
      {
        GITHUB_API_URL: this.github.url,
        GITHUB_REPOSITORY: "acme/info",
        GITHUB_SHA: options.commit ?? this.git.head(),
        TIDEGATE_REGISTRY_MIRRORS: JSON.stringify({ "ghcr.io": this.registry.url }),
        TIDEGATE_HOME: join(this.git.directory, ".git", "tidegate-home"),
        ...options.env,
      },
    );
  }

  async stop(): Promise<void> {
    await this.github.close();
    await this.registry.close();
    this.git.remove();
  }
}
