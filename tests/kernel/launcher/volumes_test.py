#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Volumes: files of the host in a container, as root's, as another user's and by an ordinary user."""

import array
import json
import os
import pathlib
import socket
import subprocess
import sys
import threading
import unittest

from launcher import Launcher, Refused, scratch

OTHER = 4217  # nobody's
AS_OTHER = ["setpriv", "--reuid", str(OTHER), "--regid", str(OTHER), "--clear-groups", "--no-new-privs"]


def send_with(launcher, call, descriptors, **arguments):
    """A call that carries descriptors."""
    launcher.next_id += 1
    body = json.dumps({"id": launcher.next_id, "call": call, "args": arguments}).encode()
    launcher.socket.sendmsg([body], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))])
    return launcher.result(launcher.next_id)[0]


class VolumesTest(unittest.TestCase):
    wrapper = ()
    user = 0

    def setUp(self):
        folder = scratch()
        self.addCleanup(folder.cleanup)
        os.chmod(folder.name, 0o755)
        self.base = pathlib.Path(folder.name) / "home"
        self.shared = pathlib.Path(folder.name) / "shared"
        for path in (self.base, self.shared):
            path.mkdir()
            os.chown(path, self.user, self.user)
        self.write("letter", "written outside\n")
        self.launcher = Launcher(self.base, self.wrapper)
        self.launcher.__enter__()
        self.addCleanup(self.end)

    def end(self):
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        self.launcher.close()
        self.assertEqual(os.listdir(self.base / "run/containers"), [])

    def write(self, name, text):
        (self.shared / name).write_text(text)
        os.chown(self.shared / name, self.user, self.user)

    def run_with(self, script, volumes=(), **spec):
        output, status = self.launcher.run("sh", "-c", script, uid=self.user, volumes=list(volumes), **spec)
        self.assertEqual(status, 0, output)
        return output

    def volume(self, target="/data", **more):
        return {"source": str(self.shared), "target": target, **more}

    def failing(self, volumes, kind, field, **spec):
        """Wants the start, or the making, to fail; returns the error."""
        container = None
        with self.assertRaises(Refused) as refused:
            container = self.launcher.create(uid=self.user, volumes=volumes, terminal=False, command=["true"], **spec)
            self.launcher.call("start", container=container)
        error = refused.exception.error
        self.assertEqual(error["name"], kind, refused.exception)
        self.assertTrue(error["object"].startswith(field), error)
        if container:
            self.launcher.call("delete", container=container)
        self.assertEqual(os.listdir(self.base / "run/containers"), [])
        return error


