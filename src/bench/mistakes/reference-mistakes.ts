import type { Mistake } from "./mistake.ts";

const condition = `"\${{ github.ref == 'refs/heads/main' }}"`;
const tidegateIf = 'if: eq(github.ref, "refs/heads/main")';
const gagenIf = 'if: expr("github.ref").equals("refs/heads/main")';
const gawtsIf = `if: ex.expn("github.ref == 'refs/heads/main'")`;
const yamlIf = "if: ${{ github.ref == 'refs/heads/main' }}";

/** Jobs, steps, contexts and expressions that refer to what is not there. */
export const referenceMistakes: readonly Mistake[] = [
  {
    name: "jobs that wait for one another",
    yaml: ["    name: Build\n", "    name: Build\n    needs: [test]\n"],
    told: /no dependencies/,
    sources: {
      tidegate: ["const problems", 'ci.job("build").change({ needs: [test] });\nconst problems'],
      projen: ['name: "Build",', 'name: "Build", needs: ["test"],'],
      gagen: [
        "  jobs: [build, test],",
        '  jobs: [job("build", { runsOn: "x", steps: [version], needs: [test] }), test],',
      ],
      gawts: ["ci.addJobs", "build.needs([test]);\nci.addJobs"],
    },
  },
  {
    name: "a job it waits for does not exist",
    yaml: ["needs: [build]", "needs: [build, lint]"],
    told: /lint/,
    sources: {
      tidegate: ["  matrix: nodes,", '  matrix: nodes,\n  needs: ["lint"],'],
      projen: ['needs: ["build"]', 'needs: ["build", "lint"]'],
      gagen: ["needs: [build]", 'needs: [build, "lint"]'],
      gawts: ["test.needs([build]);", 'test.needs([build, "lint"]);'],
    },
  },
  {
    name: "the name of a context is misspelt",
    yaml: [yamlIf, "if: ${{ gihub.ref == 'refs/heads/main' }}"],
    told: /gihub/,
    sources: {
      tidegate: [tidegateIf, 'if: eq(gihub.ref, "refs/heads/main")'],
      projen: [condition, `"\${{ gihub.ref == 'refs/heads/main' }}"`],
      gagen: [gagenIf, 'if: expr("gihub.ref").equals("refs/heads/main")'],
      gawts: [gawtsIf, `if: ex.expn("gihub.ref == 'refs/heads/main'")`],
    },
  },
  {
    name: "a context that is not there yet (`secrets` in a job's `if`)",
    yaml: [yamlIf, "if: ${{ secrets.TOKEN != '' }}"],
    told: /secrets/,
    sources: {
      tidegate: [tidegateIf, 'if: eq(secret("TOKEN"), "x")'],
      projen: [condition, `"\${{ secrets.TOKEN != '' }}"`],
      gagen: [gagenIf, 'if: expr("secrets.TOKEN").equals("x")'],
      gawts: [gawtsIf, `if: ex.expn("secrets.TOKEN != ''")`],
    },
  },
  {
    name: "what a stranger writes is pasted into a script",
    yaml: ['run: echo "$VERSION" "$NODE"', 'run: echo "${{ github.head_ref }}"'],
    told: /pasted into a script/,
    sources: {
      tidegate: ["sh`echo ${build.outputs.version} ${nodes.values.node}`", "text`echo ${github.headRef}`"],
      projen: [`'echo "$VERSION" "$NODE"'`, "'echo \"${{ github.head_ref }}\"'"],
      gagen: [`'echo "$VERSION" "$NODE"'`, "'echo \"${{ github.head_ref }}\"'"],
      gawts: [`'echo "$VERSION" "$NODE"'`, "'echo \"${{ github.head_ref }}\"'"],
    },
  },
  {
    name: "an output the step does not have",
    yaml: ["${{ steps.version.outputs.version }}", "${{ steps.vesion.outputs.version }}"],
    told: /vesion/,
    sources: {
      tidegate: ["version: version.outputs.version", "version: version.outputs.vesion"],
      projen: ['stepId: "version"', 'stepId: "vesion"'],
      gagen: ["version: version.outputs.version", "version: version.outputs.vesion"],
      gawts: ["steps.version.outputs.version", "steps.vesion.outputs.version"],
    },
  },
  {
    name: "an output the job does not have",
    yaml: ["needs.build.outputs.version", "needs.build.outputs.vesion"],
    told: /vesion/,
    sources: {
      tidegate: ["${build.outputs.version}", "${build.outputs.vesion}"],
      projen: ["needs.build.outputs.version", "needs.build.outputs.vesion"],
      gagen: ["build.outputs.version!", "build.outputs.vesion!"],
      gawts: ["needs.build.outputs.version", "needs.build.outputs.vesion"],
    },
  },
  {
    name: "a key the matrix does not have",
    yaml: ["matrix.node", "matrix.nod"],
    told: /nod/,
    sources: {
      tidegate: ["nodes.values.node", "nodes.values.nod"],
      projen: ["${{ matrix.node }}", "${{ matrix.nod }}"],
      gagen: ["NODE: matrix.node", "NODE: matrix.nod"],
      gawts: ['ex.expn("matrix.node")', 'ex.expn("matrix.nod")'],
    },
  },
  {
    name: "text beside a condition, which makes it true",
    yaml: [yamlIf, `${yamlIf} && true`],
    told: /literal text|always true/,
    sources: {
      tidegate: [tidegateIf, "if: \"${{ github.ref == 'refs/heads/main' }} && true\""],
      projen: [condition, `"\${{ github.ref == 'refs/heads/main' }} && true"`],
      gagen: [gagenIf, "if: \"${{ github.ref == 'refs/heads/main' }} && true\""],
      gawts: [gawtsIf, "if: `${ex.expn(\"github.ref == 'refs/heads/main'\")} && true`"],
    },
  },
  {
    name: "a condition that begins with `!`, which YAML takes for a tag",
    yaml: [yamlIf, "if: !cancelled()"],
    told: /tag/,
    sources: { tidegate: "impossible", projen: "impossible", gagen: "impossible", gawts: "impossible" },
  },
];
