// bundle.mjs [--watch] -- dist/index.js, dist/index.css and the words of each language, dist/{en,ja}.json, of which a reader
// loads one; fails where a text is missing or script and words outgrow their budget
import { build, context } from "esbuild";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { make_texts, shorten_keys } from "./texts.mjs";

const budget = 100 * 1024; // bytes of script and words, minified: UX.md, "speed you can feel"
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
  const texts = make_texts();
  options.plugins = [shorten_keys(texts)];
  mkdirSync(at("dist"), { recursive: true });
  for (const language of ["en", "ja"]) writeFileSync(at(`dist/${language}.json`), JSON.stringify(texts[language]));
  if (process.argv.includes("--watch")) {
    await (await context(options)).watch();
  } else {
    await build(options);
    const size = (name) => readFileSync(at(`dist/${name}`)).length;
    const bytes = size("index.js") + Math.max(size("en.json"), size("ja.json"));
    console.log(`script ${size("index.js")} bytes, with words ${bytes}; dist/index.css ${size("index.css")} bytes`);
    if (bytes > budget) throw new Error(`script and words have ${bytes} bytes, more than ${budget}`);
  }
} catch (fault) {
  console.error(fault.message);
  process.exit(1);
}