class Sharing(VolumesTest):
    """By root, whose containers have ids of their own."""

    def test_a_folder_is_read_and_written_as_its_owner(self):
        output = self.run_with("cat /data/letter; stat -c %u /data/letter; echo inside > /data/reply", [self.volume()])
        self.assertEqual(output, "written outside\n0\n")
        self.assertEqual((self.shared / "reply").read_text(), "inside\n")
        self.assertEqual((self.shared / "reply").stat().st_uid, self.user)

    def test_read_only_means_so(self):
        output = self.run_with("echo x > /data/reply; cat /data/letter; mount -o remount,rw /data; true",
                               [self.volume(readOnly=True)])
        self.assertIn("Read-only file system", output)
        self.assertIn("written outside", output)
        self.assertFalse((self.shared / "reply").exists())

    def test_a_file_is_a_volume_too(self):
        output = self.run_with("cat /etc/opt/letter; echo more >> /etc/opt/letter", [
            {"source": str(self.shared / "letter"), "target": "/etc/opt/letter"}])
        self.assertEqual(output, "written outside\n")
        self.assertEqual((self.shared / "letter").read_text(), "written outside\nmore\n")

    def test_targets_are_made_in_the_writable_layer_and_nest(self):
        inner = self.shared / "inner"
        inner.mkdir()
        os.chown(inner, self.user, self.user)
        (inner / "deep").write_text("deep\n")
        output = self.run_with("cat /a/b/c/letter /a/b/c/x/deep; grep -c ' /a/b/c' /proc/self/mounts", [
            {"source": str(inner), "target": "/a/b/c/x", "readOnly": True}, self.volume("/a/b/c")])
        self.assertEqual(output, "written outside\ndeep\n2\n")
        container, = self.launcher.containers
        self.assertTrue((self.base / "data/containers" / container / "upper/a/b/c").is_dir())

    def test_attributes_hold(self):
        for name in ("program", "other"):
            self.write(name, "#!/bin/sh\necho ran\n")
            os.chmod(self.shared / name, 0o755)
        output = self.run_with("/data/program; /more/program || echo refused; grep -E ' /(data|more) ' /proc/self/mounts",
                               [self.volume(), self.volume("/more", noexec=True, nosuid=False)])
        self.assertIn("ran\n", output)
        self.assertIn("refused\n", output)
        rows = {line.split()[1]: line.split()[3].split(",") for line in output.splitlines() if " /" in line and "," in line}
        self.assertLessEqual({"nosuid", "nodev"}, set(rows["/data"]))
        self.assertLessEqual({"noexec", "nodev"}, set(rows["/more"]))

    def test_tmpfs_has_its_size_and_mode(self):
        output = self.run_with("grep ' /srv/fast ' /proc/self/mounts; stat -c %a /srv/fast; touch /srv/fast/x && echo made",
                               tmpfs=[{"target": "/srv/fast", "size": 1 << 20, "mode": "750"}])
        self.assertIn("size=1024k", output)
        for option in ("nosuid", "nodev", "noexec"):
            self.assertIn(option, output.split("\n")[0])
        self.assertIn("750\nmade\n", output)

    def test_the_plan_shows_them(self):
        steps = self.launcher.call("plan", uid=self.user, spec={
            "image": "busybox", "volumes": [self.volume(readOnly=True)], "tmpfs": [{"target": "/t"}]})["steps"]
        bind, = (step for step in steps if step["kind"] == "bind-mount")
        self.assertIn(f"{self.shared} of this system on /data, read-only", bind["text"])
        self.assertIn("mount --", bind["command"])
        self.assertTrue(any(step["object"] == "/t" for step in steps))

    # --- bad input ---------------------------------------------------------------------------

    def test_a_source_that_is_missing_is_named(self):
        error = self.failing([{"source": str(self.shared / "nosuch"), "target": "/data"}], "NotFound", "volumes[0].source")
        self.assertEqual(error["call"], "openat2")
        self.assertEqual(error["errno"], 2)

    def test_a_target_of_another_kind_is_refused(self):
        error = self.failing([self.volume("/etc/hosts")], "Kernel", "volumes[0].target")
        self.assertEqual(error["errnoText"], "Not a directory")
        error = self.failing([{"source": str(self.shared / "letter"), "target": "/etc"}], "Kernel", "volumes[0].target")
        self.assertEqual(error["errnoText"], "Is a directory")

    def prepared(self, *links, **spec):
        """A container whose writable layer has LINKS, (path, where to), in it; not started."""
        container = self.launcher.create(uid=self.user, terminal=False, **spec)
        upper = self.base / "data/containers" / container / "upper"
        for path, target in links:
            (upper / path).parent.mkdir(parents=True, exist_ok=True)
            os.symlink(target, upper / path)
        return container, upper

    def outcome(self, container):
        self.launcher.call("start", container=container)
        self.launcher.wait_state(container, "stopped")
        return self.launcher.open("console", container=container).read_all()

    def test_symlinks_on_the_way_stay_inside(self):
        outside = self.shared.parent / "outside"
        outside.mkdir()
        os.chmod(outside, 0o777)
        container, upper = self.prepared(
            ("way", str(outside)), ("up", "../../../../../.." + str(outside)), command=["sh", "-c", "cat /way/in/letter"],
            volumes=[self.volume("/way/in"), self.volume("/up/too")])
        with self.assertRaises(Refused):  # they lead to what is not in the container
            self.launcher.call("start", container=container)
        self.assertEqual(os.listdir(outside), [])
        (upper / str(outside).lstrip("/")).mkdir(parents=True)  # now it is
        for path in [upper, *upper.rglob("*")]:
            os.chown(path, self.layer_id(), self.layer_id(), follow_symlinks=False)
        self.assertEqual(self.outcome(container), "written outside\n")
        self.assertEqual(os.listdir(outside), [])

    def layer_id(self):
        return self.user

    def test_a_link_into_the_kernels_files_is_refused(self):
        container, _ = self.prepared(("way", "/proc"), command=["true"], volumes=[self.volume("/way/sys")])
        with self.assertRaises(Refused) as refused:
            self.launcher.call("start", container=container)
        self.assertEqual(refused.exception.error["object"], "volumes[0].target /way/sys")
        self.assertIn("kernel's own", refused.exception.error["text"])

    def test_a_rootfs_with_symlinks_for_dev_and_proc_starts_nothing(self):
        victim = self.shared.parent / "victim"
        victim.mkdir()
        for name in ("dev", "proc", "sys"):
            container, upper = self.prepared(command=["true"])
            # What the image has there is hidden by the link of the layer above it.
            os.symlink(str(victim), upper / name)
            with self.assertRaises(Refused) as refused:
                self.launcher.call("start", container=container)
            self.assertEqual(refused.exception.error["errnoText"], "Too many levels of symbolic links")
            self.assertEqual(os.listdir(victim), [])
            self.launcher.call("delete", container=container)

    def test_a_racer_that_swaps_links_gets_nothing_out(self):
        outside = self.shared.parent / "outside"
        outside.mkdir()
        os.chmod(outside, 0o777)
        place = self.shared / "place"
        place.mkdir()
        os.chown(place, self.user, self.user)
        over = threading.Event()

        def swap():
            link = self.shared / "link"
            link.symlink_to(str(outside))
            count = 0
            while not over.is_set():
                for exchange in (link, place), (place, link):
                    subprocess_free_exchange(*exchange)
                    count += 1
            self.swaps = count

        racer = threading.Thread(target=swap)
        racer.start()
        results = set()
        try:
            container = self.launcher.create(
                uid=self.user, command=["true"], terminal=False,
                volumes=[self.volume("/data"), {"source": str(self.base.parent / "shared"), "target": "/data/place/new"}])
            for _ in range(60):
                try:
                    self.launcher.call("start", container=container)
                    self.launcher.wait_state(container, "stopped")
                    results.add("started")
                except Refused as refused:
                    results.add(refused.error["call"])
        finally:
            over.set()
            racer.join()
        self.assertEqual(os.listdir(outside), [], results)
        self.assertGreater(self.swaps, 1000)
        print(f"{self.swaps} swaps, outcomes {sorted(results)}", flush=True)


