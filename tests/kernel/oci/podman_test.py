#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""podman from Debian with --runtime: what people do with it."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

from podman import Podman


class PodmanTest(Podman):
    def test_run_once(self):
        self.assertIn("uid=0", self.once(command=["id"]))
        self.once(command=["sh", "-c", "exit 7"], status=7)
        self.once(command=["nonesuch"], status=127)
        self.once(command=["/etc/passwd"], status=126)

    def test_exec_logs_stop(self):
        self.start(command=["sh", "-c", "echo printed; trap 'exit 5' TERM; while true; do sleep 0.1; done"])
        self.assertIn("uid=9", self.podman("exec", "--user", "9", "c", "id"))
        self.podman("exec", "c", "sh", "-c", "exit 6", status=6)
        self.assertEqual(self.podman("exec", "--env", "A=b", "--workdir", "/tmp", "c", "sh", "-c", "echo $A; pwd"),
                         "b\n/tmp\n")
        self.assertEqual(self.podman("logs", "c"), "printed\n")
        self.podman("stop", "--time", "20", "c")
        details = json.loads(self.podman("inspect", "c"))[0]
        self.assertEqual((details["State"]["Status"], details["State"]["ExitCode"]), ("exited", 5))
        self.podman("start", "c")
        self.podman("pause", "c")
        self.assertEqual(json.loads(self.podman("inspect", "c"))[0]["State"]["Status"], "paused")
        self.podman("unpause", "c")
        self.podman("kill", "c")
        self.podman("wait", "c")

    def test_a_terminal(self):
        output = self.once("--tty", command=["sh", "-c", "tty; test -t 0 && echo is"])
        self.assertIn("/dev/pts/0", output)
        self.assertIn("is", output)

    def test_an_init(self):
        if not any(pathlib.Path(path).exists() for path in ("/usr/libexec/podman/catatonit", "/usr/bin/catatonit")):
            self.skipTest("catatonit is not installed")
        self.assertIn("init", self.once("--init", command=["ps"]))

    def test_read_only(self):
        self.assertIn("refused", self.once("--read-only", command=["sh", "-c", "touch /x 2>/dev/null || echo refused"]))
        self.assertIn("made", self.once("--read-only", command=["sh", "-c", "touch /tmp/x && echo made"]))

    def test_volumes_and_hosts(self):
        shared = self.folder / "shared"
        shared.mkdir()
        self.once("--volume", f"{shared}:/data", "--tmpfs", "/scratch:size=1m",
                  command=["sh", "-c", "echo text > /data/file; touch /scratch/x; cat /etc/hosts"])
        self.assertEqual((shared / "file").read_text(), "text\n")

    def test_capabilities_and_seccomp(self):
        status = self.once("--cap-drop", "all", "--cap-add", "net_raw", "--security-opt", "no-new-privileges",
                           command=["cat", "/proc/self/status"])
        self.assertIn("CapEff:\t0000000000002000", status)
        self.assertIn("Seccomp:\t2", status)
        self.assertIn("NoNewPrivs:\t1", status)

    def test_a_user_namespace(self):
        subprocess.run(["chown", "-R", "100000:100000", self.rootfs], check=True)
        output = self.once("--uidmap", "0:100000:5000", "--gidmap", "0:100000:5000",
                           command=["cat", "/proc/self/uid_map"])
        self.assertEqual(output.split(), ["0", "100000", "5000"])


if __name__ == "__main__":
    for program in ("podman", "conmon"):
        if not shutil.which(program):
            print(f"SKIP: {program} is not installed")
            sys.exit(77)
    os.environ["CONTAINERS_CONF"] = "/dev/null"
    unittest.main(verbosity=2)
