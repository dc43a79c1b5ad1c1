import { describeTarget } from "../../contracts/target-contract.ts";
import { EmbeddedBench, systemClock } from "./bench.ts";

describeTarget("EmbeddedTarget", async () => {
  const bench = await EmbeddedBench.open();
  const target = bench.target();
  return {
    target,
    clock: systemClock,
    first: await bench.build("1.0.0"),
    second: await bench.build("1.1.0"),
    neverReady: await bench.build("1.2.0", "never-ready"),
    readyWithinMs: 10_000,
    request: async (headers) => {
      const answer = await fetch((await target.observe()).url ?? "", { headers });
      await answer.arrayBuffer();
      return { arm: answer.headers.get("x-tidegate-arm") ?? "nobody" };
    },
    close: () => bench.close(),
  };
});
