// Generated from action-pins.json by src/build/generate-actions.ts. Do not edit: change the pins, then run it again.
import { pinnedAction } from "../model/action.ts";

/** The actions in the pin file, each at its commit, with its inputs and outputs. */
export const actions = {
  /** actions/attest v4.2.2 */
  attest: pinnedAction({
    uses: "actions/attest", version: "v4.2.2", sha: "1e69f48acb82d1966a394da916b4c1698aa569d6",
    inputs: ["subject-path", "subject-digest", "subject-name", "subject-checksums", "subject-version", "sbom-path", "predicate-type", "predicate", "predicate-path", "push-to-registry", "create-storage-record", "show-summary", "github-token"],
    outputs: ["bundle-path", "attestation-id", "attestation-url", "storage-record-ids"],
    permissions: { "id-token": { level: "write", why: "identifies the signer" }, attestations: { level: "write", why: "stores the attestation" } },
  }),
  /** actions/attest-build-provenance v4.1.0 */
  attestBuildProvenance: pinnedAction({
    uses: "actions/attest-build-provenance", version: "v4.1.0", sha: "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32",
    inputs: ["subject-path", "subject-digest", "subject-name", "subject-checksums", "predicate-type", "predicate", "predicate-path", "push-to-registry", "create-storage-record", "show-summary", "github-token"],
    outputs: ["bundle-path", "attestation-id", "attestation-url", "storage-record-ids"],
  }),
  /** actions/attest-sbom v4.1.0 */
  attestSbom: pinnedAction({
    uses: "actions/attest-sbom", version: "v4.1.0", sha: "c604332985a26aa8cf1bdc465b92731239ec6b9e",
    inputs: ["subject-path", "subject-digest", "subject-name", "subject-checksums", "sbom-path", "push-to-registry", "show-summary", "github-token"],
    required: ["sbom-path"],
    outputs: ["bundle-path", "attestation-id", "attestation-url"],
  }),
  /** actions/cache v5.0.5 */
  cache: pinnedAction({
    uses: "actions/cache", version: "v5.0.5", sha: "27d5ce7f107fe9357f9df03efb73ab90386fccae",
    inputs: ["path", "key", "restore-keys", "upload-chunk-size", "enableCrossOsArchive", "fail-on-cache-miss", "lookup-only", "save-always"],
    required: ["path", "key"],
    outputs: ["cache-hit"],
  }),
  /** actions/cache/restore v5.0.5 */
  cacheRestore: pinnedAction({
    uses: "actions/cache/restore", version: "v5.0.5", sha: "27d5ce7f107fe9357f9df03efb73ab90386fccae",
    inputs: ["path", "key", "restore-keys", "enableCrossOsArchive", "fail-on-cache-miss", "lookup-only"],
    required: ["path", "key"],
    outputs: ["cache-hit", "cache-primary-key", "cache-matched-key"],
  }),
  /** actions/cache/save v5.0.5 */
  cacheSave: pinnedAction({
    uses: "actions/cache/save", version: "v5.0.5", sha: "27d5ce7f107fe9357f9df03efb73ab90386fccae",
    inputs: ["path", "key", "upload-chunk-size", "enableCrossOsArchive"],
    required: ["path", "key"],
  }),
  /** actions/checkout v7.0.1 */
  checkout: pinnedAction({
    uses: "actions/checkout", version: "v7.0.1", sha: "3d3c42e5aac5ba805825da76410c181273ba90b1",
    inputs: ["repository", "ref", "token", "ssh-key", "ssh-known-hosts", "ssh-strict", "ssh-user", "persist-credentials", "path", "clean", "filter", "sparse-checkout", "sparse-checkout-cone-mode", "fetch-depth", "fetch-tags", "show-progress", "lfs", "submodules", "set-safe-directory", "github-server-url", "allow-unsafe-pr-checkout"],
    outputs: ["ref", "commit"],
    permissions: { contents: { level: "read", why: "checks out" } },
  }),
  /** actions/create-github-app-token v3.1.1 */
  createGithubAppToken: pinnedAction({
    uses: "actions/create-github-app-token", version: "v3.1.1", sha: "1b10c78c7865c340bc4f6099eb2f838309f1e8c3",
    inputs: ["client-id", "app-id", "private-key", "owner", "repositories", "skip-token-revoke", "github-api-url", "permission-actions", "permission-administration", "permission-artifact-metadata", "permission-attestations", "permission-checks", "permission-codespaces", "permission-contents", "permission-custom-properties-for-organizations", "permission-dependabot-secrets", "permission-deployments", "permission-discussions", "permission-email-addresses", "permission-enterprise-custom-properties-for-organizations", "permission-environments", "permission-followers", "permission-git-ssh-keys", "permission-gpg-keys", "permission-interaction-limits", "permission-issues", "permission-members", "permission-merge-queues", "permission-metadata", "permission-organization-administration", "permission-organization-announcement-banners", "permission-organization-copilot-seat-management", "permission-organization-custom-org-roles", "permission-organization-custom-properties", "permission-organization-custom-roles", "permission-organization-events", "permission-organization-hooks", "permission-organization-packages", "permission-organization-personal-access-token-requests", "permission-organization-personal-access-tokens", "permission-organization-plan", "permission-organization-projects", "permission-organization-secrets", "permission-organization-self-hosted-runners", "permission-organization-user-blocking", "permission-packages", "permission-pages", "permission-profile", "permission-pull-requests", "permission-repository-custom-properties", "permission-repository-hooks", "permission-repository-projects", "permission-secret-scanning-alerts", "permission-secrets", "permission-security-events", "permission-single-file", "permission-starring", "permission-statuses", "permission-team-discussions", "permission-vulnerability-alerts", "permission-workflows"],
    required: ["private-key"],
    outputs: ["token", "installation-id", "app-slug"],
  }),
  /** actions/dependency-review-action v5.0.0, with the inputs of v4.9.0 */
  dependencyReview: pinnedAction({
    uses: "actions/dependency-review-action", version: "v5.0.0", sha: "a1d282b36b6f3519aa1f3fc636f609c47dddb294",
    inputs: ["repo-token", "fail-on-severity", "fail-on-scopes", "base-ref", "head-ref", "config-file", "allow-licenses", "deny-licenses", "allow-dependencies-licenses", "allow-ghsas", "external-repo-token", "license-check", "vulnerability-check", "comment-summary-in-pr", "deny-packages", "deny-groups", "retry-on-snapshot-warnings", "retry-on-snapshot-warnings-timeout", "warn-only", "show-openssf-scorecard", "warn-on-openssf-scorecard-level", "show-patched-versions"],
    outputs: ["comment-content", "dependency-changes", "vulnerable-changes", "invalid-license-changes", "denied-changes"],
  }),
  /** actions/deploy-pages v5.0.0 */
  deployPages: pinnedAction({
    uses: "actions/deploy-pages", version: "v5.0.0", sha: "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128",
    inputs: ["token", "timeout", "error_count", "reporting_interval", "artifact_name", "preview"],
    outputs: ["page_url"],
  }),
  /** actions/download-artifact v8.0.1 */
  downloadArtifact: pinnedAction({
    uses: "actions/download-artifact", version: "v8.0.1", sha: "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
    inputs: ["name", "artifact-ids", "path", "pattern", "merge-multiple", "github-token", "repository", "run-id", "skip-decompress", "digest-mismatch"],
    outputs: ["download-path"],
  }),
  /** actions/github-script v8.0.0 */
  githubScript: pinnedAction({
    uses: "actions/github-script", version: "v8.0.0", sha: "ed597411d8f924073f98dfc5c65a23a2325f34cd",
    inputs: ["script", "github-token", "debug", "user-agent", "previews", "result-encoding", "retries", "retry-exempt-status-codes", "base-url"],
    required: ["script"],
    outputs: ["result"],
  }),
  /** actions/setup-node v7.0.0 */
  setupNode: pinnedAction({
    uses: "actions/setup-node", version: "v7.0.0", sha: "820762786026740c76f36085b0efc47a31fe5020",
    inputs: ["node-version", "node-version-file", "architecture", "check-latest", "registry-url", "scope", "token", "cache", "package-manager-cache", "cache-dependency-path", "mirror", "mirror-token"],
    outputs: ["cache-hit", "cache-primary-key", "cache-matched-key", "node-version"],
  }),
  /** actions/setup-python v7.0.0 */
  setupPython: pinnedAction({
    uses: "actions/setup-python", version: "v7.0.0", sha: "5fda3b95a4ea91299a34e894583c3862153e4b97",
    inputs: ["python-version", "python-version-file", "cache", "architecture", "check-latest", "token", "cache-dependency-path", "update-environment", "allow-prereleases", "freethreaded", "pip-version"],
    outputs: ["python-version", "cache-hit", "python-path"],
  }),
  /** actions/upload-artifact v7.0.0 */
  uploadArtifact: pinnedAction({
    uses: "actions/upload-artifact", version: "v7.0.0", sha: "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    inputs: ["name", "path", "if-no-files-found", "retention-days", "compression-level", "overwrite", "include-hidden-files", "archive"],
    required: ["path"],
    outputs: ["artifact-id", "artifact-url", "artifact-digest"],
  }),
  /** actions/upload-artifact/merge v7.0.0 */
  uploadArtifactMerge: pinnedAction({
    uses: "actions/upload-artifact/merge", version: "v7.0.0", sha: "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    inputs: ["name", "pattern", "separate-directories", "retention-days", "compression-level", "delete-merged", "include-hidden-files"],
    outputs: ["artifact-id", "artifact-url", "artifact-digest"],
  }),
  /** amannn/action-semantic-pull-request v6.1.1 */
  amannnActionSemanticPullRequest: pinnedAction({
    uses: "amannn/action-semantic-pull-request", version: "v6.1.1", sha: "48f256284bd46cdaab1048c3721360e808335d50",
    inputs: ["types", "scopes", "requireScope", "disallowScopes", "subjectPattern", "subjectPatternError", "validateSingleCommit", "validateSingleCommitMatchesPrTitle", "githubBaseUrl", "ignoreLabels", "headerPattern", "headerPatternCorrespondence", "wip"],
  }),
  /** anchore/sbom-action v0.24.0 */
  anchoreSbom: pinnedAction({
    uses: "anchore/sbom-action", version: "v0.24.0", sha: "e22c389904149dbc22b58101806040fa8d37a610",
    inputs: ["path", "file", "image", "registry-username", "registry-password", "format", "github-token", "artifact-name", "output-file", "syft-version", "dependency-snapshot", "upload-artifact", "upload-artifact-retention", "upload-release-assets", "config"],
  }),
  /** anchore/sbom-action/download-syft v0.24.0 */
  anchoreSbomDownloadSyft: pinnedAction({
    uses: "anchore/sbom-action/download-syft", version: "v0.24.0", sha: "e22c389904149dbc22b58101806040fa8d37a610",
    inputs: ["run", "syft-version"],
    outputs: ["cmd"],
  }),
  /** anchore/sbom-action/publish-sbom v0.24.0 */
  anchoreSbomPublishSbom: pinnedAction({
    uses: "anchore/sbom-action/publish-sbom", version: "v0.24.0", sha: "e22c389904149dbc22b58101806040fa8d37a610",
    inputs: ["run", "sbom-artifact-match", "github-token"],
  }),
  /** aquasecurity/trivy-action v0.36.0 */
  aquasecurityTrivy: pinnedAction({
    uses: "aquasecurity/trivy-action", version: "v0.36.0", sha: "ed142fd0673e97e23eac54620cfb913e5ce36c25",
    inputs: ["scan-type", "image-ref", "input", "scan-ref", "exit-code", "ignore-unfixed", "vuln-type", "severity", "format", "template", "output", "skip-dirs", "skip-files", "cache-dir", "timeout", "ignore-policy", "hide-progress", "list-all-pkgs", "scanners", "trivyignores", "github-pat", "trivy-config", "tf-vars", "limit-severities-for-sarif", "docker-host", "version", "cache", "skip-setup-trivy", "token-setup-trivy"],
  }),
  /** aws-actions/configure-aws-credentials v6.2.3 */
  awsConfigureCredentials: pinnedAction({
    uses: "aws-actions/configure-aws-credentials", version: "v6.2.3", sha: "e6de054238d6b7531b4efff3b6587d9aade6a06c",
    inputs: ["aws-region", "aws-profile", "overwrite-aws-profile", "role-to-assume", "aws-access-key-id", "aws-secret-access-key", "aws-session-token", "web-identity-token-file", "role-chaining", "audience", "http-proxy", "no-proxy", "mask-aws-account-id", "role-duration-seconds", "role-external-id", "role-session-name", "role-skip-session-tagging", "transitive-tag-keys", "inline-session-policy", "managed-session-policies", "output-credentials", "output-env-credentials", "unset-current-credentials", "disable-retry", "retry-max-attempts", "special-characters-workaround", "use-existing-credentials", "allowed-account-ids", "force-skip-oidc", "action-timeout-s", "custom-tags", "sts-endpoint"],
    required: ["aws-region"],
    outputs: ["aws-account-id", "aws-access-key-id", "aws-secret-access-key", "aws-session-token", "aws-expiration"],
  }),
  /** azure/k8s-set-context v5.0.1 */
  azureK8sSetContext: pinnedAction({
    uses: "azure/k8s-set-context", version: "v5.0.1", sha: "8698eba2499e9012f0d5085f8798077cce4bc526",
    inputs: ["cluster-type", "method", "kubeconfig", "kubeconfig-encoding", "context", "k8s-url", "k8s-secret", "token", "resource-group", "cluster-name"],
  }),
  /** azure/login v3.0.1 */
  azureLogin: pinnedAction({
    uses: "azure/login", version: "v3.0.1", sha: "f5d393ae46f8fde4be8b75f32e3fc50e654ad0ca",
    inputs: ["creds", "client-id", "tenant-id", "subscription-id", "enable-AzPSSession", "environment", "allow-no-subscriptions", "audience", "auth-type"],
  }),
  /** azure/setup-helm v5.0.1 */
  azureSetupHelm: pinnedAction({
    uses: "azure/setup-helm", version: "v5.0.1", sha: "9bc31f4ebc9c6b171d7bfbaa5d006ae7abdb4310",
    inputs: ["version", "token", "downloadBaseURL"],
    outputs: ["helm-path"],
  }),
  /** azure/setup-kubectl v5.1.0 */
  azureSetupKubectl: pinnedAction({
    uses: "azure/setup-kubectl", version: "v5.1.0", sha: "829323503d1be3d00ca8346e5391ca0b07a9ab0d",
    inputs: ["version"],
    outputs: ["kubectl-path"],
  }),
  /** codecov/codecov-action v7.0.0, with the inputs of v5.5.2 */
  codecov: pinnedAction({
    uses: "codecov/codecov-action", version: "v7.0.0", sha: "fb8b3582c8e4def4969c97caa2f19720cb33a72f",
    inputs: ["base_sha", "binary", "codecov_yml_path", "commit_parent", "directory", "disable_file_fixes", "disable_search", "disable_safe_directory", "disable_telem", "dry_run", "env_vars", "exclude", "fail_ci_if_error", "files", "flags", "force", "git_service", "gcov_args", "gcov_executable", "gcov_ignore", "gcov_include", "handle_no_reports_found", "job_code", "name", "network_filter", "network_prefix", "os", "override_branch", "override_build", "override_build_url", "override_commit", "override_pr", "plugins", "recurse_submodules", "report_code", "report_type", "root_dir", "run_command", "skip_validation", "slug", "swift_project", "token", "url", "use_legacy_upload_endpoint", "use_oidc", "use_pypi", "verbose", "version", "working-directory"],
  }),
  /** docker/bake-action v7.1.0 */
  dockerBake: pinnedAction({
    uses: "docker/bake-action", version: "v7.1.0", sha: "a66e1c87e2eca0503c343edf1d208c716d54b8a8",
    inputs: ["builder", "allow", "call", "files", "no-cache", "pull", "load", "provenance", "push", "sbom", "set", "source", "targets", "github-token"],
    outputs: ["metadata"],
  }),
  /** docker/build-push-action v7.3.0 */
  dockerBuildPush: pinnedAction({
    uses: "docker/build-push-action", version: "v7.3.0", sha: "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a",
    inputs: ["add-hosts", "allow", "annotations", "attests", "build-args", "build-contexts", "builder", "cache-from", "cache-to", "call", "cgroup-parent", "context", "file", "labels", "load", "network", "no-cache", "no-cache-filters", "outputs", "platforms", "provenance", "pull", "push", "sbom", "secrets", "secret-envs", "secret-files", "shm-size", "ssh", "tags", "target", "ulimit", "github-token"],
    outputs: ["imageid", "digest", "metadata"],
  }),
  /** docker/login-action v4.1.0 */
  dockerLogin: pinnedAction({
    uses: "docker/login-action", version: "v4.1.0", sha: "4907a6ddec9925e35a0a9e82d7399ccc52663121",
    inputs: ["registry", "username", "password", "ecr", "scope", "logout", "registry-auth"],
  }),
  /** docker/metadata-action v6.2.0 */
  dockerMetadata: pinnedAction({
    uses: "docker/metadata-action", version: "v6.2.0", sha: "dc802804100637a589fabce1cb79ff13a1411302",
    inputs: ["context", "images", "tags", "flavor", "labels", "annotations", "sep-tags", "sep-labels", "sep-annotations", "bake-target", "github-token"],
    outputs: ["version", "tags", "tag-names", "labels", "annotations", "json", "bake-file-tags", "bake-file-labels", "bake-file-annotations", "bake-file"],
  }),
  /** docker/setup-buildx-action v4.3.0 */
  dockerSetupBuildx: pinnedAction({
    uses: "docker/setup-buildx-action", version: "v4.3.0", sha: "37fe631027851001ddb9b187196cc803df7f5f0e",
    inputs: ["version", "driver", "driver-opts", "buildkitd-flags", "buildkitd-config", "buildkitd-config-inline", "use", "name", "endpoint", "platforms", "append", "keep-state", "cache-binary", "cleanup"],
    outputs: ["name", "driver", "platforms", "nodes", "endpoint", "status", "flags"],
  }),
  /** docker/setup-qemu-action v4.2.0 */
  dockerSetupQemu: pinnedAction({
    uses: "docker/setup-qemu-action", version: "v4.2.0", sha: "96fe6ef7f33517b61c61be40b68a1882f3264fb8",
    inputs: ["image", "platforms", "reset", "cache-image"],
    outputs: ["platforms"],
  }),
  /** dorny/paths-filter v4.0.2 */
  dornyPathsFilter: pinnedAction({
    uses: "dorny/paths-filter", version: "v4.0.2", sha: "7b450fff21473bca461d4b92ce414b9d0420d706",
    inputs: ["token", "working-directory", "ref", "base", "filters", "list-files", "initial-fetch-depth", "predicate-quantifier"],
    required: ["filters"],
    outputs: ["changes"],
  }),
  /** dorny/test-reporter v3.0.0 */
  dornyTestReporter: pinnedAction({
    uses: "dorny/test-reporter", version: "v3.0.0", sha: "a43b3a5f7366b97d083190328d2c652e1a8b6aa2",
    inputs: ["artifact", "name", "path", "path-replace-backslashes", "reporter", "list-suites", "list-tests", "max-annotations", "fail-on-error", "fail-on-empty", "working-directory", "report-title", "only-summary", "use-actions-summary", "badge-title", "collapsed", "token"],
    required: ["name", "path", "reporter"],
    outputs: ["conclusion", "passed", "failed", "skipped", "time", "url", "url_html", "slug_prefix"],
  }),
  /** github/codeql-action v4.36.2 */
  githubCodeql: pinnedAction({
    uses: "github/codeql-action", version: "v4.36.2", sha: "8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
  }),
  /** github/codeql-action/analyze v4.36.2 */
  githubCodeqlAnalyze: pinnedAction({
    uses: "github/codeql-action/analyze", version: "v4.36.2", sha: "8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
    inputs: ["check_name", "output", "upload", "cleanup-level", "ram", "add-snippets", "skip-queries", "threads", "checkout_path", "ref", "sha", "category", "upload-database", "post-processed-sarif-path", "wait-for-processing", "token", "matrix", "expect-error"],
    outputs: ["db-locations", "sarif-output", "sarif-id"],
  }),
  /** github/codeql-action/autobuild v4.36.2 */
  githubCodeqlAutobuild: pinnedAction({
    uses: "github/codeql-action/autobuild", version: "v4.36.2", sha: "8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
    inputs: ["token", "matrix", "working-directory"],
  }),
  /** github/codeql-action/init v4.36.2 */
  githubCodeqlInit: pinnedAction({
    uses: "github/codeql-action/init", version: "v4.36.2", sha: "8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
    inputs: ["tools", "languages", "build-mode", "analysis-kinds", "token", "registries", "matrix", "config-file", "db-location", "config", "queries", "quality-queries", "packs", "external-repository-token", "setup-python-dependencies", "source-root", "ram", "threads", "debug", "debug-artifact-name", "debug-database-name", "trap-caching", "dependency-caching", "check-run-id"],
    outputs: ["codeql-path", "codeql-version"],
  }),
  /** github/codeql-action/upload-sarif v4.36.2 */
  githubCodeqlUploadSarif: pinnedAction({
    uses: "github/codeql-action/upload-sarif", version: "v4.36.2", sha: "8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
    inputs: ["sarif_file", "checkout_path", "ref", "sha", "token", "matrix", "category", "wait-for-processing"],
    outputs: ["sarif-id", "sarif-ids"],
  }),
  /** google-github-actions/auth v3.0.0 */
  googleAuth: pinnedAction({
    uses: "google-github-actions/auth", version: "v3.0.0", sha: "7c6bc770dae815cd3e89ee6cdf493a5fab2cc093",
    inputs: ["project_id", "workload_identity_provider", "service_account", "audience", "credentials_json", "create_credentials_file", "export_environment_variables", "token_format", "delegates", "universe", "request_reason", "cleanup_credentials", "access_token_lifetime", "access_token_scopes", "access_token_subject", "id_token_audience", "id_token_include_email"],
    outputs: ["project_id", "credentials_file_path", "auth_token", "access_token", "id_token"],
  }),
  /** google-github-actions/deploy-cloudrun v3.0.1 */
  googleDeployCloudrun: pinnedAction({
    uses: "google-github-actions/deploy-cloudrun", version: "v3.0.1", sha: "2028e2d7d30a78c6910e0632e48dd561b064884d",
    inputs: ["service", "job", "metadata", "image", "source", "suffix", "env_vars", "env_vars_update_strategy", "secrets", "secrets_update_strategy", "labels", "skip_default_labels", "tag", "timeout", "flags", "no_traffic", "wait", "revision_traffic", "tag_traffic", "update_traffic_flags", "project_id", "region", "gcloud_version", "gcloud_component"],
    outputs: ["url"],
  }),
  /** google-github-actions/get-gke-credentials v3.0.0 */
  googleGetGkeCredentials: pinnedAction({
    uses: "google-github-actions/get-gke-credentials", version: "v3.0.0", sha: "3da1e46a907576cefaa90c484278bb5b259dd395",
    inputs: ["cluster_name", "location", "project_id", "context_name", "namespace", "use_auth_provider", "use_internal_ip", "use_connect_gateway", "use_dns_based_endpoint", "fleet_membership_name", "quota_project_id"],
    required: ["cluster_name"],
    outputs: ["kubeconfig_path"],
  }),
  /** google-github-actions/setup-gcloud v3.0.1 */
  googleSetupGcloud: pinnedAction({
    uses: "google-github-actions/setup-gcloud", version: "v3.0.1", sha: "aa5489c8933f4cc7a4f7d45035b3b1440c9c10db",
    inputs: ["version", "project_id", "install_components", "skip_install", "cache"],
    outputs: ["version"],
  }),
  /** googleapis/release-please-action v5.0.0, with the inputs of v4.1.4 */
  googleapisReleasePlease: pinnedAction({
    uses: "googleapis/release-please-action", version: "v5.0.0", sha: "45996ed1f6d02564a971a2fa1b5860e934307cf7",
    inputs: ["token", "release-type", "path", "target-branch", "config-file", "manifest-file", "repo-url", "github-api-url", "github-graphql-url", "fork", "include-component-in-tag", "proxy-server", "skip-github-release", "skip-github-pull-request", "changelog-host"],
  }),
  /** grafana/run-k6-action v1.4.0 */
  grafanaRunK6: pinnedAction({
    uses: "grafana/run-k6-action", version: "v1.4.0", sha: "de51a7390bdf0ac85a3bef493691bd71d4c7c158",
    inputs: ["github-token", "path", "parallel", "fail-fast", "flags", "inspect-flags", "cloud-run-locally", "cloud-comment-on-pr", "only-verify-scripts", "debug", "disable-analytics"],
    required: ["path"],
    outputs: ["testRunIds"],
  }),
  /** grafana/setup-k6-action v1.2.1 */
  grafanaSetupK6: pinnedAction({
    uses: "grafana/setup-k6-action", version: "v1.2.1", sha: "db07bd9765aac508ef18982e52ab937fe633a065",
    inputs: ["k6-version", "browser", "github-token"],
    outputs: ["k6-version"],
  }),
  /** hadolint/hadolint-action v3.3.0 */
  hadolint: pinnedAction({
    uses: "hadolint/hadolint-action", version: "v3.3.0", sha: "2332a7b74a6de0dda2e2221d575162eba76ba5e5",
    inputs: ["dockerfile", "config", "recursive", "output-file", "no-color", "no-fail", "verbose", "format", "failure-threshold", "override-error", "override-warning", "override-info", "override-style", "ignore", "trusted-registries"],
  }),
  /** hashicorp/setup-terraform v4.0.1 */
  hashicorpSetupTerraform: pinnedAction({
    uses: "hashicorp/setup-terraform", version: "v4.0.1", sha: "dfe3c3f87815947d99a8997f908cb6525fc44e9e",
    inputs: ["cli_config_credentials_hostname", "cli_config_credentials_token", "terraform_version", "terraform_wrapper"],
  }),
  /** ossf/scorecard-action v2.4.4 */
  ossfScorecard: pinnedAction({
    uses: "ossf/scorecard-action", version: "v2.4.4", sha: "2d1146689b8cda280b9bc96326124645441f03bc",
    inputs: ["results_file", "results_format", "repo_token", "publish_results", "file_mode", "internal_publish_base_url", "internal_default_token"],
    required: ["results_file", "results_format"],
  }),
  /** peter-evans/create-pull-request v8.1.1 */
  peterEvansCreatePullRequest: pinnedAction({
    uses: "peter-evans/create-pull-request", version: "v8.1.1", sha: "5f6978faf089d4d20b00c7766989d076bb2fc7f1",
    inputs: ["token", "branch-token", "path", "add-paths", "commit-message", "committer", "author", "signoff", "branch", "delete-branch", "branch-suffix", "base", "push-to-fork", "sign-commits", "title", "body", "body-path", "labels", "assignees", "reviewers", "team-reviewers", "milestone", "draft", "maintainer-can-modify"],
    outputs: ["pull-request-number", "pull-request-url", "pull-request-operation", "pull-request-head-sha", "pull-request-branch"],
  }),
  /** pnpm/action-setup v6.0.10, with the inputs of v4.0.0 */
  pnpmActionSetup: pinnedAction({
    uses: "pnpm/action-setup", version: "v6.0.10", sha: "0977fd99725f1db4007ccb2928dbb4e90d06cc86",
    inputs: ["version", "dest", "run_install", "package_json_file", "standalone"],
  }),
  /** raven-actions/actionlint v2.2.0 */
  ravenActionlint: pinnedAction({
    uses: "raven-actions/actionlint", version: "v2.2.0", sha: "3d39aea434753780c3b3d4a1a31c854b4dbf49d7",
    inputs: ["version", "matcher", "files", "flags", "json", "shellcheck", "pyflakes", "fail-on-error", "group-result", "cache", "working-directory", "token", "github-token", "github-server-url"],
    outputs: ["version-semver", "version-tag", "exit-code", "exit-message", "total-errors", "total-files", "cache-hit"],
  }),
  /** sigstore/cosign-installer v4.1.2 */
  sigstoreCosignInstaller: pinnedAction({
    uses: "sigstore/cosign-installer", version: "v4.1.2", sha: "6f9f17788090df1f26f669e9d70d6ae9567deba6",
    inputs: ["cosign-release", "install-dir", "use-sudo"],
  }),
  /** slackapi/slack-github-action v4.0.0 */
  slackapiSlackGithub: pinnedAction({
    uses: "slackapi/slack-github-action", version: "v4.0.0", sha: "dcb1066f776dd043e64d0e8ba94ca15cc7e1875d",
    inputs: ["api", "errors", "method", "payload", "payload-delimiter", "payload-file-path", "payload-templated", "proxy", "retries", "token", "webhook", "webhook-type"],
    outputs: ["ok", "response", "time", "channel_id", "thread_ts", "ts"],
  }),
  /** step-security/harden-runner v2.20.1 */
  stepSecurityHardenRunner: pinnedAction({
    uses: "step-security/harden-runner", version: "v2.20.1", sha: "b09bb98e06d4d774595224525879c09bc6e98c40",
    inputs: ["allowed-endpoints", "egress-policy", "token", "disable-telemetry", "disable-sudo", "disable-sudo-and-containers", "disable-file-monitoring", "policy", "api-key", "use-policy-store", "deploy-on-self-hosted-vm"],
  }),
  /** zizmorcore/zizmor-action v0.6.2, with the inputs of v0.1.1 */
  zizmor: pinnedAction({
    uses: "zizmorcore/zizmor-action", version: "v0.6.2", sha: "3dc1ecc9bcb9e94e9b2c709687979e1298497054",
    inputs: ["inputs", "online-audits", "persona", "min-severity", "min-confidence", "version", "token", "advanced-security"],
  }),
} as const;
