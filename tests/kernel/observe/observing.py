# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real vitrine-observer as the launcher does, and keeps what a subscriber was told."""

import contextlib
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

OBSERVER = os.environ["VITRINE_OBSERVER"]
PATIENCE = 30  # seconds until something is taken as never coming
TYPES = ("mnt", "uts", "ipc", "pid", "net", "user", "cgroup", "time")


def ns(pid, kind):
    """Inode of a namespace as /proc tells it."""
    return int(os.readlink(f"/proc/{pid}/ns/{kind}").split("[")[1][:-1])


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Stream:
    """The reading end of a subscription, with all lines applied."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.buffer = b""
        self.tables, self.lines, self.sequence, self.fulls = {}, 0, None, 0
        self.stats = None

    def line(self):
        deadline = time.monotonic() + PATIENCE
        while b"\n" not in self.buffer:
            if not select.select([self.descriptor], [], [], max(0, deadline - time.monotonic()))[0]:
                raise AssertionError("no line came")
            part = os.read(self.descriptor, 1 << 20)
            if not part:
                raise EOFError
            self.buffer += part
        line, self.buffer = self.buffer.split(b"\n", 1)
        return json.loads(line)

    def apply(self):
        line = self.line()
        self.lines += 1
        if "workloads" in line:
            self.stats = line
            return line
        if self.sequence is not None and not line["full"] and line["seq"] != self.sequence + 1:
            raise AssertionError(f"line {line['seq']} after {self.sequence}")
        self.sequence = line["seq"]
        if line["full"]:
            self.tables = {}
            self.fulls += 1
        for name, delta in line["tables"].items():
            table = self.tables.setdefault(name, {})
            for key in delta["gone"]:
                del table[key]
            for row in delta["set"]:
                table[row["key"]] = row
        return line

    def until(self, predicate, message="what was expected"):
        """Applies lines until PREDICATE is true, and returns what it returned."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.sequence is not None or self.stats:
                with contextlib.suppress(KeyError):
                    if found := predicate():
                        return found
            self.apply()
        raise AssertionError(f"never came: {message}")

    def close(self):
        os.close(self.descriptor)


class ObserverTest(unittest.TestCase):
    def setUp(self):
        self.children = []
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vitrine-observe-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.start_observer()

    def start_observer(self, *prefix, program=OBSERVER):
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.observer = subprocess.Popen([*prefix, program, "--control", str(theirs.fileno())],
                                         pass_fds=[theirs.fileno()])
        theirs.close()

    def tearDown(self):
        for child in self.children:
            child.kill()
            child.wait()
        self.control.close()
        try:
            self.assertEqual(self.observer.wait(PATIENCE), 0)
        except subprocess.TimeoutExpired:
            self.observer.kill()
            self.observer.wait()
            raise

    def send(self, message, descriptor=None):
        data = message if isinstance(message, bytes) else json.dumps(message).encode()
        descriptors = [] if descriptor is None else [descriptor]
        socket.send_fds(self.control, [data], descriptors)

    def subscribe(self, kind="observe", uid=0, everything=True, tables=(), workload="",
                  interval=100):
        ours, theirs = os.pipe2(os.O_CLOEXEC)
        self.send({"subscribe": kind, "uid": uid, "all": everything, "tables": list(tables),
                   "workload": workload, "interval": interval}, theirs)
        os.close(theirs)
        return Stream(ours)

    def workload(self, ident, **fields):
        self.send({"workload": {"id": ident, "name": ident, "owner": 0, "leader": 0, "cgroup": "",
                                "lower": [], "upper": "", "work": "", "limits": {}} | fields})

    def spawn(self, *command, **options):
        """A process of the test; ended with it."""
        child = subprocess.Popen(command, **options)
        self.children.append(child)
        return child

    def ready(self, program, *arguments, prefix=()):
        """A Python child that runs PROGRAM, prints a line and waits to be killed."""
        code = program + "\nimport sys,time; print('ready', flush=True); time.sleep(1000)"
        child = self.spawn(*prefix, sys.executable, "-c", code, *map(str, arguments),
                           stdout=subprocess.PIPE, text=True)
        self.assertEqual(child.stdout.readline(), "ready\n")
        child.stdout.close()
        return child

    def executing(self, child, name="sleep"):
        """Waits until CHILD, or the one child that it forked, runs NAME; returns its pid."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            pids = [child.pid, *map(int, pathlib.Path(
                f"/proc/{child.pid}/task/{child.pid}/children").read_text().split())]
            for pid in pids:
                if pathlib.Path(f"/proc/{pid}/comm").read_text() == name + "\n":
                    return pid
            time.sleep(0.01)
        raise AssertionError(f"{name} never ran")


def main():
    if os.geteuid() != 0 or os.environ.get("VITRINE_TEST_PRIVATE") != "1":
        print("SKIP: needs root, and machine_unchanged.py --private around it")
        sys.exit(77)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    unittest.main(verbosity=2)
