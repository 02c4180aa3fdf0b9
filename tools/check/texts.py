"""The texts of web/text, the same in both languages, and the keys that pages and the workspace ask for."""

import re

ENTRY = re.compile(r"^(\s*)(\"[^\"]*\"|[\w.\-]+):(?:\s+(.*))?$")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def read_texts(root, language, findings):
    """Keys, dotted, with (line, value). The plain part of YAML that texts need: maps and scalars of one line or folded."""
    path = root / "web/text" / f"{language}.yaml"
    texts, above, folded = {}, [], None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        indent = len(line) - len(line.lstrip())
        if folded is not None:
            if indent > folded[1]:
                key = folded[0]
                texts[key] = (texts[key][0], f"{texts[key][1]} {line.strip()}")
                continue
            folded = None
        matched = ENTRY.match(line)
        if not matched:
            findings.fail("texts", f"web/text/{language}.yaml", number, "not `key: text`")
            continue
        while above and above[-1][0] >= indent:
            above.pop()
        key = ".".join([name for _, name in above] + [matched[2].strip('"')])
        value = (matched[3] or "").strip()
        if not value:
            above.append((indent, matched[2].strip('"')))
            continue
        if key in texts:
            findings.fail("texts", f"web/text/{language}.yaml", number, f"{key} stands twice")
        if value.strip("\"'") == "":
            findings.fail("texts", f"web/text/{language}.yaml", number, f"{key} is empty")
        texts[key] = (number, "" if value[0] in ">|" else value)
        folded = (key, indent)
    return texts


def check_texts(root, findings):
    if not all((root / "web/text" / f"{language}.yaml").is_file() for language in ("en", "ja")):
        return
    english = read_texts(root, "en", findings)
    japanese = read_texts(root, "ja", findings)
    for mine, theirs, here, there in ((english, japanese, "en", "ja"), (japanese, english, "ja", "en")):
        for key, (number, text) in mine.items():
            if key not in theirs:
                findings.fail("texts", f"web/text/{here}.yaml", number, f"{key} is missing in {there}.yaml")
            elif here == "en" and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(theirs[key][1])):
                findings.fail("texts", f"web/text/{here}.yaml", number, f"{key} has other placeholders in {there}.yaml")
    for path, number, key in asked_keys(root):
        if key not in english:
            findings.fail("texts", path, number, f"asks for the text {key}, which web/text does not have")


def asked_keys(root):
    """{{t.some.key}} in templates, t("some.key") in the workspace."""
    places = [("web/pages", "*.mustache", r"\{\{\{?\s*t\.([\w.\-]+)\s*\}"), ("web/parts", "*.mustache", r"\{\{\{?\s*t\.([\w.\-]+)\s*\}"),
              ("web/workspace/src", "*.ts*", r"\bt\(\s*[\"']([\w.\-]+)[\"']")]
    for folder, files, pattern in places:
        for path in sorted((root / folder).rglob(files)) if (root / folder).is_dir() else []:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                for key in re.findall(pattern, line):
                    yield path.relative_to(root).as_posix(), number, key