def subprocess_free_exchange(one, other):
    """renameat2(RENAME_EXCHANGE)"""
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(-100, os.fsencode(one), -100, os.fsencode(other), 2) != 0:
        raise OSError(ctypes.get_errno(), "renameat2")


class OrdinaryUser(Sharing):
    """The same by a launcher without privilege: the user is root inside."""
    wrapper = AS_OTHER
    user = OTHER

    def test_ids_cannot_be_shifted(self):
        self.failing([self.volume(idmap="all")], "NotSupported", "volumes[0].idmap")
        self.failing([self.volume(propagation="shared")], "NotSupported", "volumes[0].propagation")

    def test_what_the_user_may_not_read_stays_closed(self):
        closed = self.shared.parent / "closed"
        closed.mkdir()
        (closed / "secret").write_text("secret")
        os.chmod(closed, 0o700)
        self.failing([{"source": str(closed / "secret"), "target": "/secret"}], "InvalidSpec", "volumes[0].source")
        output = self.run_with("cat /closed/secret; true", [{"source": str(closed), "target": "/closed"}])
        self.assertIn("Permission denied", output)


class RootsOwn(VolumesTest):
    def test_ids_are_as_in_the_layers(self):
        self.write("others", "x")
        os.chown(self.shared / "others", 33, 33)
        script = "stat -c %u /data/others; chown 34:34 /data/others"
        self.assertEqual(self.run_with(script, [self.volume()]), "33\n")
        self.assertEqual((self.shared / "others").stat().st_uid, 34)

    def test_without_a_mapping_files_are_nobodys(self):
        os.chmod(self.shared, 0o755)
        output = self.run_with("stat -c %u /data/letter; echo x > /data/reply; true", [self.volume(idmap="none")])
        self.assertIn("65534", output)
        self.assertFalse((self.shared / "reply").exists())

    def test_mounts_of_the_host_reach_a_slave_and_not_a_private_one(self):
        subprocess.run(["mount", "--bind", self.shared, self.shared], check=True)
        self.addCleanup(subprocess.run, ["umount", "-R", self.shared], check=True)
        subprocess.run(["mount", "--make-shared", self.shared], check=True)
        for propagation, wanted in (("private", "0\n"), ("slave", "1\n")):
            container = self.launcher.create(
                command=["sh", "-c", "echo up; read line; ls /data/late | grep -c there; true"],
                volumes=[self.volume(propagation=propagation)], terminal=False)
            (self.shared / "late").mkdir(exist_ok=True)
            self.launcher.call("start", container=container)
            console = self.launcher.open("console", container=container)
            console.read_until("up")
            subprocess.run(["mount", "-t", "tmpfs", "late", self.shared / "late"], check=True)
            (self.shared / "late/there").touch()
            console.write("\n")
            self.assertEqual(console.read_all(), "up\n" + wanted, propagation)
            subprocess.run(["umount", self.shared / "late"], check=True)

    def test_fs_of_the_host_that_cannot_map_ids_is_told(self):
        error = self.failing([{"source": "/proc/sys", "target": "/data"}], "Kernel", "volumes[0].source")
        self.assertIn("idmap", error["text"])


