/** Closes one thing that was set up. */
type Close = () => Promise<unknown>;

export interface TakeDown {
  /** Remembers how to close something; closes it at once when the taking down has begun already. */
  onClose(close: Close): void;
  /** Closes everything, what was set up last first: the runs, then what they run on. Never rejects. */
  takeDown(): Promise<void>;
}

/** @param tell hears of what could not be closed; that keeps nothing else from being closed */
export function makeTakeDown(tell: (text: string) => void): TakeDown {
  const closers: Close[] = [];
  let begun: Promise<void> | undefined;
  const closeOne = async (close: Close) => {
    try {
      await close();
    } catch (error) {
      tell(`could not take something down: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const closeAll = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await closeOne(close);
  };
  return {
    onClose: (close) => {
      if (begun) void closeOne(close);
      else closers.push(close);
    },
    takeDown: () => {
      begun ??= closeAll();
      return begun;
    },
  };
}
