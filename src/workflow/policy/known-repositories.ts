/**
 * Repositories of actions that their owners have archived, in lower case, with what to use instead. Each page says
 * "This repository was archived by the owner". Not all there are: those that are met most.
 */
export const archivedRepositories: ReadonlyMap<string, string> = new Map([
  ["actions-rs/audit-check", "rustsec/audit-check"],
  ["actions-rs/cargo", "cargo in a run step"],
  ["actions-rs/clippy-check", "cargo clippy in a run step"],
  ["actions-rs/toolchain", "rustup in a run step"],
  ["actions/create-release", "gh release create"],
  ["actions/setup-elixir", "erlef/setup-beam"],
  ["actions/setup-haskell", "haskell-actions/setup"],
  ["actions/setup-ruby", "ruby/setup-ruby"],
  ["actions/upload-release-asset", "gh release upload"],
  ["azure/container-scan", "anchore/scan-action"],
  ["tibdex/github-app-token", "actions/create-github-app-token"],
]);

/** Actions that do what a tool on GitHub's runners does, in lower case, with that tool. */
export const superfluousRepositories: ReadonlyMap<string, string> = new Map([
  ["actions-ecosystem/action-add-labels", "gh issue edit --add-label"],
  ["actions-ecosystem/action-remove-labels", "gh issue edit --remove-label"],
  ["addnab/docker-run-action", "docker run"],
  ["dacbd/create-issue-action", "gh issue create"],
  ["dtolnay/rust-toolchain", "rustup toolchain install"],
  ["elgohr/github-release-action", "gh release create"],
  ["endbug/add-and-commit", "git commit and git push"],
  ["ncipollo/release-action", "gh release create"],
  ["peter-evans/create-or-update-comment", "gh issue comment"],
  ["peter-evans/create-pull-request", "gh pr create"],
  ["sergeysova/jq-action", "jq"],
  ["softprops/action-gh-release", "gh release create"],
  ["stefanzweifel/git-auto-commit-action", "git commit and git push"],
  ["svenstaro/upload-release-action", "gh release upload"],
]);
