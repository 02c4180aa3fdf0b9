"""The arrows of rooms.txt, held both ways, and what may pass a room's front door."""

import re

from tree import room_of

HEAVY = ("boost/", "sqlite3.h", "libpq-fe.h", "libpq/", "postgresql/", "spdlog/", "yaml-cpp/", "curl/", "gmime/",
         "cctz/", "re2/", "unicode/", "libical/", "gumbo.h", "sodium.h", "argon2.h", "prometheus/")


def check_rooms(rooms, findings):
    for room in rooms.values():
        for arrow in room.arrows:
            if arrow not in rooms:
                findings.fail("rooms", "rooms.txt", room.line, f"{room.name} points to {arrow}, which is no room")
    for room in rooms.values():
        if room.name in reachable(room.arrows, rooms):
            findings.fail("rooms", "rooms.txt", room.line, f"{room.name} reaches itself: arrows go one way")


def reachable(names, rooms):
    """The rooms that one gets to from these by arrows, these included."""
    seen, waiting = set(), [name for name in names if name in rooms]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(arrow for arrow in rooms[name].arrows if arrow in rooms)
    return seen


def check_includes(rooms, sources, findings):
    by_path = {source.path: source for source in sources}
    used = {name: set() for name in rooms}
    populated = {source.room for source in sources if not source.path.endswith(".inc")}
    for source in sources:
        room = rooms[source.room]
        for number, mark, path in source.includes():
            target = room_of(path, rooms)
            if path.endswith("_for_tests.hpp") and not source.is_test:
                findings.fail("include", source.path, number, f"{path} is for tests only")
            if target is None:
                if mark == '"' and not (source.is_test and "/" not in path):
                    findings.fail("include", source.path, number, f'"{path}" is not written from src/ on')
                continue
            if target == room.name:
                continue
            used[room.name].add(target)
            if target not in room.arrows:
                findings.fail("arrow", source.path, number,
                              f"{room.name} looks into {target}, and rooms.txt lists no such arrow")
            header = by_path.get(f"src/{path}")
            if header is not None and header.is_private:
                findings.fail("private", source.path, number, f"{path} is private to {target}: use its front door")
    for room in rooms.values():
        unused = [arrow for arrow in room.arrows if arrow in rooms and arrow not in used[room.name]]
        if room.name not in populated or not unused:
            if room.growing and room.name in populated:
                findings.note("unused", "rooms.txt", room.line, f"{room.name} uses all its arrows: growing no more")
            continue
        say = findings.note if room.growing else findings.fail
        say("unused", "rooms.txt", room.line, f"nobody in {room.name} uses its arrow to {', '.join(unused)}")


def check_headers(sources, findings):
    """Third-party headers are slow to read and wide open: only .cpp files take them."""
    for source in sources:
        if not source.is_header:
            continue
        for number, _, path in source.includes():
            if path.startswith(HEAVY) and not source.allows("headers", number):
                findings.fail("headers", source.path, number, f"<{path}> belongs in a .cpp file")


def check_programs(root, rooms, findings):
    """A program of tests/ or bench/ looks only into what the rooms of its first lines reach."""
    for path in sorted([*root.glob("tests/*/*.cpp"), *root.glob("bench/*.cpp")]):
        name = path.relative_to(root).as_posix()
        if name.startswith("tests/architecture/"):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        heads = [re.match(r"// rooms:(.*)", line) for line in lines[:5]]
        named = [head[1].split() for head in heads if head]
        if not named:
            continue
        near = reachable(named[0], rooms)
        for number, line in enumerate(lines, 1):
            matched = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
            target = room_of(matched[1], rooms) if matched else None
            if target is not None and target not in near:
                findings.fail("arrow", name, number, f"its `// rooms:` do not reach {target}")
