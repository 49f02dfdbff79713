#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault loop on the real kernel: each changing system call of a start fails, or is the last one
that its process makes. Afterwards the container is whole or absent and nothing else is there."""

import os
import pathlib
import select
import subprocess
import sys
import time
import unittest
import unittest.mock

from launcher import Launcher, LauncherTest, Refused

# What a start asks of the kernel; a call that it stops making is skipped, a new one is to be added.
CALLS = ["mkdir", "mkdirat", "openat", "socketpair", "setsockopt", "mmap", "clone", "clone3", "unshare",
         "dup2", "execve", "write", "sendmsg", "recvmsg", "poll", "open_tree", "mount_setattr", "move_mount",
         "fsopen", "fsconfig", "fsmount", "mount", "fchdir", "pivot_root", "umount2", "chdir", "openat2",
         "symlinkat", "setgroups", "setresgid", "setresuid", "prctl", "sethostname", "socket", "ioctl",
         "prlimit64", "setsid", "capset", "seccomp", "rename", "renameat", "epoll_ctl"]
OCCURRENCES = (1, 2, 5)


class Strace:
    """strace attached to a process and what it starts, tampering as EXPRESSION says."""

    def __init__(self, pid, expression, log):
        self.process = subprocess.Popen(
            ["strace", "-f", "-o", log, "-e", f"trace={expression.split(':')[0]}", "-e", f"inject={expression}", "-p", str(pid)],
            stderr=subprocess.PIPE)
        ready, _, _ = select.select([self.process.stderr], [], [], 30)
        if not ready or b"attached" not in os.read(self.process.stderr.fileno(), 4096):
            raise RuntimeError("strace does not attach")

    def detach(self):
        """Let go of all. It may wait for the end of a pid namespace's init which itself waits for strace to
        reap the others: such a strace is killed, which lets the kernel do it."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(30)
        self.process.stderr.close()


class FaultLoop(LauncherTest):
    image = "busybox"
    calls = CALLS
    occurrences = OCCURRENCES
    spec = {}  # of the container, besides

    def setUp(self):
        super().setUp()
        self.container = self.launcher.create(
            uid=self.user, image=self.image, command=["sleep", "1000"], terminal=False, **self.spec)
        self.points = 0

    def begin(self):
        if self.user:
            self.wrapper = ["setpriv", "--reuid", str(self.user), "--regid", str(self.user), "--clear-groups",
                            "--no-new-privs"]
        super().begin()

    def start_with(self, expression):
        """Start under EXPRESSION: "started", the error, or None when the launcher died."""
        log = self.base.parent / "strace.log"
        strace = Strace(self.launcher.process.pid, expression, log)
        try:
            self.launcher.call("start", container=self.container)
            outcome = "started"
        except Refused as refused:
            outcome = refused.error
        except (EOFError, ConnectionError):
            outcome = None
        strace.detach()
        tampered = "INJECTED" in log.read_text(errors="replace") or "killed by SIGKILL" in log.read_text(errors="replace")
        self.points += tampered
        return outcome, tampered

    def restart(self):
        self.launcher.close()
        self.begin()

    def want_whole_or_absent(self, point):
        if self.launcher.containers[self.container]["state"] == "running":
            try:
                self.launcher.exec(self.container, "true")
            except Refused:  # its payload was the one that was killed: that is about to be seen
                self.launcher.wait_state(self.container, "stopped")
            self.launcher.call("stop", container=self.container, timeout=0)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.leftovers():
            time.sleep(0.02)
        self.assertEqual(self.leftovers(), [], point)

    def leftovers(self):
        groups = [str(path) for path in pathlib.Path("/sys/fs/cgroup").glob("vitrine-*")]
        shims = [path.parent.name for path in pathlib.Path("/proc").glob("[0-9]*/comm") if self.is_shim(path)]
        return os.listdir(self.base / "run/containers") + groups + shims

    @staticmethod
    def is_shim(comm):
        """A shim of this test: the others on the machine live in another cgroup namespace."""
        try:
            return (comm.read_text() == "vitrine-shim\n"
                    and os.readlink(comm.parent / "ns/mnt") == os.readlink("/proc/self/ns/mnt"))
        except OSError:
            return False

    def loop(self, effect, check):
        for call in self.calls:
            for occurrence in self.occurrences:
                point = f"{call}:{effect}:when={occurrence}"
                with self.subTest(point):
                    outcome, tampered = self.start_with(point)
                    if outcome is None or "could not be undone" in str(outcome):
                        self.restart()  # the undoing was hit as well, and said so: the next launcher does it
                    self.want_whole_or_absent(point)
                    check(outcome, point)
                if not tampered:
                    break
        print(f"{self.points} points with {effect}", flush=True)

    def truthful(self, outcome, point):
        if outcome is None:  # it goes when it cannot talk to its daemon any more
            self.assertIn(point.split(":")[0], ("sendmsg", "recvmsg"))
        elif outcome != "started":  # some calls it can do without
            self.assertTrue(outcome["call"] or "Input/output error" in outcome["text"], outcome)


