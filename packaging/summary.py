#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""summary.py FOLDER: the closing lines of packaging/test from the JUnit files that ctest left there.

A ctest test counts as passed, failed or skipped. The reason of a skip is read off the test's
output: a line `SKIP: reason`, GoogleTest's message before `[  SKIPPED ]`, or QtTest's `SKIP   :`.
A test that passed but skipped some of its cases counts as passed, and each skipped case as skipped.
Exit status 1 when a test failed or none ran.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

PLAIN = re.compile(r"^\s*SKIP: (?P<reason>.+)$")
QT = re.compile(r"^SKIP {3}: (?P<case>\S+\(.*?\)) (?P<reason>.+)$")
GTEST_MESSAGE = re.compile(r"^\S+:\d+: Skipped$")
GTEST_RUN = re.compile(r"^\[ RUN +\] (?P<case>\S+)")


def skips(output):
    """Yield (case, reason) for each skip told in a test's output."""
    case = ""
    lines = iter(output.splitlines())
    for line in lines:
        if match := GTEST_RUN.match(line):
            case = match["case"]
        elif match := PLAIN.match(line):
            yield "", match["reason"].strip()
        elif match := QT.match(line):
            yield match["case"], match["reason"].strip()
        elif GTEST_MESSAGE.match(line):
            yield case, next(lines, "").strip()


def read(path):
    """Yield (name, status, output) of each test; status is passed, failed or skipped."""
    for test in ElementTree.parse(path).getroot().iter("testcase"):
        skip = test.find("skipped")
        if test.get("status") == "run":
            status = "passed"
        elif skip is not None and skip.get("message", "").startswith("SKIP_"):
            status = "skipped"
        else:
            # Also a test that ctest could not start, because its program is missing.
            status = "failed"
        yield test.get("name"), status, test.findtext("system-out") or ""


def main():
    passed, failed, skipped = 0, [], []
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.xml")):
        for name, status, output in read(path):
            reasons = list(skips(output))
            if status == "passed":
                passed += 1
            elif status == "failed":
                failed.append(name)
            elif not reasons:
                reasons = [("", "no reason given")]
            for case, reason in reasons:
                # gtest_discover_tests names a ctest test after its only case.
                label = f"{name}: {case}" if case and not name.endswith(case) else name
                skipped.append((label, reason))
    for name, reason in skipped:
        print(f"skipped {name}: {reason}")
    for name in failed:
        print(f"failed {name}")
    print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped", flush=True)
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
