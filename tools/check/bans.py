"""What the pure rooms (core, desk, sim) may not touch, since the same acts must always give the same facts."""

import re

PURE = re.compile(r"^(core|desk|sim)(/|$)")

HEADERS = {
    "clocks": {"chrono", "ctime", "time.h", "sys/time.h"},
    "chance": {"random"},
    "threads": {"thread", "mutex", "shared_mutex", "atomic", "condition_variable", "future", "semaphore", "latch",
                "barrier", "stop_token", "pthread.h"},
    "files": {"fstream", "filesystem", "iostream", "cstdio", "stdio.h", "unistd.h", "fcntl.h", "sys/stat.h",
              "sys/socket.h"},
    "locale": {"locale", "clocale", "locale.h", "cctype", "ctype.h", "cwctype", "iomanip", "sstream"},
}

FREE = r"(?:\bstd::|(?<![\w.>:])(?:::)?)"  # a call of a free function, not of a member of ours with that name
WORDS = {
    "clocks": [r"\b(system|steady|high_resolution|utc|file)_clock\b", FREE + r"time\s*\(\s*(nullptr|NULL|0|&)",
               r"\b(clock_gettime|gettimeofday|timespec_get|localtime(_r)?|gmtime(_r)?|strftime|mktime|timegm)\s*\("],
    "chance": [r"\brandom_device\b", r"\bmt19937(_64)?\b", r"\b(s?rand|drand48|getrandom|arc4random\w*)\s*\(",
               r"\bstd::shuffle\b"],
    "threads": [r"\bthread_local\b", r"\bstd::(j?thread|mutex|async|atomic\w*|call_once|this_thread)\b"],
    "files": [r"\b(fopen|freopen|printf|fprintf|puts|getenv|system|popen)\s*\(", r"\bstd::(cout|cerr|clog|cin)\b",
              r"\bstd::[io]?fstream\b", r"\bstd::filesystem\b"],
    "locale": [r"\bsetlocale\s*\(", r"\bstd::locale\b", FREE + r"(toupper|tolower|isalpha|isdigit|isalnum|isspace|"
               r"isupper|islower|ispunct|isxdigit|isprint)\s*\(", r"\bstd::[io]?stringstream\b"],
    "floats": [r"\b(float|double)\b", r"\b(stof|stod|stold|strtof|strtod|atof)\s*\(",
               r"(?<![\w.])\d[\d']*\.\d[\d']*(?:[eE][+-]?\d+)?[fFlL]?\b"],
}
WORDS = {kind: [re.compile(word) for word in words] for kind, words in WORDS.items()}

UNORDERED = re.compile(r"\bunordered_(?:multi)?(?:map|set)\s*<")
ALIAS = re.compile(r"\busing\s+(\w+)\s*=\s*(?:std::)?unordered_(?:multi)?(?:map|set)\s*<")
LOOP = re.compile(r"\bfor\s*\([^;()]*?[^:]:(?!:)\s*([^;{()]*(?:\([^()]*\)[^;{()]*)*)\)")
BEGIN = re.compile(r"\b(\w+)(?:\(\))?\s*(?:\.|->)\s*c?begin\s*\(")


def check_bans(sources, findings):
    pure = [source for source in sources if PURE.match(source.room) and not source.is_test]
    for source in pure:
        for number, _, path in source.includes():
            for kind, headers in HEADERS.items():
                if path in headers and not source.allows(kind, number):
                    findings.fail(kind, source.path, number, f"<{path}> in {source.room}, which is pure")
        for number, line in enumerate(source.code, 1):
            for kind, words in WORDS.items():
                seen = next((matched for word in words if (matched := word.search(line))), None)
                if seen and not line.lstrip().startswith("#") and not source.allows(kind, number):
                    findings.fail(kind, source.path, number, f"`{seen[0].strip()}` in {source.room}, which is pure")
    for room in sorted({source.room for source in pure}):
        check_order([source for source in pure if source.room == room], findings)


def check_order(sources, findings):
    """Whoever walks a hash table prints in an order that nobody chose. Looking things up in one is fine."""
    names = set()
    aliases = {matched[1] for source in sources for matched in ALIAS.finditer("\n".join(source.code))}
    for source in sources:
        code = "\n".join(source.code)
        for matched in UNORDERED.finditer(code):
            names.add(name_after(code, matched.end()))
        for alias in aliases:
            names.update(re.findall(rf"\b{alias}\b[\s&*]+(\w+)", code))
    names.discard(None)
    for source in sources:
        code = "\n".join(source.code)
        walks = [(matched.start(), last_name(matched[1])) for matched in LOOP.finditer(code)]
        walks += [(matched.start(), matched[1]) for matched in BEGIN.finditer(code)]
        for start, name in walks:
            number = code.count("\n", 0, start) + 1
            if name in names and not source.allows("order", number):
                findings.fail("order", source.path, number, f"walks `{name}`, whose order is nobody's")


def name_after(code, position):
    """The name that is declared once the template's brackets, open at position, are closed."""
    depth = 1
    while position < len(code) and depth > 0:
        depth += {"<": 1, ">": -1}.get(code[position], 0)
        position += 1
    matched = re.match(r"[\s&*]*(?:const\s+)?(\w+)", code[position:position + 200])
    return matched[1] if matched else None


def last_name(expression):
    names = re.findall(r"\w+", expression)
    return names[-1] if names else None
