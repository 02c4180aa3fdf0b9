#!/usr/bin/env python3
"""docs/errors.md, written from src/base/error_catalogue.inc: errors_page.py [ROOT] writes it, `./dev check` compares."""

import re
import sys
from pathlib import Path

ROW = re.compile(r'^YAKUSOKU_ERROR\((\w+), (\d+), "((?:\\.|[^"\\])*)", "((?:\\.|[^"\\])*)", "((?:\\.|[^"\\])*)"\)$')
HEAD = """# What the desk can refuse

Written by `tools/check/errors_page.py` from `src/base/error_catalogue.inc`; change that file, then run the script.
The code is ours and stable; the word is what `/api/v2` answers in `error`, with the HTTP status of the row.

| code | HTTP | word | English | 日本語 |
|---|---|---|---|---|
"""


def page(root):
    """The page's text, or a ValueError that names the row that could not be read."""
    rows = []
    lines = (root / "src/base/error_catalogue.inc").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("//"):
            continue
        matched = ROW.match(line)
        if not matched:
            raise ValueError(f"{number}: not a row of the catalogue on one line")
        code, http, word, english, japanese = (text.replace('\\"', '"').replace("|", "\\|") for text in matched.groups())
        rows.append(f"| `{code}` | {http} | {word} | {english} | {japanese} |\n")
    return HEAD + "".join(rows)


def check_errors_page(root, findings):
    if not (root / "src/base/error_catalogue.inc").is_file():
        return
    try:
        wanted = page(root)
    except ValueError as error:
        findings.fail("errors", "src/base/error_catalogue.inc", str(error).split(":")[0], str(error))
        return
    written = root / "docs/errors.md"
    if not written.is_file() or written.read_text(encoding="utf-8") != wanted:
        findings.fail("errors", "docs/errors.md", 1, "is not what the catalogue says: run tools/check/errors_page.py")


if __name__ == "__main__":
    top = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2])
    (top / "docs").mkdir(exist_ok=True)
    (top / "docs/errors.md").write_text(page(top), encoding="utf-8")
