// texts.mjs -- web/text/{en,ja}.yaml -> src/generated/texts.ts: the workspace's keys once, its words in both languages.
// A key that one language lacks, or placeholders that differ, fail the build.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const web = fileURLToPath(new URL("../../", import.meta.url));
const target = fileURLToPath(new URL("../src/generated/texts.ts", import.meta.url));

function flatten(node, above, into) {
  for (const [name, value] of Object.entries(node ?? {})) {
    const key = above ? `${above}.${name}` : name;
    if (value !== null && typeof value === "object") flatten(value, key, into);
    else into.set(key, String(value ?? ""));
  }
  return into;
}

function read(language) {
  const whole = parse(readFileSync(`${web}text/${language}.yaml`, "utf8"), { schema: "failsafe" });
  return flatten(whole.workspace, "workspace", new Map());
}

// What only the parts that come later say.
const is_later = (key) => /^workspace\.(mail|admin|board)\./.test(key);

const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(" ");

const list = (name, words) => `export const ${name}: readonly string[] = ${JSON.stringify(words, null, 1)};\n`;

export function make_texts() {
  const en = read("en"),
    ja = read("ja"),
    faults = [];
  for (const [mine, theirs, name] of [
    [en, ja, "ja"],
    [ja, en, "en"],
  ])
    for (const [key, text] of mine) {
      if (!theirs.has(key)) faults.push(`${key} is missing in web/text/${name}.yaml`);
      else if (name === "ja" && placeholders(text) !== placeholders(theirs.get(key)))
        faults.push(`${key} has other placeholders in ja`);
      if (text === "" || text.includes("\n")) faults.push(`${key} must be one line of text`);
    }
  if (faults.length > 0) throw new Error(faults.join("\n"));
  // What only later parts need comes last, and is loaded with the first of them.
  const keys = [...en.keys()].sort((a, b) => Number(is_later(a)) - Number(is_later(b))),
    of = (language) => keys.map((key) => language.get(key));
  const made = { keys, en: of(en), ja: of(ja) };
  const text = `// made by build/texts.mjs from web/text\n${Object.entries(made)
    .map(([name, words]) => list(name, words))
    .join("")}`;
  let present = "";
  try {
    present = readFileSync(target, "utf8");
  } catch {
    /* not made yet */
  }
  if (present === text) return made;
  mkdirSync(new URL("../src/generated/", import.meta.url), { recursive: true });
  writeFileSync(target, text);
  return made;
}

const source = fileURLToPath(new URL("../src/", import.meta.url));

// The families of names that word() looks up, by its calls.
function families() {
  const files = readdirSync(source, { recursive: true }).filter((name) => /\.tsx?$/.test(name));
  return new Set(
    files.flatMap((name) =>
      [...readFileSync(source + name, "utf8").matchAll(/\bword\(\s*"workspace\.([\w.]+)"/g)].map((found) => found[1]),
    ),
  );
}

const joined = (name, words) =>
  `export const ${name}: readonly string[] = ${JSON.stringify(words.join("\n"))}.split("\\n");\n`;

// The words of a language for the bundle: those of the start in their order, and those that come later with the names by
// which word() finds them.
export function words_of(texts, language) {
  const first = texts.keys.filter((key) => !is_later(key)).length;
  const named = short_keys(texts.keys);
  return {
    first: texts[language].slice(0, first),
    later: texts[language].slice(first).map((text, index) => [named[first + index], text]),
  };
}

// Names are kept only where word() looks them up, without the prefix that all share.
function short_keys(keys) {
  const looked_up = families();
  return keys
    .map((key) => key.replace(/^workspace\./, ""))
    .map((key) => (looked_up.has(key.replace(/\.\w+$/, "")) ? key : ""));
}

// For the bundle: a fixed key becomes its place in the lists. The lists themselves come one by one, as files.
export function shorten_keys({ keys }) {
  const place = new Map(keys.map((key, index) => [key, index]));
  const first = keys.filter((key) => !is_later(key)).length;
  const short = short_keys(keys).slice(0, first);
  const number = (path) => (whole, key) => {
    if (!place.has(key)) throw new Error(`${path} asks for the text ${key}, which web/text does not have`);
    return `t(${place.get(key)}`;
  };
  const shortened = (path) => {
    const text = readFileSync(path, "utf8");
    if (path === target) return joined("keys", short) + "export const en = [], ja = [];";
    const rest = text.replace(/\bt\(\s*"(workspace\.[\w.]+)"/g, number(path)).replace(/\bword\(\s*"workspace\./g, 'word("');
    if (/["`]workspace\./.test(rest)) throw new Error(`${path} builds the key of a text by hand; word() is for that`);
    return rest;
  };
  return {
    name: "shorten-keys",
    setup(building) {
      building.onLoad({ filter: /\.tsx?$/ }, ({ path }) =>
        path.startsWith(source)
          ? { contents: shortened(path), loader: path.endsWith("x") ? "tsx" : "ts" }
          : undefined,
      );
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    make_texts();
  } catch (fault) {
    console.error(fault.message);
    process.exit(1);
  }
}
