#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The launcher as an ordinary user: no privilege, one id, no control groups."""

import os
import pathlib
import unittest

from launcher import Launcher, Refused, scratch

USER = 4217  # nobody's
AS_USER = ["setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups", "--no-new-privs"]


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
        with self.assertRaises(Refused):
            self.launcher.create(uid=USER, image="this-system")
        container = self.launcher.create(uid=USER)
        self.launcher.call("start", container=container)
        with self.assertRaises(Refused) as refused:
            self.launcher.call("pause", container=container)
        self.assertEqual(refused.exception.error["name"], "NotSupported")

    def test_the_plan_says_what_is_less(self):
        steps = self.launcher.call("plan", spec={"image": "busybox"}, uid=USER)["steps"]
        notes = " ".join(step["note"] for step in steps)
        self.assertIn("one user only", notes)
        self.assertIn("no control group", notes)


if __name__ == "__main__":
    unittest.main(verbosity=2)
