// Builds the tablet into the given folder: script, style sheet, shell and service worker, each precompressed.
import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const out = process.argv[2] ?? "out";
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const common = { bundle: true, minify: true, format: "esm", target: ["chrome111", "safari16.4", "firefox121"], loader: { ".csv": "text" }, legalComments: "none", logLevel: "warning" };
const version = versionOf(["app", "shell", "package-lock.json", "build.mjs"]);

const built = await build({
  ...common, entryPoints: { tablet: "app/main.ts", "tablet-style": "shell/tablet.css" }, outdir: out, splitting: true, metafile: true,
  entryNames: "[name]-[hash]", chunkNames: "part-[hash]", define: { VERSION: JSON.stringify(version) },
  external: ["/assets/*", "/tablet/*"],
});
const files = Object.keys(built.metafile.outputs).map((file) => basename(file));
const script = files.find((file) => /^tablet-[A-Z0-9]{8}\.js$/.test(file));
const style = files.find((file) => file.endsWith(".css"));

const shell = readFileSync("shell/index.html", "utf8").replace("{script}", `/tablet/${script}`).replace("{style}", `/tablet/${style}`);
writeFileSync(join(out, "index.html"), shell);
for (const file of ["tablet.webmanifest", "icon.svg", "icon-192.png", "icon-512.png"]) {
  writeFileSync(join(out, file), readFileSync(join("shell", file)));
}

const fonts = readdirSync("../Design/fonts").filter((file) => file.endsWith(".woff2")).map((file) => `/assets/${file}`);
const precache = ["/tablet/", ...files.map((file) => `/tablet/${file}`), "/tablet/tablet.webmanifest", "/tablet/icon.svg", ...fonts];
await build({ ...common, format: "iife", entryPoints: ["app/sw.ts"], outfile: join(out, "sw.js"), define: { VERSION: JSON.stringify(version), PRECACHE: JSON.stringify(precache) } });

// The tablet's GraphQL documents, for a registry that accepts trusted documents only.
const asked = await build({ ...common, minify: false, entryPoints: ["app/data/operations.ts"], write: false });
const operations = await import(`data:text/javascript;base64,${Buffer.from(asked.outputFiles[0].contents).toString("base64")}`);
mkdirSync(join(out, "documents"));
for (const [name, text] of Object.entries(operations)) {
  writeFileSync(join(out, "documents", `${name}.graphql`), text);
}

let first = 0;
for (const { name: file } of readdirSync(out, { withFileTypes: true }).filter((entry) => entry.isFile())) {
  if (/\.(png|br|gz)$/.test(file)) {
    continue;
  }
  const bytes = readFileSync(join(out, file));
  const small = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  writeFileSync(join(out, `${file}.br`), small);
  writeFileSync(join(out, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  first += file === "index.html" || file === script || file === style ? small.length : 0;
}
console.log(`tablet ${version}: ${first} bytes to first use, compressed`);

/** A hash of the sources: the same sources give the same version. */
function versionOf(paths) {
  const hash = createHash("sha256");
  const add = (path) => {
    if (/\.[a-z]+$/.test(path)) {
      hash.update(path).update(readFileSync(path));
    } else {
      readdirSync(path).sort().forEach((name) => add(`${path}/${name}`));
    }
  };
  paths.forEach(add);
  return hash.digest("hex").slice(0, 12);
}
