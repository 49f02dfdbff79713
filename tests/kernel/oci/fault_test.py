#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault loop over the command line: each changing system call of create, start, kill and delete
fails, or is the last one that its process makes. Afterwards the container is whole or can be deleted,
and then nothing is there: no process, no mount, no group, no file."""

import collections
import itertools
import pathlib
import subprocess
import sys
import time
import unittest

from bundle import PATIENCE, PROGRAM, OciTest

# What the commands ask of the kernel; those that are not made are skipped.
CALLS = ["openat", "openat2", "mkdir", "mkdirat", "flock", "socket", "bind", "listen", "connect", "socketpair",
         "clone3", "write", "pwrite64", "rename", "renameat", "sendmsg", "recvmsg", "sendto", "recvfrom", "open_tree",
         "mount_setattr", "move_mount", "fsopen", "fsconfig", "fsmount", "mount", "fchdir", "pivot_root", "umount2",
         "chdir", "symlinkat", "mknodat", "fchownat", "setgroups", "setresgid", "setresuid", "prctl", "sethostname",
         "ioctl", "prlimit64", "setsid", "capset", "seccomp", "unshare", "accept4", "close_range", "unlink", "unlinkat",
         "rmdir", "pidfd_open", "pidfd_send_signal", "poll", "execve", "getcwd", "memfd_create"]
OCCURRENCES = (1, 2, 4, 9)


class FaultTest(OciTest):
    def setUp(self):
        super().setUp()
        self.shell("exec sleep 1000")
        self.config["linux"]["cgroupsPath"] = "/vitrine-oci-fault"
        self.config["linux"]["seccomp"] = {"defaultAction": "SCMP_ACT_ALLOW",
                                           "syscalls": [{"names": ["acct"], "action": "SCMP_ACT_ERRNO"}]}
        self.write()
        self.points = 0

    def tampered(self, expression, *words):
        """Run a command under EXPRESSION; its status, its errors, and whether the fault was met."""
        log = self.folder / "strace"
        # Without pipes: what a container holds open would keep us reading.
        with open(self.folder / "errors", "w", encoding="utf-8") as errors:
            done = subprocess.run(["strace", "-D", "-f", "-o", log, "-e", f"trace={expression.split(':')[0]}",
                                   "-e", f"inject={expression}", PROGRAM, "--root", self.state, *words],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
                                  timeout=PATIENCE, check=False)
        text = log.read_text(errors="replace")
        met = "INJECTED" in text or "killed by SIGKILL" in text
        self.points += met
        return done.returncode, (self.folder / "errors").read_text(), met

    def made(self, words):
        """How often a process makes each call when nothing fails."""
        log = self.folder / "strace"
        subprocess.run(["strace", "-D", "-f", "-o", log, "-e", "trace=" + ",".join(f"?{call}" for call in CALLS),
                        PROGRAM, "--root", self.state, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=PATIENCE, check=True)
        lines = (line.split(None, 1) for line in log.read_text(errors="replace").splitlines())
        by_process = collections.Counter((pid, text.split("(")[0]) for pid, text in lines if "(" in text)
        return {call: max((count for (_, name), count in by_process.items() if name == call), default=0) for call in CALLS}

    def sleepers(self):
        """First processes of this test's containers, by their program."""
        found = []
        for path in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                root = (path / "root").readlink()
                name = (path / "comm").read_text().strip()
                group = (path / "cgroup").read_text()
            except OSError:
                continue
            if "vitrine-oci-fault" in group or (name == "vitrine-oci" and str(root) != "/"):
                found.append((path.name, name))
        return found

    def want_nothing(self, point):
        deadline = time.monotonic() + 20
        group = pathlib.Path("/sys/fs/cgroup/vitrine-oci-fault")
        while time.monotonic() < deadline:
            left = self.containers(), group.exists(), self.sleepers()
            if left == ([], False, []):
                return
            time.sleep(0.02)
        self.fail(f"{point}: left behind {left}")

    def clean(self, point):
        """What an engine does after a failure."""
        if not self.containers():
            self.want_nothing(point)
            return
        result = self.oci("delete", "--force", "c")
        self.assertEqual(result.status, 0, f"{point}: {result}")
        self.want_nothing(point)

    def loop(self, effect, words, prepare, check):
        prepare()
        made = self.made(words)
        self.clean("no fault")
        for call, occurrence in itertools.product(CALLS, OCCURRENCES):
            if occurrence > made[call] or (call == "flock" and "error" in effect):
                continue  # giving a lock back does not fail
            point = f"{call}:{effect}:when={occurrence}"
            with self.subTest(point):
                prepare()
                status, errors, met = self.tampered(point, *words)
                if met:
                    check(point, status, errors)
                self.clean(point)
        print(f"{self.points} points of {words[0]} with {effect}", flush=True)

    def whole(self):
        self.create("c")

    def started(self):
        self.create("c")
        self.want("start", "c")

    def truthful(self, point, status, errors):
        """It did what was asked, or says why not."""
        if status != 0:
            self.assertIn("vitrine-oci: ", errors, point)

    def test_create_fails(self):
        create = ["create", "--bundle", self.bundle, "c"]

        def check(point, status, errors):
            self.truthful(point, status, errors)
            waits = point.split(":")[0] in ("recvmsg", "poll", "accept4")  # the process itself, afterwards
            if status == 0:
                self.assertIn(self.status()["status"], ("created", "stopped") if waits else ("created",), point)
            else:
                self.want_nothing(point)
        self.loop("error=EIO", create, lambda: None, check)
        self.assertGreater(self.points, 60)

    def test_create_is_killed(self):
        self.loop("signal=KILL", ["create", "--bundle", self.bundle, "c"], lambda: None, lambda *_: None)
        self.assertGreater(self.points, 40)

    def test_a_new_create_after_one_that_was_killed(self):
        for call in ("clone3", "mkdir", "fsmount", "pivot_root", "seccomp", "write", "rename"):
            with self.subTest(call):
                self.tampered(f"{call}:signal=KILL:when=1", "create", "--bundle", self.bundle, "c")
                if self.oci("state", "c").status == 0:  # it was written down already
                    self.oci("delete", "--force", "c")
                self.create("c")
                self.clean(call)

    def test_start_and_delete(self):
        for effect in ("error=EIO", "signal=KILL"):
            check = self.truthful if effect.startswith("error") else lambda *_: None
            self.loop(effect, ["start", "c"], self.whole, check)
            self.loop(effect, ["delete", "--force", "c"], self.started, check)
        self.assertGreater(self.points, 40)

    def test_no_space_no_memory_no_descriptors(self):
        for error in ("ENOSPC", "ENOMEM", "EMFILE", "EPERM"):
            for call in ("mkdir", "openat", "clone3", "fsmount", "socketpair", "write"):
                point = f"{call}:error={error}:when=1"
                with self.subTest(point):
                    status, errors, met = self.tampered(point, "create", "--bundle", self.bundle, "c")
                    self.assertTrue(met, point)
                    self.truthful(point, status, errors)
                    if status != 0:
                        self.want_nothing(point)
                    self.clean(point)


if __name__ == "__main__":
    if subprocess.run(["strace", "-o", "/dev/null", "true"], check=False, stderr=subprocess.DEVNULL).returncode != 0:
        print("SKIP: strace cannot trace here")
        sys.exit(77)
    unittest.main(verbosity=2)
