#!/usr/bin/env python3
"""Holds the house of DESIGN.md section 2: check.py ROOT prints what breaks it and ends with 1, else 0."""

import sys

import arrows
import bans
import errors_page
import texts
import tree

LONG = 500  # lines of a file; around 300 is the guide
WIDE = 120  # columns of a line


def check_sizes(sources, findings):
    for source in sources:
        if len(source.lines) > LONG:
            findings.note("size", source.path, 1, f"{len(source.lines)} lines: {LONG} is too many")
        wide = [number for number, line in enumerate(source.lines, 1) if len(line) > WIDE]
        if wide and not source.path.endswith(".inc"):
            findings.note("size", source.path, wide[0], f"{len(wide)} lines of more than {WIDE} columns begin here")


def main():
    root = tree.top_of(sys.argv[1] if len(sys.argv) > 1 else ".")
    findings = tree.Findings()
    rooms = tree.read_rooms(root, findings)
    sources = tree.read_sources(root, rooms, findings)
    arrows.check_rooms(rooms, findings)
    arrows.check_includes(rooms, sources, findings)
    arrows.check_headers(sources, findings)
    arrows.check_programs(root, rooms, findings)
    bans.check_bans(sources, findings)
    texts.check_texts(root, findings)
    errors_page.check_errors_page(root, findings)
    check_sizes(sources, findings)
    for note in findings.notes:
        print(f"note: {note}")
    for failure in findings.failures:
        print(failure)
    print(f"check: {len(rooms)} rooms, {len(sources)} files, {len(findings.failures)} failures, {len(findings.notes)} notes")
    return 1 if findings.failures else 0


if __name__ == "__main__":
    sys.exit(main())
