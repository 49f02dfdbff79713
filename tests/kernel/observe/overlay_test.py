# SPDX-License-Identifier: GPL-3.0-or-later
"""Overlays and what changed in them, on a real overlay mount with a process in it."""

import os
import pathlib
import shutil

from observing import ObserverTest, main, run


class Overlay(ObserverTest):
    def setUp(self):
        super().setUp()
        # A file system of its own: overlayfs wants trusted.* attributes in its upper layer.
        run("mount", "-t", "tmpfs", "none", str(self.folder))
        self.addCleanup(run, "umount", str(self.folder))
        self.top, self.bottom, self.upper, self.work, self.merged = (
            self.folder / name for name in ("top", "bottom", "upper", "work", "merged"))
        for folder in (self.top, self.bottom, self.upper, self.work, self.merged):
            folder.mkdir()
        for path in ("bin", "etc/deep", "opt/app", "srv"):
            (self.bottom / path).mkdir(parents=True)
        shutil.copy("/usr/bin/busybox", self.bottom / "bin/busybox")
        for path in ("etc/passwd", "etc/deep/old", "opt/app/one", "srv/gone"):
            (self.bottom / path).write_text("below")
        (self.top / "etc").mkdir()
        (self.top / "etc/group").write_text("top")
        run("mount", "-t", "overlay", "none", "-o", f"lowerdir={self.top}:{self.bottom},"
            f"upperdir={self.upper},workdir={self.work}", str(self.merged))
        self.addCleanup(run, "umount", str(self.merged))

    def announce(self, leader=0):
        self.workload("w", leader=leader, lower=[str(self.top), str(self.bottom)],
                      upper=str(self.upper), work=str(self.work))

    def changes(self, stream):
        return {row["path"]: f"{row['change']} {row['type']}"
                for row in stream.tables["changes"].values()}

    def test_what_a_container_does(self):
        (self.merged / "marker").write_text("hello")
        (self.merged / "etc/passwd").write_text("changed")
        (self.merged / "etc/group").chmod(0o600)
        (self.merged / "srv/gone").unlink()
        shutil.rmtree(self.merged / "opt/app")
        (self.merged / "opt/app").mkdir()
        (self.merged / "opt/app/new").write_text("x")
        (self.merged / "etc/deep/link").symlink_to("/etc/passwd")
        (self.merged / "fresh").mkdir()
        os.mkfifo(self.merged / "fresh/fifo")
        self.announce()
        stream = self.subscribe(tables=["changes"])
        expected = {
            "/marker": "added file", "/etc/passwd": "changed file", "/etc/group": "changed file",
            "/srv/gone": "deleted whiteout", "/opt/app": "opaque directory",
            "/opt/app/new": "added file", "/etc/deep/link": "added symlink",
            "/fresh": "added directory", "/fresh/fifo": "added fifo"}
        stream.until(lambda: stream.tables["changes"])
        self.assertEqual(self.changes(stream), expected)
        row = stream.tables["changes"]["w:/marker"]
        self.assertEqual((row["workload"], row["size"]), ("w", 5))
        self.assertEqual(row["modified"], int((self.merged / "marker").stat().st_mtime))

    def test_changes_arrive_as_they_happen(self):
        self.announce()
        stream = self.subscribe(tables=["changes"])
        stream.apply()
        self.assertEqual(self.changes(stream), {})
        (self.merged / "marker").write_text("hello")
        stream.until(lambda: self.changes(stream) == {"/marker": "added file"})
        (self.merged / "marker").unlink()
        stream.until(lambda: self.changes(stream) == {})
        (self.merged / "srv/gone").unlink()
        stream.until(lambda: self.changes(stream) == {"/srv/gone": "deleted whiteout"})

    def test_the_mount_of_a_running_container(self):
        (self.merged / "big").write_bytes(b"x" * 3_000_000)
        child = self.spawn("unshare", "-pf", "--kill-child", "chroot", str(self.merged),
                           "/bin/busybox", "sleep", "1000")
        leader = self.executing(child, "busybox")
        self.announce(leader)
        stream = self.subscribe(tables=["mounts"])
        row = stream.until(lambda: stream.tables["mounts"]["w"])
        self.assertEqual(row["lower"], [str(self.top), str(self.bottom)])
        self.assertEqual((row["upper"], row["work"]), (str(self.upper), str(self.work)))
        for part in (f"lowerdir={self.top}:{self.bottom}", f"upperdir={self.upper}"):
            self.assertIn(part, row["options"].split(","))
        used = int(run("du", "-s", "--block-size=1", str(self.upper)).split()[0])
        self.assertEqual(row["upperBytes"], used)
        self.assertGreater(used, 3_000_000)
        self.announce(0)
        stream.until(lambda: stream.tables["mounts"]["w"]["options"] == "")
        self.send({"removed": "w"})
        stream.until(lambda: stream.tables["mounts"] == {})

    def test_symbolic_links_in_the_layers_lead_nowhere(self):
        outside = self.folder / "outside"
        outside.mkdir()
        (outside / "secret").write_bytes(b"x" * 500_000)
        (self.upper / "escape").symlink_to(outside)
        (self.bottom / "pulled").symlink_to(outside)
        (self.upper / "pulled").mkdir()
        (self.upper / "pulled/secret").write_text("mine")
        self.announce()
        stream = self.subscribe(tables=["changes", "mounts"])
        stream.until(lambda: stream.tables["changes"])
        self.assertEqual(self.changes(stream), {
            "/escape": "added symlink", "/pulled": "changed directory",
            "/pulled/secret": "added file"})
        self.assertLess(stream.tables["mounts"]["w"]["upperBytes"], 500_000)

    def test_names_of_any_bytes(self):
        for name in (b"a\xff", b"a\xfe", b'"\n\\'):
            pathlib.Path(os.fsdecode(os.fsencode(self.merged) + b"/" + name)).write_text("")
        self.announce()
        stream = self.subscribe(tables=["changes"])
        stream.until(lambda: len(stream.tables["changes"]) == 3)
        self.assertEqual(sorted(row["path"] for row in stream.tables["changes"].values()),
                         ['/"\n\\', "/a\ufffd", "/a\ufffd"])


if __name__ == "__main__":
    main()
