// bundle.mjs [--watch] -- dist/index.js, dist/index.css and the words of each language, dist/{en,ja}.json, of which a reader
// loads one. The parts of mail and of programs come when they are asked for, with words of their own. Fails where a text is missing, or where
// script and words of the start outgrow their budget
import { build, context } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { make_texts, shorten_keys, words_of } from "./texts.mjs";

const budget = 100 * 1024; // bytes of script and words, minified: UX.md, "speed you can feel"
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const options = {
  absWorkingDir: at("."),
  entryPoints: { index: "src/main.tsx" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true,
  chunkNames: "[name]-[hash]",
  metafile: true,
  target: ["es2022", "chrome123", "firefox121", "safari17.5"],
  charset: "utf8",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  logLevel: "warning",
};

// What a page loads before it shows anything: the entry and what it imports at once.
function at_first(outputs) {
  const wanted = ["dist/index.js"];
  for (const path of wanted)
    for (const each of outputs[path].imports)
      if (each.kind === "import-statement" && !wanted.includes(each.path)) wanted.push(each.path);
  return wanted;
}

try {
  const texts = make_texts();
  options.plugins = [shorten_keys(texts)];
  mkdirSync(at("dist"), { recursive: true });
  for (const name of readdirSync(at("dist"))) if (/-\w+\.js$/.test(name)) rmSync(at(`dist/${name}`));
  for (const language of ["en", "ja"]) {
    const { first, later } = words_of(texts, language);
    writeFileSync(at(`dist/${language}.json`), JSON.stringify(first));
    writeFileSync(at(`dist/later_${language}.json`), JSON.stringify(later));
  }
  if (process.argv.includes("--watch")) {
    await (await context(options)).watch();
  } else {
    const { metafile } = await build(options);
    const size = (name) => readFileSync(at(name)).length;
    const script = at_first(metafile.outputs).reduce((sum, path) => sum + size(path), 0);
    const bytes = script + Math.max(size("dist/en.json"), size("dist/ja.json"));
    console.log(`script ${script} bytes, with words ${bytes}; dist/index.css ${size("dist/index.css")} bytes`);
    if (bytes > budget) throw new Error(`script and words have ${bytes} bytes, more than ${budget}`);
  }
} catch (fault) {
  console.error(fault.message);
  process.exit(1);
}
