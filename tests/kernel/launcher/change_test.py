#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is changed of a container after it was made: its specification, its name, a copy of it."""

import os
import pathlib
import subprocess
import unittest

from launcher import Launcher, LauncherTest, Refused, scratch, wait_for_empty_trash

SLEEP = ["sleep", "1000"]


class ChangeTest(LauncherTest):
    def refused(self, kind, call, **arguments):
        with self.assertRaises(Refused) as refused:
            self.launcher.call(call, **arguments)
        self.assertEqual(refused.exception.error["name"], kind, refused.exception)
        return refused.exception.error

    def started(self, **spec):
        spec.setdefault("command", SLEEP)
        container = self.launcher.create(terminal=False, **spec)
        self.launcher.call("start", container=container)
        return container

    def upper(self, container):
        return self.base / "data/containers" / container / "upper"

    # --- update ------------------------------------------------------------------------------

    def test_a_stopped_container_starts_with_the_new_values_and_its_old_files(self):
        container = self.launcher.create(terminal=False, command=["sh", "-c", "echo kept > /file"])
        self.launcher.call("start", container=container)
        self.launcher.wait_state(container, "stopped")
        answer = self.launcher.call("update", container=container, changes={
            "command": ["sh", "-c", "cat /file; echo $COLOUR"], "environment": {"COLOUR": "red"}})
        self.assertEqual(answer, {"running": False, "pending": []})
        self.launcher.call("start", container=container)
        self.launcher.wait_state(container, "stopped")
        console = self.launcher.open("console", container=container)
        self.addCleanup(console.close)
        self.assertEqual(console.read_all(), "kept\nred\n")

    def test_a_running_container_says_what_waits_for_its_next_start(self):
        container = self.started(name="web")
        answer = self.launcher.call("update", container=container, changes={
            "environment": {"A": "1"}, "workingDirectory": "/etc", "name": "web2"})
        self.assertEqual(answer, {"running": True, "pending": ["environment", "workingDirectory"]})
        self.assertEqual(self.row(container)["pending"], ["environment", "workingDirectory"])
        self.assertEqual(self.row(container)["name"], "web2")
        self.restart_launcher()
        self.assertEqual(self.row(container)["pending"], ["environment", "workingDirectory"])
        # Taken back, nothing waits any more.
        self.launcher.call("update", container=container, changes={}, reset=["environment", "workingDirectory"])
        self.assertEqual(self.row(container)["pending"], [])
        self.launcher.call("update", container=container, changes={"environment": {"A": "2"}})
        self.launcher.call("stop", container=container, timeout=0)
        self.assertEqual(self.row(container)["pending"], [])
        self.launcher.call("start", container=container)
        self.assertEqual(self.row(container)["pending"], [])
        self.assertEqual(self.launcher.exec(container, "sh", "-c", "tr '\\0' '\\n' < /proc/1/environ")[0].count("A=2"), 1)

    def test_reset_is_what_create_would_have_chosen(self):
        container = self.launcher.create(name="web", hostname="other", command=SLEEP, readOnlyRoot=True)
        before = self.row(self.launcher.create(name="plain"))["spec"]
        self.launcher.call("update", container=container, changes={}, reset=["hostname", "command", "readOnlyRoot"])
        spec = self.row(container)["spec"]
        self.assertEqual((spec["hostname"], spec["command"], spec["readOnlyRoot"]), ("web", before["command"], False))

    def test_a_bad_change_changes_nothing(self):
        container = self.launcher.create(name="web", command=SLEEP)
        self.launcher.create(name="taken")
        before = dict(self.row(container)["spec"])
        record = self.base / "data/containers" / container / "record.json"
        text = record.read_text()
        for kind, field, changes in (
                ("InvalidSpec", "environment", {"workingDirectory": "/srv", "environment": {"A=": "1"}}),
                ("InvalidSpec", "colour", {"colour": "red"}), ("InvalidSpec", "image", {"image": "this-system"}),
                ("InvalidSpec", "name", {"name": "No"}), ("InvalidSpec", "name", {"name": ""}),
                ("Exists", "name", {"name": "taken"})):
            with self.subTest(changes):
                error = self.refused(kind, "update", container=container, changes=changes)
                self.assertEqual(error["object"], field)
        self.refused("InvalidSpec", "update", container=container, changes={}, reset=["colour"])
        self.refused("NotFound", "update", container="0" * 16, changes={})
        self.assertEqual(self.row(container)["spec"], before)
        self.assertEqual(record.read_text(), text)

    # --- rename ------------------------------------------------------------------------------

    def test_rename_keeps_the_container_running_and_its_files(self):
        container = self.started(name="old")
        leader = self.row(container)["leader"]
        self.launcher.call("rename", container=container, name="new")
        self.assertEqual((self.row(container)["name"], self.row(container)["leader"]), ("new", leader))
        self.assertEqual(self.row(container)["pending"], [])
        self.launcher.create(name="old")
        self.refused("Exists", "rename", container=container, name="old")
        self.restart_launcher()
        self.assertEqual(self.row(container)["name"], "new")

    # --- clone -------------------------------------------------------------------------------

    def fill(self, container):
        """All kinds of entries, written from inside and from outside."""
        done = self.launcher.exec(container, "sh", "-c", """
            set -e; cd /root; echo text > file; ln file link; ln -s nowhere symbolic; mkfifo pipe
            mkdir -p a/b/c; echo deep > a/b/c/d; chmod 4750 file; chown 7:8 a; rm /etc/hosts
            rm -r /usr/bin; mkdir /usr/bin; chmod 2711 a/b; touch -d '2001-02-03 04:05:06' a/b/c/d
            dd if=/dev/zero of=sparse bs=1 count=1 seek=10485760; sync""")
        self.assertEqual(done[2], 0, done)
        for name, value in (("user.colour", b"red"), ("security.capability",
                            bytes.fromhex("0100000200040000000000000000000000000000"))):
            os.setxattr(self.upper(container) / "root/file", name, value)

    def tree(self, container):
        """What can be told of every entry below its upper directory, by path."""
        seen, inodes = {}, {}
        top = self.upper(container)
        for folder, directories, files in os.walk(top):
            for name in [".", *directories, *files]:
                path = pathlib.Path(folder) / name
                status = path.lstat()
                names = inodes.setdefault(status.st_ino, len(inodes)) if status.st_nlink > 1 and path.is_file() else None
                seen[str(path.relative_to(top))] = (
                    status.st_mode, status.st_uid, status.st_gid, status.st_rdev, status.st_mtime_ns,
                    None if path.is_dir() else (status.st_size, status.st_blocks), names,
                    os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None,
                    {key: os.getxattr(path, key, follow_symlinks=False)
                     for key in os.listxattr(path, follow_symlinks=False) if not key.endswith(".overlay.uuid")})
        return seen

    def test_a_clone_is_the_same_in_everything(self):
        source = self.started(name="source", environment={"A": "1"})
        self.fill(source)
        self.launcher.call("stop", container=source, timeout=0)
        clone = self.launcher.call("clone", container=source, name="copy")["container"]
        left, right = self.tree(clone), self.tree(source)
        self.assertEqual(left.keys(), right.keys())
        for path, entry in left.items():
            self.assertEqual(entry, right[path], path)
        self.assertGreater(len(left), 12)
        self.assertLess((self.upper(clone) / "root/sparse").stat().st_blocks, 100)
        spec = self.row(clone)["spec"]
        self.assertEqual((spec["name"], spec["hostname"], spec["environment"]), ("copy", "copy", {"A": "1"}))
        self.assertEqual((self.row(clone)["state"], self.row(clone)["started"]), ("stopped", 0))
        self.assertEqual(sorted(os.listdir(self.upper(clone).parent)), ["record.json", "upper", "work"])
        for container in (source, clone):
            self.launcher.call("start", container=container)
        output = self.launcher.exec(clone, "sh", "-c", "cat /root/link; ls /etc/hosts 2>&1; hostname; ls -A /usr/bin")[0]
        self.assertTrue(output.startswith("text\nls: /etc/hosts: No such file") and output.endswith("\ncopy\n"), output)
        # What one writes the other does not see.
        self.launcher.exec(clone, "sh", "-c", "echo changed > /root/file")
        self.assertEqual(self.launcher.exec(source, "cat", "/root/link")[0], "text\n")

    def test_of_a_paused_container_but_not_of_a_running_one(self):
        source = self.started(name="source")
        self.launcher.exec(source, "sh", "-c", "echo text > /file")
        error = self.refused("Busy", "clone", container=source, name="copy")
        self.assertIn("stop or pause", error["text"])
        self.launcher.call("pause", container=source)
        clone = self.launcher.call("clone", container=source, name="copy")["container"]
        self.assertEqual((self.upper(clone) / "file").read_text(), "text\n")
        self.assertEqual(self.row(source)["state"], "paused")
        self.launcher.call("resume", container=source)

    def test_a_deep_tree(self):
        source = self.launcher.create(name="source")
        depth, folder = 3000, os.open(self.upper(source), os.O_RDONLY)
        for _ in range(depth):
            os.mkdir("d", dir_fd=folder)
            below = os.open("d", os.O_RDONLY, dir_fd=folder)
            os.close(folder)
            folder = below
        os.close(folder)
        clone = self.launcher.call("clone", container=source, name="copy")["container"]
        folder = os.open(self.upper(clone), os.O_RDONLY)
        for _ in range(depth):
            below = os.open("d", os.O_RDONLY, dir_fd=folder)
            os.close(folder)
            folder = below
        os.close(folder)

    def test_bad_names_and_ids(self):
        source = self.launcher.create(name="source")
        for kind, name in (("Exists", "source"), ("InvalidSpec", ""), ("InvalidSpec", "../x"), ("InvalidSpec", "A")):
            self.refused(kind, "clone", container=source, name=name)
        self.refused("NotFound", "clone", container="0" * 16, name="copy")
        self.assertEqual(os.listdir(self.base / "data/containers"), [source])

    def large(self, size=400):
        source = self.launcher.create(name="source")
        with open(self.upper(source) / "large", "wb") as file:
            for _ in range(size):
                file.write(os.urandom(1 << 20))
        return source

    def test_progress_and_what_waits_meanwhile(self):
        source = self.large()
        request = self.launcher.send("clone", container=source, name="copy")
        for call in ("start", "delete"):
            other = self.launcher.send(call, container=source)
            with self.assertRaises(Refused) as refused:
                self.launcher.result(other)
            self.assertEqual(refused.exception.error["name"], "Busy")
        clone = self.launcher.result(request)[0]["container"]
        self.assertEqual((self.upper(clone) / "large").stat().st_size, 400 << 20)

    def test_cancelled_it_leaves_nothing(self):
        source = self.large()
        request = self.launcher.send("clone", container=source, name="copy")
        self.launcher.send("cancel", request=request)
        with self.assertRaises(Refused) as refused:
            self.launcher.result(request)
        self.assertEqual(refused.exception.error["name"], "Cancelled")
        while os.listdir(self.base / "data/containers") != [source]:
            pass
        self.launcher.call("start", container=source)

    def test_a_killed_launcher_leaves_nothing(self):
        source = self.large()
        self.launcher.send("clone", container=source, name="copy")
        while len(os.listdir(self.base / "data/containers")) == 1:
            pass
        self.restart_launcher()
        self.assertEqual(os.listdir(self.base / "data/containers"), [source])


class FullDiskTest(ChangeTest):
    """The same storage on a file system of its own that is small."""

    def setUp(self):
        folder = scratch()
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name) / "disk"
        self.base.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "vitrine-test", self.base], check=True)
        self.addCleanup(subprocess.run, ["umount", self.base], check=True)
        self.launcher = Launcher(self.base)
        self.launcher.__enter__()
        self.addCleanup(self.end)

    def end(self):
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        wait_for_empty_trash(self.base)
        self.launcher.close()

    def test_a_full_disk_leaves_nothing(self):
        source = self.large(45)
        error = self.refused("Kernel", "clone", container=source, name="copy")
        self.assertEqual((error["errnoText"], error["object"]), ("No space left on device", "large"))
        self.assertEqual(os.listdir(self.base / "data/containers"), [source])


def load_tests(loader, _tests, _pattern):
    suite = loader.loadTestsFromTestCase(ChangeTest)
    suite.addTest(FullDiskTest("test_a_full_disk_leaves_nothing"))
    return suite


if __name__ == "__main__":
    unittest.main(verbosity=2)
