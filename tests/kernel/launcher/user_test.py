#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The launcher as an ordinary user: no privilege, one id, no control groups."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest
import unittest.mock

import launcher
from launcher import Launcher, Refused, scratch

USER = 4217  # nobody's
AS_USER = ["setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups", "--no-new-privs"]


def mount(*arguments, unmount=False):
    subprocess.run(["umount" if unmount else "mount", *arguments], check=True)

# Executed as "/proc/self/exe", the launcher's own file is there to be opened by others in the
# container, and to be written once no launcher runs.
OVERWRITE_THE_LAUNCHER = """
import os, time
print("ready", flush=True)
held = None
while held is None:
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and "vitrine-launcher" in os.readlink(f"/proc/{name}/exe"):
                held = os.open(f"/proc/{name}/exe", os.O_RDONLY)
                os.kill(int(name), 9)  # a program that runs is not written to
        except OSError:
            pass
print("held", flush=True)
for _ in range(100):
    try:
        os.write(os.open(f"/proc/self/fd/{held}", os.O_WRONLY), b"overwritten")
        break
    except OSError:
        time.sleep(0.05)
"""


class UserTest(unittest.TestCase):
    def setUp(self):
        folder = scratch()
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name) / "home"
        self.base.mkdir()
        os.chmod(folder.name, 0o755)
        os.chown(self.base, USER, USER)
        self.launcher = Launcher(self.base, AS_USER)
        self.launcher.__enter__()
        self.addCleanup(self.end)

    def end(self):
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        self.launcher.close()
        self.assertEqual(os.listdir(self.base / "data/containers"), [])

    def test_root_inside_is_the_user_outside(self):
        output, status = self.launcher.run(
            "sh", "-c", "id -u; hostname; cat /proc/self/uid_map; touch /marker; rm /etc/hosts; echo done", uid=USER, name="mine")
        self.assertEqual(status, 0, output)
        self.assertEqual(output.split(), ["0", "mine", "0", str(USER), "1", "done"])
        container, = self.launcher.containers
        marker = self.base / "data/containers" / container / "upper/marker"
        self.assertEqual(marker.stat().st_uid, USER)

    def test_terminal_and_exec(self):
        container = self.launcher.create(uid=USER)
        self.launcher.call("start", container=container)
        console = self.launcher.open("console", container=container)
        console.write("tty; echo answer-$((40+2))\n")
        console.read_until("answer-42")
        output, _, status = self.launcher.exec(container, "sh", "-c", "id -u; hostname")
        self.assertEqual((output.split()[0], status), ("0", 0))

    def test_a_container_does_not_reach_the_program_of_its_launcher(self):
        own = self.base / "bin"  # as somebody has who built it
        shutil.copytree(launcher.PROGRAMS, own, ignore=lambda _, names: [
            name for name in names if name not in ("vitrine-launcher", "vitrine-shim", "vitrine-observer")])
        for path in (own, *own.iterdir()):
            os.chown(path, USER, USER)
        before = (own / "vitrine-launcher").read_bytes()
        self.launcher.close()
        with unittest.mock.patch("launcher.PROGRAMS", own):
            self.launcher = Launcher(self.base, AS_USER)
        self.launcher.__enter__()
        container = self.launcher.create(
            uid=USER, image="this-system", command=["/usr/bin/python3", "-c", OVERWRITE_THE_LAUNCHER])
        self.launcher.call("start", container=container)
        console = self.launcher.open("console", container=container)
        console.read_until("ready")
        bait = self.launcher.open("exec", container=container, terminal=False, command=[
            "/proc/self/exe", "--listen", "/opt/socket", "--client-uid", "0", "--data", "/opt/data", "--runtime", "/opt/run"])
        console.read_until("held")
        self.launcher.close()
        console.read_all()  # it has tried for 5 s
        bait.close()
        console.close()
        self.assertTrue((own / "vitrine-launcher").read_bytes() == before, "it was overwritten")
        self.launcher = Launcher(self.base, AS_USER)
        self.launcher.__enter__()

    def test_directories_that_were_closed_can_be_deleted(self):
        _, status = self.launcher.run("sh", "-c", "mkdir -p /a/b; touch /a/b/c; chmod 555 /a/b; chmod 0 /a", uid=USER)
        self.assertEqual(status, 0)  # end() deletes it

    def test_what_cannot_be_had_is_said_with_the_reason(self):
        features = {row["name"]: row for row in self.launcher.call("features")["features"]}
        for name in ("cgroup-v2", "cgroup-memory", "subordinate-ids"):
            self.assertFalse(features[name]["available"], name)
            self.assertTrue(features[name]["reason"] and features[name]["advice"], name)
        with self.assertRaises(Refused) as refused:
            self.launcher.create(uid=USER, limits={"memory": 64 << 20})
        self.assertEqual(refused.exception.error["name"], "NotSupported")
        self.assertEqual(refused.exception.error["object"], "limits.memory")
        for field, value in (("noNewPrivileges", False), ("privileged", True)):
            with self.assertRaises(Refused) as refused:
                self.launcher.create(uid=USER, **{field: value})
            self.assertEqual((refused.exception.error["name"], refused.exception.error["object"]), ("NotSupported", field))
        container = self.launcher.create(uid=USER)
        self.launcher.call("start", container=container)
        with self.assertRaises(Refused) as refused:
            self.launcher.call("pause", container=container)
        self.assertEqual(refused.exception.error["name"], "NotSupported")

    # --- this computer's own files -----------------------------------------------------------

    def run_on_this_system(self, script, **spec):
        output, status = self.launcher.run("sh", "-c", script, uid=USER, image="this-system", **spec)
        self.assertEqual(status, 0, output)
        return output

    def test_this_system_is_there_and_stays_as_it_is(self):
        image, = (row for row in self.launcher.call("images")["images"] if row["name"] == "this-system")
        self.assertTrue(image["available"], image)
        before = {path: os.lstat(path).st_mtime_ns for path in ("/etc", "/etc/passwd", "/usr", "/usr/bin", "/")}
        output = self.run_on_this_system(
            "ls /usr/bin/env; echo mine > /etc/marker; cat /etc/marker; rm /etc/passwd; ls /etc/passwd 2>&1;"
            "mkdir -p /usr/local/share/vitrine-test; echo x > /usr/bin/vitrine-test; echo x > /marker; ls -d /marker")
        self.assertEqual(output.split("\n")[:2], ["/usr/bin/env", "mine"])
        self.assertIn("No such file", output)
        self.assertTrue(output.endswith("/marker\n"), output)
        for path in ("/etc/marker", "/usr/bin/vitrine-test", "/usr/local/share/vitrine-test", "/marker"):
            self.assertFalse(os.path.lexists(path), path)
        self.assertEqual(before, {path: os.lstat(path).st_mtime_ns for path in before})

    def test_this_system_hides_what_is_private(self):
        places = "/home /root /tmp /run /mnt /media"
        look = f"ls -A {places} {self.base / 'data'} 2>&1; echo --; cat /etc/shadow 2>&1; ls /proc/self/ns /sys/class /dev/pts"
        listing, rest = self.run_on_this_system(look).split("--\n")
        self.assertEqual([line for line in listing.split("\n") if line and not line.endswith(":")], [])
        self.assertIn("Permission denied", rest)
        self.assertIn("mnt", rest)
        (self.base / "letter").write_text("private")
        self.assertIn("letter", self.run_on_this_system(f"ls {self.base}"))  # no home so far
        self.restart(HOME=self.base)
        self.assertEqual(self.run_on_this_system(f"ls -A {self.base}"), "")

    def test_this_system_goes_on_where_it_was(self):
        container = self.launcher.create(uid=USER, image="this-system", terminal=False,
                                         command=["sh", "-c", "cat /etc/marker; echo once >> /etc/marker; rm -f /bin"])
        for expected in ("No such file", "once"):
            self.launcher.call("start", container=container)
            self.launcher.wait_state(container, "stopped")
            self.assertIn(expected, self.launcher.open("console", container=container).read_all())
            self.launcher.containers[container]["state"] = ""

    def test_a_read_only_root_is_read_only_everywhere(self):
        output = self.run_on_this_system(
            "for place in / /etc /usr/local /var/tmp /opt; do touch $place/x 2>&1; done; true", readOnlyRoot=True)
        self.assertEqual(output.count("Read-only file system"), 5, output)

    def test_this_system_shows_its_changes(self):
        container = self.launcher.create(
            uid=USER, image="this-system", terminal=False,
            command=["sh", "-c", "echo x > /etc/marker; rm /etc/passwd; echo x > /usr/bin/new; exec sleep 1000"])
        self.launcher.call("start", container=container)
        changes = self.changes_until(container, lambda rows: "/usr/bin/new" in rows)
        self.assertEqual({path: kind for path, kind in changes.items() if kind != "opaque"},
                         {"/etc/marker": "added", "/etc/passwd": "deleted", "/usr/bin/new": "added"})
        self.assertIn("/home", changes)

    def changes_until(self, container, enough):
        """Path → kind of the change, of what the observer says."""
        _, (descriptor,) = self.launcher.result(self.launcher.send(
            "observe", uid=USER, all=False, tables=["changes"], workload=container, interval=100))
        rows = {}
        with os.fdopen(descriptor) as stream:
            while not enough(rows):
                table = json.loads(stream.readline())["tables"]["changes"]
                for row in table["set"]:
                    rows[row["path"]] = row["change"]
        return rows

    def test_a_host_with_odd_mounts(self):
        """Mounts in /srv and /opt of this test's own mount namespace."""
        for place in ("/srv", "/opt"):
            mount("-t", "tmpfs", "none", place)
            self.addCleanup(mount, place, unmount=True)
        for directory in ("/srv/plain", "/srv/mounted", "/srv/closed", "/opt/mounted"):
            os.mkdir(directory)
        os.chmod("/srv/closed", 0o700)
        os.symlink("plain", "/srv/link")
        pathlib.Path("/srv/small").write_text("small")
        pathlib.Path("/opt/large").write_bytes(bytes(100_000))
        for place in ("/srv/mounted", "/opt/mounted"):
            mount("-t", "tmpfs", "none", place)
            self.addCleanup(mount, place, unmount=True)
            pathlib.Path(place, "inside").write_text("inside")
        os.mkdir("/opt/home")
        pathlib.Path("/opt/home/letter").write_text("private")
        self.restart(HOME="/opt/home")
        steps = self.launcher.call("plan", spec={"image": "this-system"}, uid=USER)["steps"]
        notes = " ".join(step["note"] for step in steps)
        self.assertIn("such as /opt/mounted", notes)
        self.assertIn("/srv/closed", notes)
        output = self.run_on_this_system(
            "cat /srv/link/../small /srv/mounted/inside /opt/mounted/inside; stat -c %s /opt/large; ls -A /srv/closed /opt/home | grep -v :;"
            "for place in plain mounted .; do echo x > /srv/$place/new && echo written; done; touch /opt/new 2>&1; true")
        self.assertEqual(output.split()[:4], ["smallinsideinside100000", "written", "written", "written"])
        self.assertIn("Read-only file system", output)
        self.assertEqual(sorted(os.listdir("/srv")), ["closed", "link", "mounted", "plain", "small"])
        self.assertEqual(os.listdir("/srv/plain") + os.listdir("/srv/mounted"), ["inside"])

    def restart(self, **environment):
        """A launcher that looks at the host anew."""
        self.launcher.close()
        self.launcher = Launcher(self.base, [*AS_USER, "env", *(f"{name}={value}" for name, value in environment.items())])
        self.launcher.__enter__()

    def test_the_plan_says_what_is_less(self):
        steps = self.launcher.call("plan", spec={"image": "busybox"}, uid=USER)["steps"]
        notes = " ".join(step["note"] for step in steps)
        self.assertIn("one user only", notes)
        self.assertIn("no control group", notes)


if __name__ == "__main__":
    unittest.main(verbosity=2)
