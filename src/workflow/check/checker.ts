/** What the checker's bundle offers to the realm it is opened in. */
export { answerCheck } from "./check-answer.ts";
export { checkWithGitHub } from "./github-parser.ts";
