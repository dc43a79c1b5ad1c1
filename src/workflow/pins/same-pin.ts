interface PinnedAction {
  readonly action: string;
  readonly sha: string;
}

/** What an action is looked up by: GitHub does not tell upper from lower case in names. */
export function actionKey(action: string): string {
  return action.toLowerCase();
}

/** Whether both are one action, however it is written, at one commit. */
export function samePin(one: PinnedAction, other: PinnedAction): boolean {
  return actionKey(one.action) === actionKey(other.action) && one.sha.toLowerCase() === other.sha.toLowerCase();
}
