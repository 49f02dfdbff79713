#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""selftest.py TREE TARGETS: does check.py see a single broken line?

Copies the tree, breaks one line at a time, and wants check.py to name exactly that file and line.
"""

import pathlib
import shutil
import sys
import tempfile

import check

# room to break, the line added to one of its files, what check.py must say
LINES = [
    ("backend/base", '#include "backend/spec/container_spec.h"', "may not use backend/spec"),
    ("backend/spec", '#include "backend/kernel/mount.h"', "may not use backend/kernel"),
    ("backend/kernel", '#include "backend/plan/step.h"', "may not use backend/plan"),
    ("backend/plan", '#include "backend/observe/rows.h"', "may not use backend/observe"),
    ("backend/base", "#include <QString>", "may not use Qt"),
    ("backend/observe", "#include <QtCore/qstring.h>", "may not use Qt"),
    ("helper/launcher", "  #  include <QCoreApplication>", "may not use Qt"),
    ("helper/launcher", '#include "helper/daemon/manager.h"', "may not use helper/daemon"),
    ("helper/shim", '#include "backend/plan/step.h"', "may not use backend/plan"),
    ("helper/daemon", '#include "helper/launcher/server.h"', "may not use helper/launcher"),
    ("helper/daemon", '#include "backend/kernel/mount.h"', "may not use backend/kernel"),
    ("gui/client", '#include "backend/base/result.h"', "may not use backend/base"),
    ("gui/models", '#include "gui/client/client.h"', "may not use gui/client"),
    ("gui/models", "#include <QFile>", "may not include QFile"),
    ("gui/models", "#include <sys/socket.h>", "may not include sys/socket.h"),
    ("gui/views", '#include "gui/client/client.h"', "may not use gui/client"),
    ("gui/views", '#include "gui/dialogs/dialog.h"', "may not use gui/dialogs"),
    ("gui/views", "#include <QtDBus/QDBusMessage>", "may not include QtDBus/QDBusMessage"),
    ("gui/dialogs", '#include "gui/client/client.h"', "may not use gui/client"),
    ("gui/dialogs", '#include "../models/rows.h"', "write it from the top"),
    ("gui/app", "#include <QDBusConnection>", "may not include QDBusConnection"),
    ("helper/launcher", '#include "helper/shim/streams.h"', "may not use helper/shim"),
    ("gui/app", '#include "helper/daemon/manager.h"', "may not use helper/daemon"),
]

# lines added to CMake's list of targets
LINKS = [
    ("vitrine-probe;backend/base;Qt6::Core", "may not link Qt6::Core"),
    ("vitrine-probe;gui/views;vitrine-base", "may not link vitrine-base"),
    ("vitrine-probe;helper/daemon;vitrine-elsewhere\nvitrine-elsewhere;backend/kernel",
     "may not link vitrine-elsewhere"),
    ("vitrine-probe;helper/shim;vitrine-launcher-protocol", "may not link vitrine-launcher-protocol"),
    ("vitrine-probe;backend/unheard;", "is no room of the rules"),
]


def broken_line(tree, room, line):
    """Add LINE to a file of ROOM (a new one when the room is empty); return what to put back."""
    folder = tree / room
    folder.mkdir(parents=True, exist_ok=True)
    path = next((p for p in sorted(folder.glob("*.cpp"))), folder / "probe.cpp")
    before = path.read_text() if path.exists() else None
    path.write_text((before or "") + line + "\n")
    number = len(path.read_text().splitlines())
    return path, before, f"{path.relative_to(tree).as_posix()}:{number}: "


def put_back(path, before):
    if before is None:
        path.unlink()
    else:
        path.write_text(before)


def main():
    source, targets = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    rules_path = pathlib.Path(check.__file__).with_name("rules")
    rules, failures = check.Rules(rules_path), []

    def expect(what, found, start, text):
        if not any(b.startswith(start) and text in b for b in found):
            failures.append(f"not seen: {what}; said instead: {found}")

    with tempfile.TemporaryDirectory() as folder:
        tree, links = pathlib.Path(folder), pathlib.Path(folder) / "targets"
        for top in check.TOPS:
            shutil.copytree(source / top, tree / top)
        shutil.copy(source / "ARCHITECTURE.md", tree)
        files = check.read_tree(tree)

        def breaks_with(path):
            """The breaks of one file that has just been changed."""
            name = path.relative_to(tree).as_posix()
            return list(check.check_file(rules, {**files, name: check.read_includes(path)}, name))

        for room, line, text in LINES:
            path, before, start = broken_line(tree, room, line)
            expect(f"{line} in {room}", breaks_with(path), start, text)
            put_back(path, before)
        for row, text in LINKS:
            links.write_text(targets.read_text() + row + "\n")
            expect(row, list(check.check_targets(rules, links)), "target vitrine-probe: ", text)

        # The whole, with Qt behind an innocent header, a stray file and a room that nobody knows.
        (tree / "helper/api/selftest_qt.h").write_text("#include <QObject>\n")
        path, _, _ = broken_line(tree, "helper/shim", '#include "helper/api/selftest_qt.h"')
        (tree / "gui/stray.cpp").write_text("\n")
        with open(tree / "ARCHITECTURE.md", "a", encoding="utf-8") as table:
            table.write("| backend/unheard | nothing | base |\n")
        found = check.breaks(tree, targets, rules_path)
        expect("Qt behind a header", found, path.relative_to(tree).as_posix(), "reaches Qt")
        expect("a stray file", found, "gui/stray.cpp:1: ", "lies in no room")
        expect("an unknown room", found, "backend/unheard: ", "in only one of")
    print("\n".join(failures) or f"{len(LINES) + len(LINKS) + 3} breaks seen")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