class FaultTest(FaultLoop):
    def test_each_call_fails(self):
        self.loop("error=EIO", self.truthful)
        self.assertGreater(self.points, 60)

    def test_each_call_is_the_last_one(self):
        self.loop("signal=KILL", lambda outcome, point: None)
        self.assertGreater(self.points, 40)

    def test_no_space_no_memory_no_descriptors(self):
        for error in ("ENOSPC", "ENOMEM", "EMFILE", "EPERM"):
            for call in ("mkdir", "openat", "clone3", "fsmount", "socketpair"):
                point = f"{call}:error={error}:when=1"
                with self.subTest(point):
                    outcome, tampered = self.start_with(point)
                    self.assertTrue(tampered, point)
                    self.assertIsNotNone(outcome)
                    self.want_whole_or_absent(point)


class IsolationFaultTest(FaultLoop):
    """Volumes, devices, namespaces of another container, a user and a reaper."""
    calls = ["openat2", "open_tree", "mount_setattr", "move_mount", "mkdirat", "fstatfs", "setns", "clone3", "wait4",
             "pidfd_open", "unshare", "setdomainname", "setgroups", "mknodat", "fchownat", "fsopen", "fsmount", "memfd_create",
             "fchown", "setresuid", "capset", "fork", "clone", "setpgid", "execveat", "execve", "write", "fcntl"]
    occurrences = (1, 2, 4)
    spec = {"namespaces": {"net": "container:first", "ipc": "container:first"}, "init": True, "user": "0:0",
            "domainname": "lab", "clockOffsets": {"boottime": 1000}, "devices": ["/dev/null"],
            "volumes": [{"source": "/usr/share", "target": "/srv/share", "readOnly": True, "recursive": False},
                        {"source": "/etc/hostname", "target": "/srv/deep/file"}],
            "tmpfs": [{"target": "/srv/fast", "size": 65536}]}

    def setUp(self):
        self.before = []
        original = Launcher.create

        def create_both(launcher, **spec):
            first = original(launcher, name="first", command=["sleep", "1000"], terminal=False)
            launcher.call("start", container=first)
            return original(launcher, **spec)
        with unittest.mock.patch.object(Launcher, "create", create_both):
            super().setUp()
        self.before = self.leftovers()
        self.assertEqual(len(self.before), 3)  # its directory, its group, its shim

    def leftovers(self):
        left = super().leftovers()
        for known in self.before:
            if known in left:
                left.remove(known)
        return left

    def test_each_call_fails(self):
        self.loop("error=EIO", self.truthful)
        self.assertGreater(self.points, 40)

    def test_each_call_is_the_last_one(self):
        self.loop("signal=KILL", lambda outcome, point: None)
        self.assertGreater(self.points, 40)


class ThisSystemFaultTest(FaultLoop):
    """An ordinary user's root file system is put together from many mounts."""
    user = 4217  # nobody's
    image = "this-system"
    calls = ["openat", "openat2", "mkdirat", "open_tree", "mount_setattr", "fsopen", "fsconfig", "fsmount", "move_mount"]
    occurrences = (1, 3, 9, 27)

    def test_each_call_fails(self):
        self.loop("error=EIO", self.truthful)
        self.assertGreater(self.points, 20)

    def test_each_call_is_the_last_one(self):
        self.loop("signal=KILL", lambda outcome, point: None)
        self.assertGreater(self.points, 20)


