"""What the checks look at: the rooms of rooms.txt, the sources below src/, and where a finding lies."""

import re
from dataclasses import dataclass, field
from pathlib import Path

SOURCES = {".cpp", ".hpp", ".inc"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# A line that must break a rule says so, with its reason, on itself or on the line above.
ALLOWED = re.compile(r"//\s*check allows (\w+): \S+")
PRIVATE = "private to the room"
PRIVATE_WITHIN = 12  # lines from the top in which a header may call itself private


@dataclass
class Room:
    name: str
    arrows: list
    line: int
    growing: bool = False


@dataclass
class Source:
    path: str  # from the top of the tree
    room: str
    lines: list
    code: list  # the lines without comments and without what stands inside quotes

    @property
    def is_test(self):
        """A test, or a header that only tests of its room take."""
        return self.path.endswith(("_test.cpp", "_for_tests.hpp"))

    @property
    def is_header(self):
        return self.path.endswith(".hpp")

    @property
    def is_private(self):
        return any(PRIVATE in line for line in self.lines[:PRIVATE_WITHIN])

    def includes(self):
        """(line number, "<" or a quote, path) of each include."""
        for number, line in enumerate(self.lines, 1):
            matched = INCLUDE.match(line)
            if matched:
                yield number, matched[1], matched[2]

    def allows(self, kind, number):
        """Whether the line or the one above it takes this kind of finding upon itself."""
        for line in self.lines[max(0, number - 2):number]:
            matched = ALLOWED.search(line)
            if matched and matched[1] == kind:
                return True
        return False


@dataclass
class Findings:
    """Failures end the check with status 1; notes are only said."""
    failures: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def fail(self, kind, path, line, text):
        self.failures.append(f"{path}:{line}: [{kind}] {text}")

    def note(self, kind, path, line, text):
        self.notes.append(f"{path}:{line}: [{kind}] {text}")


def read_rooms(root, findings):
    rooms = {}
    growing = set()
    for number, line in enumerate((root / "rooms.txt").read_text(encoding="utf-8").splitlines(), 1):
        matched = re.match(r"#\s*growing:(.*)", line)
        if matched:
            growing.update(matched[1].split())
        line = line.split("#")[0].strip()
        if not line:
            continue
        name, colon, arrows = line.partition(":")
        if not colon or name.strip() in rooms:
            findings.fail("rooms", "rooms.txt", number, "a line is `room: arrows`, and a room stands once")
            continue
        rooms[name.strip()] = Room(name.strip(), arrows.split(), number)
    for name in sorted(growing):
        if name in rooms:
            rooms[name].growing = True
        else:
            findings.fail("rooms", "rooms.txt", 1, f"`growing` names {name}, which is no room")
    return rooms


def room_of(path, rooms):
    """The room in which a path below src/ lies: the longest name that fits."""
    parts = path.split("/")[:-1]
    while parts:
        if "/".join(parts) in rooms:
            return "/".join(parts)
        parts.pop()
    return None


def strip(text):
    """The text without comments and without the insides of strings and characters; line breaks stay."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(?P<raw>[^(\s]*)\(.*?\)(?P=raw)"|"(?:\\.|[^"\\\n])*"'
        r"|(?<![0-9a-zA-Z_])'(?:\\.|[^'\\\n])+'", re.DOTALL)

    def blank(matched):
        kept = '""' if matched[0][0] in "\"R'" else " "
        return kept + "\n" * matched[0].count("\n")

    return pattern.sub(blank, text)


def read_sources(root, rooms, findings):
    sources = []
    top = root / "src"
    for path in sorted(top.rglob("*")) if top.is_dir() else []:
        if path.suffix not in SOURCES:
            continue
        below = path.relative_to(top).as_posix()
        room = room_of(below, rooms)
        text = path.read_text(encoding="utf-8")
        if room is None:
            findings.fail("rooms", f"src/{below}", 1, "lies in no room of rooms.txt")
            continue
        sources.append(Source(f"src/{below}", room, text.splitlines(), strip(text).splitlines()))
    return sources


def top_of(argument):
    return Path(argument).resolve()
