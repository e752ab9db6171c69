// Bundles and runs the tests that need no browser.
import { build } from "esbuild";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

const out = mkdtempSync(join(tmpdir(), "campaign-tablet-tests-"));
try {
  const entryPoints = readdirSync("test").filter((file) => file.endsWith(".test.ts")).map((file) => join("test", file));
  await build({ entryPoints, outdir: out, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm", loader: { ".csv": "text" }, logLevel: "warning" });
  const tests = readdirSync(out).map((file) => join(out, file));
  process.exitCode = spawnSync(process.execPath, ["--test", ...tests], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
