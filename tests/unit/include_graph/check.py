#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check.py TREE TARGETS [RULES]: are ARCHITECTURE.md's room rules kept?

TREE is the source tree; TARGETS is the file that CMake writes (targets.cmake): one line a target,
`name;folder;linked target;…`; RULES is the file of that name beside this program. Prints each break
as `file:line: what`, exit status 1 when there is one.
"""

import fnmatch
import pathlib
import re
import sys

TOPS = ("backend", "helper", "gui")
SUFFIXES = {".h", ".hpp", ".c", ".cc", ".cpp", ".inc"}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
QT_HEADER = re.compile(r"^(Q[A-Z]\w*|Qt\w*/.+|q[a-z]\w*\.h)$")


class Rules:
    """The rules file: what each room may use, and the headers it may not include."""

    def __init__(self, path):
        self.allowed, self.forbidden = {}, {}
        for number, line in enumerate(path.read_text().splitlines(), 1):
            line = line.split("#")[0].strip()
            if not line:
                continue
            head, _, tail = line.partition(":")
            kind, _, room = head.partition(" ")
            table = {"room": self.allowed, "forbid": self.forbidden}.get(kind)
            if table is None:
                raise SystemExit(f"{path}:{number}: neither room nor forbid")
            table.setdefault(room.strip(), []).extend(tail.split())

    def may_use(self, room, other, thing):
        """May ROOM use THING, a header or a target, of the room OTHER?"""
        return room == other or any(
            entry in (other, thing) or (entry.endswith("/") and other.startswith(entry))
            for entry in self.allowed[room])

    def forbids(self, room, name):
        """Is the header NAME, with or without its folder, forbidden to ROOM?"""
        def matches(pattern):
            return any(fnmatch.fnmatchcase(n, pattern) for n in (name, name.split("/")[-1]))
        patterns = self.forbidden.get(room, [])
        return any(matches(p) for p in patterns if p[0] != "!") and not any(
            matches(p[1:]) for p in patterns if p[0] == "!")

    def may_qt(self, room):
        return "Qt" in self.allowed[room]


def room_of(path):
    """The room of a path or folder relative to the tree: its first two names."""
    parts = pathlib.PurePosixPath(path).parts
    return "/".join(parts[:2]) if len(parts) >= 2 and parts[0] in TOPS else None


def read_includes(path):
    """[(line, included name)] of one source file."""
    return [(number, match[1])
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
            if (match := INCLUDE.match(line))]


def read_tree(tree):
    """{file: its includes} of every source file of the rooms, relative to TREE."""
    return {path.relative_to(tree).as_posix(): read_includes(path)
            for top in TOPS for path in sorted((tree / top).rglob("*"))
            if path.suffix in SUFFIXES and path.is_file()}


def resolve(files, includer, name):
    """The file of the tree that NAME means, or None for a header from outside or generated."""
    beside = (pathlib.PurePosixPath(includer).parent / name).as_posix()
    return next((path for path in (beside, name) if path in files), None)


def check_file(rules, files, path):
    """Yield the breaks of one file, by its own lines and by what it reaches."""
    room = room_of(path)
    if room not in rules.allowed or path.count("/") < 2:
        yield f"{path}:1: lies in no room of the rules"
        return
    for number, name in files[path]:
        target = resolve(files, path, name) or name
        if ".." in pathlib.PurePosixPath(name).parts:
            yield f"{path}:{number}: {name}: write it from the top of the tree"
        elif other := room_of(target):
            if not rules.may_use(room, other, target):
                yield f"{path}:{number}: {room} may not use {target}"
        elif QT_HEADER.match(name) and not rules.may_qt(room):
            yield f"{path}:{number}: {room} may not use Qt ({name})"
        if rules.forbids(room, name):
            yield f"{path}:{number}: {room} may not include {name}"
    if not rules.may_qt(room) and (chain := qt_chain(files, path)):
        yield f"{path}:1: {room} reaches Qt: " + " → ".join(chain[1:])


def qt_chain(files, path):
    """The chain of headers by which PATH reaches Qt through other files of the tree, or None."""
    waiting, seen = [(path, (path,))], {path}
    while waiting:
        current, chain = waiting.pop(0)
        for _, name in files[current]:
            target = resolve(files, current, name)
            if target is None and QT_HEADER.match(name) and len(chain) > 1:
                return chain + (name,)
            if target is not None and target not in seen:
                seen.add(target)
                waiting.append((target, chain + (target,)))
    return None


def check_targets(rules, targets):
    """Yield the breaks of the targets' links, from CMake's own list."""
    rows = [line.split(";") for line in targets.read_text().splitlines() if line]
    rooms = {name: room_of(folder) for name, folder, *_ in rows}
    for name, _, *links in rows:
        room = rooms[name]
        if room is None:
            continue
        if room not in rules.allowed:
            yield f"target {name}: {room} is no room of the rules"
            continue
        for link in links:
            other = rooms.get(link)
            if other and not rules.may_use(room, other, link):
                yield f"target {name}: {room} may not link {link} of {other}"
            if link.startswith("Qt6::") and not rules.may_qt(room):
                yield f"target {name}: {room} may not link {link}"


def check_table(rules, architecture):
    """Yield the rooms that only one of the rules and ARCHITECTURE.md's table has."""
    table = set()
    for line in architecture.read_text().splitlines():
        if match := re.match(r"\| *((?:backend|helper|gui)/[^|]*)\|", line):
            table.update(name.strip() for name in match[1].split(","))
    for room in sorted(table ^ set(rules.allowed)):
        yield f"{room}: in only one of ARCHITECTURE.md's table and the rules"


def breaks(tree, targets, rules_path):
    """Every break of the rules in TREE, as text."""
    rules, files = Rules(rules_path), read_tree(tree)
    if not files:
        return [f"{tree}: no source file"]
    found = [text for path in files for text in check_file(rules, files, path)]
    found += check_targets(rules, targets)
    found += check_table(rules, tree / "ARCHITECTURE.md")
    return found


def main():
    tree, targets = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    beside = pathlib.Path(__file__).with_name("rules")
    found = breaks(tree, targets, pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else beside)
    print("\n".join(found) or "the rules are kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
