import { z } from "zod";
import { declared } from "./declared.ts";
import { stages } from "./stage-schema.ts";
import {
  command,
  durationMs,
  matching,
  name,
  percent,
  properRatio,
  relativePath,
  secretName,
  serviceDirectory,
  variableName,
} from "./units.ts";

const objective = z.discriminatedUnion(
  "kind",
  [
    declared("availability", properRatio),
    declared("latency", z.strictObject({ under: durationMs, target: properRatio })),
  ],
  'write availability("99.9%") or latency({ under: "50ms", target: "95%" })',
);

const toolchain = z.discriminatedUnion(
  "kind",
  [
    declared(
      "node",
      z.strictObject({
        version: matching(/^[0-9][0-9.x]*$/, 'a version of Node such as "24"').optional(),
        install: command.optional(),
        lint: command.optional(),
        test: command.optional(),
        report: relativePath.optional(),
      }),
    ),
    declared(
      "commands",
      z.strictObject({ setup: command.optional(), lint: command, test: command, report: relativePath }),
    ),
  ],
  "write node() or commands({ lint, test, report })",
);

const channelBase = { name: name.optional(), progress: z.boolean().optional() };
const channel = z.discriminatedUnion(
  "kind",
  [
    declared(
      "slack",
      z
        .strictObject({
          ...channelBase,
          webhook: secretName.optional(),
          token: secretName.optional(),
          channel: matching(/^[CGD][A-Z0-9]{6,}$/, 'the id of the channel, such as "C0123456789"').optional(),
        })
        .refine(
          ({ webhook, token, channel }) => (webhook === undefined) !== (token === undefined && channel === undefined),
          {
            error: "needs either `webhook`, or `token` and `channel`",
          },
        )
        .refine(
          ({ webhook, token, channel }) => webhook !== undefined || (token === undefined) === (channel === undefined),
          {
            error: "needs `token` and `channel` together",
          },
        ),
    ),
    declared("webhook", z.strictObject({ ...channelBase, url: secretName, signingKey: secretName.optional() })),
  ],
  'write slack({ webhook: "NAME_OF_A_SECRET" }) or webhook({ url: "NAME_OF_A_SECRET" })',
);

const image = z.strictObject({
  registry: matching(
    /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/,
    'a registry and owner in lower case, without scheme or slash at the end, such as "ghcr.io/acme"',
  ),
  port: z.number().int().min(1).max(65_535),
  dockerfile: relativePath.optional(),
  platforms: z
    .array(matching(/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/, 'a platform such as "linux/amd64"'))
    .min(1, 'is empty; write ["linux/amd64"], or leave it out')
    .optional(),
  login: z.strictObject({ username: secretName, password: secretName }).optional(),
});

const integration = z.strictObject({
  command: command.optional(),
  after: z.string().optional(),
  env: z.record(variableName, z.string()).optional(),
  results: relativePath.optional(),
});

/** What is wrong inside of an object is said there. */
function neitherOptionsNorFalse({ input }: { readonly input?: unknown }): string | undefined {
  return typeof input === "object" ? undefined : "is neither false nor options; write false, or { command: … }";
}

const watchdog = z.strictObject(
  { schedule: matching(/^\S+( \S+){4}$/, 'five fields, such as "*/15 * * * *"') },
  { error: ({ code }) => (code === "invalid_type" ? 'write { schedule: "*/15 * * * *" }' : undefined) },
);

/** The options of `ContainerService` as written: texts become numbers, but nothing is filled in. */
export const containerServiceOptions = z.strictObject({
  service: name,
  directory: serviceDirectory.optional(),
  toolchain,
  image,
  objectives: z.array(objective).min(1, 'is empty; promise something, such as availability("99.9%")'),
  environments: stages,
  notify: z.array(channel).optional(),
  coverage: percent.refine((value) => value <= 100, { error: "is more than 100 %" }).optional(),
  integration: z.union([z.literal(false), integration], { error: neitherOptionsNorFalse }).optional(),
  attestations: z.boolean().optional(),
  branch: matching(/^[A-Za-z0-9][\w./-]*$/, 'a branch name such as "main"').optional(),
  synth: z.strictObject({ install: command.optional(), command: command.optional() }).optional(),
  watchdog: watchdog.optional(),
});
export type ParsedOptions = z.output<typeof containerServiceOptions>;
