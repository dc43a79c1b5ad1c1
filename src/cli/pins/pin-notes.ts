import type { Pin } from "../../workflow/pins/pin.ts";
import { ageInDays } from "../../workflow/pins/resolve-pin.ts";

/** Runtimes that GitHub runs no more, or will not much longer. @see https://github.blog/changelog/2025-09-19-deprecation-of-node-20-on-github-actions-runners/ */
const oldRuntimes = new Set(["node12", "node16", "node20"]);

const isPinned = (uses: string) => /@[0-9a-f]{40}$/.test(uses) || /^docker:\/\/.*@sha256:[0-9a-f]{64}$/.test(uses);

/** What somebody should know before relying on the pin; one line each. */
export function pinNotes(
  pin: Pin,
  { now, cooldownDays }: { readonly now: Date; readonly cooldownDays: number },
): readonly string[] {
  const { using = "", nested = [], releasedOn, action, version } = pin;
  const loose = nested.filter((uses) => !isPinned(uses));
  const age = releasedOn === undefined ? undefined : ageInDays(releasedOn, now);
  return [
    ...(oldRuntimes.has(using)
      ? [`${action} ${version} runs on ${using}, which GitHub retires. Look for a newer one.`]
      : []),
    ...(age !== undefined && age < cooldownDays
      ? [
          `${action} ${version} is ${age} days old. What is wrong with a release is mostly found within ${cooldownDays}.`,
        ]
      : []),
    ...(nested.length > 0 ? [`${action} ${version} itself uses ${nested.join(", ")}.`] : []),
    ...(loose.length > 0 ? [`Of these, this commit does not pin ${loose.join(", ")}.`] : []),
  ];
}