class AnothersContainer(VolumesTest):
    """Root's launcher and an owner who is not: nothing by name, everything with their rights."""

    def setUp(self):
        super().setUp()
        for path in (self.shared, self.shared / "letter"):
            os.chown(path, OTHER, 65534)  # the group of a user whom no table knows

    def create(self, descriptors, volumes, **spec):
        return send_with(self.launcher, "create", descriptors, uid=OTHER, spec={
            "image": "busybox", "terminal": False, "command": ["sh", "-c", "cat /data/letter; echo mine > /data/reply"],
            "volumes": volumes, **spec})["container"]

    def refused(self, descriptor, number=0):
        with self.assertRaises(Refused) as refused:
            self.create([descriptor], [{"source": {"descriptor": number}, "target": "/data"}])
        self.assertTrue(refused.exception.error["object"].startswith("volumes[0].source"), refused.exception)
        self.assertEqual(os.listdir(self.base / "data/containers"), [])
        return refused.exception.error

    def test_files_belong_to_root_inside_and_to_the_owner_outside(self):
        with_folder = os.open(self.shared, os.O_RDONLY | os.O_DIRECTORY)
        container = self.create([with_folder], [{"source": {"descriptor": 0}, "target": "/data"}])
        os.close(with_folder)
        self.launcher.call("start", container=container)
        self.launcher.wait_state(container, "stopped")
        self.assertEqual(self.launcher.open("console", container=container).read_all(), "written outside\n")
        self.assertEqual((self.shared / "reply").stat().st_uid, OTHER)
        spec = self.launcher.containers[container]["spec"]["volumes"][0]
        self.assertEqual((spec["source"], spec["inode"]), (str(self.shared), self.shared.stat().st_ino))

    def test_a_path_alone_is_refused(self):
        with self.assertRaises(Refused) as refused:
            self.create([], [{"source": str(self.shared), "target": "/data"}])
        self.assertEqual(refused.exception.error["object"], "volumes[0].source")

    def test_only_what_was_opened_for_reading_is_taken(self):
        fifo = self.shared / "fifo"
        os.mkfifo(fifo)
        for path, flags in ((self.shared, os.O_PATH), (fifo, os.O_RDWR), ("/dev/zero", os.O_RDONLY)):
            descriptor = os.open(path, flags)
            self.refused(descriptor)
            os.close(descriptor)
        gone = os.open(self.shared / "letter", os.O_RDONLY)
        self.refused(gone, number=7)
        (self.shared / "letter").unlink()
        self.refused(gone)
        os.close(gone)

    def test_what_is_put_in_its_place_is_not_taken(self):
        folder = os.open(self.shared, os.O_RDONLY | os.O_DIRECTORY)
        container = self.create([folder], [{"source": {"descriptor": 0}, "target": "/data"}])
        os.close(folder)
        secret = self.shared.parent / "secret"
        secret.mkdir()
        self.shared.rename(self.shared.parent / "moved")
        for replace in (lambda: self.shared.mkdir(), lambda: (self.shared.rmdir(), self.shared.symlink_to(secret))):
            replace()
            with self.assertRaises(Refused) as refused:
                self.launcher.call("start", container=container)
            self.assertTrue(refused.exception.error["object"].startswith("volumes[0].source"))
            self.assertEqual(os.listdir(self.base / "run/containers"), [])

    def test_what_the_owner_can_no_longer_reach_is_not_taken(self):
        folder = os.open(self.shared, os.O_RDONLY | os.O_DIRECTORY)
        container = self.create([folder], [{"source": {"descriptor": 0}, "target": "/data"}])
        os.close(folder)
        os.chmod(self.shared.parent, 0o700)
        with self.assertRaises(Refused) as refused:
            self.launcher.call("start", container=container)
        self.assertEqual(refused.exception.error["errnoText"], "Permission denied")

    def test_all_ids_are_not_for_others(self):
        folder = os.open(self.shared, os.O_RDONLY | os.O_DIRECTORY)
        with self.assertRaises(Refused) as refused:
            self.create([folder], [{"source": {"descriptor": 0}, "target": "/data", "idmap": "all"}])
        self.assertEqual(refused.exception.error["object"], "volumes[0].idmap")
        os.close(folder)


del VolumesTest  # a base of others

if __name__ == "__main__":
    if os.environ.get("VITRINE_TEST_PRIVATE") != "1":
        print("SKIP: needs namespaces of its own")
        sys.exit(77)
    unittest.main(verbosity=2)
