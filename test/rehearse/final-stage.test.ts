import { describe, expect, it } from "vitest";
import { parseFinalStage } from "../../src/rehearse/stand-ins/final-stage.ts";

describe("parseFinalStage", () => {
  it("reads the last stage only", () => {
    const dockerfile = `FROM node:24 AS build\nENV STAGE=build\nCMD ["make"]\nFROM node:24-slim\nENV A=1 B="two words"\nWORKDIR /srv\nWORKDIR app\nEXPOSE 5555\nCMD ["node", "src/server.js"]\n`;
    expect(parseFinalStage("Dockerfile", dockerfile)).toEqual({
      command: ["node", "src/server.js"],
      env: { A: "1", B: "two words" },
      ports: [5555],
      workingDirectory: "/srv/app",
    });
  });

  it("puts ENTRYPOINT before CMD", () => {
    const dockerfile = `FROM node:24\nCMD ["--quiet"]\nENTRYPOINT ["node", "a.js"]\n`;
    expect(parseFinalStage("Dockerfile", dockerfile).command).toEqual(["node", "a.js", "--quiet"]);
  });

  it.each([["FROM node:24\nCMD node a.js\n"], ["FROM node:24\n"]])("refuses %j with what to write instead", (text) => {
    expect(() => parseFinalStage("info/Dockerfile", text)).toThrowError(/info\/Dockerfile/);
  });
});
