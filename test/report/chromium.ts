import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Program of a real browser, if this machine has one. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path));
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
}

/** What a browser met while it showed a page. */
export interface Shown {
  /** Everything that was asked for beside the page itself. */
  readonly requests: readonly string[];
  /** Errors and warnings of the page, violations of its policy included. */
  readonly complaints: readonly string[];
  evaluate(expression: string): Promise<unknown>;
  /** A PNG of the page's top. */
  screenshot(size: Pick<Look, "width" | "height">): Promise<Buffer>;
}

/** A real browser without a window, driven by its own protocol: https://chromedevtools.github.io/devtools-protocol/ */
export class Chromium {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #nextId = 1;

  private constructor(child: ChildProcess, profile: string, socket: WebSocket) {
    this.#child = child;
    this.#profile = profile;
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#take(JSON.parse(String(data))));
  }

  static async start(program: string): Promise<Chromium> {
    const profile = mkdtempSync(join(tmpdir(), "tidegate-chromium-"));
    const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0"];
    const child = spawn(program, [...flags, `--user-data-dir=${profile}`, "about:blank"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const browserUrl = await addressOf(child);
    const pages = (await (await fetch(new URL("/json/list", browserUrl.replace("ws:", "http:")))).json()) as {
      readonly type: string;
      readonly webSocketDebuggerUrl: string;
    }[];
    const page = pages.find(({ type }) => type === "page");
    const socket = new WebSocket(page?.webSocketDebuggerUrl ?? browserUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve, { once: true });
      socket.addEventListener("error", reject, { once: true });
    });
    return new Chromium(child, profile, socket);
  }

  async show(url: string, { width, height, scheme }: Look): Promise<Shown> {
    const requests: string[] = [];
    const complaints: string[] = [];
    this.#listeners.clear();
    this.#listeners.add((message) => note(message, url, requests, complaints));
    for (const domain of ["Page", "Network", "Log", "Runtime"]) await this.#send(`${domain}.enable`);
    await this.#send("Emulation.setDeviceMetricsOverride", {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
    await this.#send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    const loaded = this.#event("Page.loadEventFired");
    await this.#send("Page.navigate", { url });
    await loaded;
    return {
      requests,
      complaints,
      evaluate: (text) => this.#evaluate(text),
      screenshot: (size) => this.#screenshot(size),
    };
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#socket.close();
    this.#child.kill();
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #evaluate(expression: string): Promise<unknown> {
    const { result } = await this.#send("Runtime.evaluate", { expression, returnByValue: true });
    return (result as { readonly value?: unknown }).value;
  }

  async #screenshot(size: Pick<Look, "width" | "height">): Promise<Buffer> {
    const { data } = await this.#send("Page.captureScreenshot", {
      captureBeyondViewport: true,
      clip: { x: 0, y: 0, ...size, scale: 1 },
    });
    return Buffer.from(String(data), "base64");
  }

  #send(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`)),
      );
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  #event(method: string): Promise<void> {
    return new Promise((resolve) => {
      const listener = (message: Message) => {
        if (message.method !== method) return;
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
  }

  #take(message: Message): void {
    if (message.id === undefined) for (const listener of this.#listeners) listener(message);
    else this.#waiting.get(message.id)?.(message);
  }
}

/** The browser says on standard error where it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the browser ended with ${code} before it listened`)));
    if (child.stderr === null) return;
    createInterface(child.stderr).on("line", (line) => {
      const [, url] = /^DevTools listening on (ws:\/\/\S+)/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}

function note({ method, params = {} }: Message, page: string, requests: string[], complaints: string[]): void {
  if (method === "Network.requestWillBeSent") {
    const { url } = params.request as { readonly url: string };
    if (url !== page) requests.push(url);
  }
  if (method === "Log.entryAdded") {
    const { level, text } = params.entry as { readonly level: string; readonly text: string };
    if (level === "error" || level === "warning") complaints.push(text);
  }
  if (method === "Runtime.exceptionThrown") complaints.push(JSON.stringify(params));
}
