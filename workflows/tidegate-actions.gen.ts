// Generated from actions/*/inputs.ts by src/build/generate-action-files.ts. Do not edit.
import { localAction } from "../src/workflow/model/action.ts";

/** tidegate's own actions, as synth vendors them. */
export const tidegateActions = {
  admit: localAction({
    name: "admit", path: "./.github/actions/tidegate/admit",
    inputs: ["service","environment","version","retry-reason","override-freeze","hotfix","override-budget","manifest","token"],
    required: ["service","environment","version"],
    outputs: ["version","digest","commit"],
    permissions: {"actions":{"level":"read","why":"reads whether the environment has approvers"},"contents":{"level":"read","why":"reads tags and commits"},"deployments":{"level":"read","why":"reads the ledger"},"packages":{"level":"read","why":"finds the image"}},
  }),
  control: localAction({
    name: "control", path: "./.github/actions/tidegate/control",
    inputs: ["service","environment","command","release","minutes","reason","manifest","token"],
    required: ["service","environment","command","reason"],
    outputs: ["outcome","version","digest","commit"],
    permissions: {"contents":"read","deployments":{"level":"write","why":"keeps the ledger"}},
  }),
  coverage: localAction({
    name: "coverage", path: "./.github/actions/tidegate/coverage",
    inputs: ["report","threshold","title"],
    required: ["threshold"],
    outputs: ["lines"],
  }),
  deployStatus: localAction({
    name: "deploy-status", path: "./.github/actions/tidegate/deploy-status",
    inputs: ["service","environment","version","digest","commit","state","text","url","results","manifest","token"],
    required: ["service","environment"],
    permissions: {"contents":"read","deployments":{"level":"write","why":"keeps the ledger"}},
  }),
  finish: localAction({
    name: "finish", path: "./.github/actions/tidegate/finish",
    inputs: ["service","environment","version","digest","commit","manifest","token"],
    required: ["service","environment","version","digest","commit"],
    outputs: ["version","tag","release-url"],
    permissions: {"contents":{"level":"write","why":"tags and releases"},"packages":{"level":"write","why":"tags the image"}},
  }),
  nextVersion: localAction({
    name: "next-version", path: "./.github/actions/tidegate/next-version",
    inputs: ["service","digest","manifest","token"],
    required: ["service","digest"],
    outputs: ["version","tag","created"],
    permissions: {"contents":{"level":"write","why":"claims the git tag"},"packages":{"level":"write","why":"tags the image"}},
  }),
  reconcile: localAction({
    name: "reconcile", path: "./.github/actions/tidegate/reconcile",
    inputs: ["service","environment","mode","to","digest","reason","manifest","token"],
    required: ["service","mode"],
    outputs: ["outcome","phase","version","digest","commit"],
    permissions: {"contents":"read","deployments":{"level":"write","why":"keeps the ledger"}},
  }),
  rollout: localAction({
    name: "rollout", path: "./.github/actions/tidegate/rollout",
    inputs: ["service","environment","version","digest","commit","reason","reversible","hotfix","retry-reason","override-freeze","override-budget","manifest","token"],
    required: ["service","environment","version","digest","commit"],
    outputs: ["outcome","phase","rollout-id","url"],
    permissions: {"contents":{"level":"read","why":"compares commits"},"deployments":{"level":"write","why":"keeps the ledger"},"packages":{"level":"read","why":"pulls the image"}},
  }),
} as const;
