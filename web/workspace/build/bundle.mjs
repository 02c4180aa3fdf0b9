// bundle.mjs [--watch] -- dist/index.js and dist/index.css; fails where a text is missing or the script outgrows its budget
import { build, context } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { make_texts, shorten_keys } from "./texts.mjs";

const budget = 100 * 1024; // bytes of script, minified: UX.md, "speed you can feel"
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const options = {
  absWorkingDir: at("."),
  entryPoints: { index: "src/main.tsx" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome123", "firefox121", "safari17.5"],
  charset: "utf8",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  logLevel: "warning",
};

try {
  options.plugins = [shorten_keys(make_texts())];
  if (process.argv.includes("--watch")) {
    await (await context(options)).watch();
  } else {
    await build(options);
    const bytes = readFileSync(at("dist/index.js")).length;
    console.log(`dist/index.js ${bytes} bytes, dist/index.css ${readFileSync(at("dist/index.css")).length} bytes`);
    if (bytes > budget) throw new Error(`the script has ${bytes} bytes, more than ${budget}`);
  }
} catch (fault) {
  console.error(fault.message);
  process.exit(1);
}
