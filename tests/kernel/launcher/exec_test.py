#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""More processes in a running container: as whom, where, with what, and how they end."""

import os
import pathlib
import subprocess
import sys
import unittest

from launcher import Launcher, Refused, scratch, wait_until

USER = 4217  # nobody's


class ExecTest(unittest.TestCase):
    wrapper = ()
    user = 0

    def setUp(self):
        folder = scratch()
        self.addCleanup(folder.cleanup)
        os.chmod(folder.name, 0o755)
        self.base = pathlib.Path(folder.name) / "home"
        self.base.mkdir()
        os.chown(self.base, self.user, self.user)
        self.launcher = Launcher(self.base, self.wrapper)
        self.launcher.__enter__()
        self.addCleanup(self.end)

    def end(self):
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        self.launcher.close()
        self.assertEqual(os.listdir(self.base / "run/containers"), [])

    def started(self, **spec):
        spec.setdefault("command", ["sleep", "1000"])
        container = self.launcher.create(uid=self.user, terminal=False, **spec)
        self.launcher.call("start", container=container)
        return container

    def output(self, container, *command, **options):
        output, errors, status = self.launcher.exec(container, *command, **options)
        self.assertEqual((errors, status), ("", 0))
        return output

    def refused(self, kind, container, *command, **options):
        with self.assertRaises(Refused) as caught:
            self.launcher.open("exec", container=container, command=list(command or ["true"]), **options)
        self.assertEqual(caught.exception.error["name"], kind, caught.exception)
        return caught.exception.error

    # --- where ---------------------------------------------------------------------------------

    def test_no_descriptor_of_the_launcher_is_a_way_out(self):
        """CVE-2024-21626: what the launcher holds open, among it directories of the host."""
        container = self.started()
        for number in range(3, 64):
            for directory in (f"/proc/self/fd/{number}", f"/proc/self/fd/{number}/../../.."):
                error = self.refused("InvalidSpec", container, workingDirectory=directory)
                self.assertTrue(error["object"].startswith("workingDirectory"), error)
        for link in ("/proc/1/root", "/proc/self/cwd", "/proc/self/root/tmp"):
            self.refused("InvalidSpec", container, workingDirectory=link)
        for number in range(3, 64):
            self.refused("NotFound", container, f"/proc/self/fd/{number}/bin/sh")

    def test_directories_are_looked_up_in_the_container(self):
        container = self.started()
        self.output(container, "sh", "-c", "mkdir -p /a/b; ln -s /a/b /link; ln -s ../../../../../../a /up; "
                    "ln -s /proc/1/cwd /magic; ln -s loop /loop; touch /file")
        for directory, wanted in (("/", "/"), ("/a/b", "/a/b"), ("/link", "/a/b"), ("/up", "/a"),
                                  ("/../../../a", "/a"), ("/proc/self", None), ("/dev", "/dev")):
            output = self.output(container, "pwd", "-P", workingDirectory=directory).strip()
            self.assertRegex(output, wanted or "^/proc/[0-9]+$")
        for directory, number in (("/missing", 2), ("/file", 20), ("/magic", 40), ("/loop", 40)):
            error = self.refused("InvalidSpec", container, workingDirectory=directory)
            self.assertEqual((error["call"], error["errno"]), ("chdir", number))
        self.refused("InvalidSpec", container, workingDirectory="a")

    def test_it_holds_its_streams_open_and_nothing_else(self):
        container = self.started()
        for terminal in (False, True):
            output, _, _ = self.launcher.exec(container, "ls", "/proc/self/fd", terminal=terminal)
            self.assertEqual(output.split(), ["0", "1", "2", "3"])  # 3: what ls reads

    # --- as whom -------------------------------------------------------------------------------

    def test_numbers_that_are_no_ids_are_refused(self):
        container = self.started()
        for number in ("4294967295", "4294967296", "18446744073709551616", "99999999999999999999", "-1", "+1",
                       "0x10", "0X0", "1 ", "", "1e3"):
            for user in (number, f"0:{number}", f"{number}:0"):
                if user == "":
                    continue  # the container's own
                error = self.refused("InvalidSpec", container, user=user)
                self.assertTrue(error["object"].startswith("user"), error)
        self.refused("InvalidSpec", container, user=0)

    def test_tables_of_users_are_read_as_what_somebody_else_wrote(self):
        container = self.started()
        def write(passwd, group=""):
            console = self.launcher.open("exec", container=container, command=["sh", "-c", "rm -rf /etc/passwd /etc/group; "
                                         "cat > /etc/passwd; echo \"$1\" > /etc/group", "sh", group])
            console.write(passwd)
            console.end_of_input()
            console.read_all()
            self.assertEqual(console.status, 0, console.errors)
        write("ann:x:0:0::/first:/bin/sh\nann:x:5:5::/second:/bin/sh\n")
        self.assertEqual(self.output(container, "sh", "-c", "echo $HOME", user="ann"), "/first\n")
        write("ann:x:4294967296:0::/:\nbob:x:0:4294967296::/:\n")
        for user in ("ann", "bob"):
            self.assertIn("no id", self.refused("InvalidSpec", container, user=user)["text"])
        for script, word in (("mkfifo /etc/passwd", "no regular file"), ("mkdir /etc/passwd", "no regular file"),
                             ("ln -s /dev/zero /etc/passwd", "no regular file"),
                             ("ln -s /dev/stdin /etc/passwd", ""), ("ln -s /proc/self/fd/0 /etc/passwd", ""),
                             ("ln -s passwd /etc/passwd", ""),
                             ("ln -s ../../../../../../etc/passwd- /etc/passwd", "no user"),
                             ("head -c 2000000 /dev/zero > /etc/passwd", "longer than 1 MiB")):
            self.output(container, "sh", "-c", "rm -rf /etc/passwd; " + script, user="0:0")
            with self.assertRaises(Refused, msg=script) as caught:
                self.launcher.open("exec", container=container, command=["true"], user="ann")
            self.assertIn(word, caught.exception.error["text"], script)


class OfAnOrdinaryUser(ExecTest):
    wrapper = ("setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups")
    user = USER


if __name__ == "__main__":
    if os.environ.get("VITRINE_TEST_PRIVATE") != "1":
        print("SKIP: needs namespaces of its own")
        sys.exit(77)
    unittest.main(verbosity=2)