class ChangeFaultTest(FaultLoop):
    """A change is made as a whole or not at all; a copy is whole or absent."""
    change_calls = ["openat", "write", "fsync", "renameat", "rename"]
    clone_calls = ["fork", "clone", "socketpair", "mkdirat", "openat", "getdents64", "newfstatat", "fstat", "ioctl",
                   "ftruncate", "lseek", "copy_file_range", "symlinkat", "mknodat", "linkat", "fchownat", "llistxattr",
                   "lgetxattr", "lsetxattr", "fchmodat", "utimensat", "syncfs", "unlinkat", "fsync", "renameat", "rename",
                   "sendmsg"]
    occurrences = (1, 2, 4)

    def setUp(self):
        super().setUp()
        upper = self.base / "data/containers" / self.container / "upper"
        (upper / "folder").mkdir()
        (upper / "folder/file").write_bytes(b"content" * 5000)
        (upper / "symbolic").symlink_to("folder")
        os.link(upper / "folder/file", upper / "link")
        os.setxattr(upper / "folder", "user.colour", b"red")
        os.mknod(upper / "whiteout", 0o020000, 0)

    def with_strace(self, expression, call, **arguments):
        """(the result, the error or None when the launcher died; whether anything was tampered with)"""
        log = self.base.parent / "strace.log"
        strace = Strace(self.launcher.process.pid, expression, log)
        try:
            outcome = self.launcher.call(call, container=self.container, **arguments)
        except Refused as refused:
            outcome = refused.error
        except (EOFError, ConnectionError):
            outcome = None
        strace.detach()
        text = log.read_text(errors="replace")
        tampered = "INJECTED" in text or "killed by SIGKILL" in text or outcome is None
        self.points += tampered
        return outcome, tampered

    def points_of(self, calls, effect):
        for call in calls:
            for occurrence in self.occurrences:
                yield f"{call}:{effect}:when={occurrence}"

    def check_update(self, effect):
        for number, point in enumerate(self.points_of(self.change_calls, effect)):
            with self.subTest(point):
                before = self.launcher.containers[self.container]["spec"]
                value = {"NUMBER": str(number)}
                outcome, _ = self.with_strace(point, "update", changes={"environment": value})
                if outcome is None:
                    self.restart()
                now = self.launcher.containers[self.container]["spec"]
                after = dict(before, environment=value)
                if outcome is not None:
                    self.assertEqual(now, after if "pending" in outcome else before, point)
                self.restart()
                found = self.launcher.containers[self.container]["spec"]
                self.assertIn(found, (before, after), point)
                if outcome is not None:
                    self.assertEqual(found, now, point)
        print(f"{self.points} points of update with {effect}", flush=True)
        self.assertGreater(self.points, 4)

    def test_update_where_a_call_fails(self):
        self.check_update("error=EIO")

    def test_update_where_a_call_is_the_last_one(self):
        self.check_update("signal=KILL")

    def check_clone(self, effect):
        containers = self.base / "data/containers"
        for point in self.points_of(self.clone_calls, effect):
            with self.subTest(point):
                outcome, _ = self.with_strace(point, "clone", name="copy")
                if outcome is None:
                    self.restart()
                clones = [row["id"] for row in self.launcher.containers.values() if row["name"] == "copy"]
                if outcome is not None:
                    self.assertEqual(len(clones), int("container" in outcome), (point, outcome))
                for clone in clones:
                    upper = containers / clone / "upper"
                    self.assertEqual((upper / "folder/file").read_bytes(), b"content" * 5000, point)
                    self.assertEqual((upper / "link").stat().st_nlink, 2, point)
                    self.assertEqual(os.getxattr(upper / "folder", "user.colour"), b"red", point)
                    self.assertTrue((upper / "whiteout").is_char_device(), point)
                    self.launcher.call("delete", container=clone)
                deadline = time.monotonic() + 2
                while time.monotonic() < deadline and os.listdir(containers) != [self.container]:
                    time.sleep(0.02)
                if os.listdir(containers) != [self.container]:  # the removal was hit as well: the next one's
                    self.restart()
                self.assertEqual(os.listdir(containers), [self.container], point)
        print(f"{self.points} points of clone with {effect}", flush=True)
        self.assertGreater(self.points, 10)

    def test_clone_where_a_call_fails(self):
        self.check_clone("error=EIO")

    def test_clone_where_a_call_is_the_last_one(self):
        self.check_clone("signal=KILL")

    def test_clone_on_a_full_disk(self):
        self.clone_calls = ["mkdirat", "openat", "copy_file_range", "symlinkat", "mknodat", "linkat", "lsetxattr"]
        self.check_clone("error=ENOSPC")


if __name__ == "__main__":
    if subprocess.run(["strace", "-o", "/dev/null", "true"], check=False, stderr=subprocess.DEVNULL).returncode != 0:
        print("SKIP: strace cannot trace here")
        sys.exit(77)
    unittest.main(verbosity=2)
