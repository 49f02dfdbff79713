#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits of root's containers: what an ordinary user's systemd does not delegate."""

import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kernel/launcher"))
from launcher import Launcher, Refused  # noqa: E402

MIB = 1 << 20
CGROUP = pathlib.Path("/sys/fs/cgroup")
DISK = "/dev/vda" # the lab's, with /var/lib/lab on it




class LimitsOfRoot(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir="/var/lib/lab", ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.launcher = Launcher(folder.name, AS_A_UNIT)
        self.launcher.__enter__()
        self.addCleanup(self.end)

    def end(self):
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        self.launcher.close()

    def start(self, script, **limits):
        container = self.launcher.create(
            command=["sh", "-c", script], terminal=False, limits=limits)
        self.launcher.call("start", container=container)
        return container

    def group(self, container):
        return CGROUP / self.launcher.containers[container]["cgroup"].lstrip("/")

    def value(self, container, file):
        return (self.group(container) / file).read_text().strip()

    def test_its_unit_was_delegated(self):
        container = self.start("exec sleep 1000", memory=64 * MIB)
        self.assertNotEqual(self.group(container).parent, CGROUP)
        own = pathlib.Path(f"/proc/{self.launcher.process.pid}/cgroup").read_text().strip()
        self.assertTrue(own.endswith("/launcher"), own)

    def test_io_max_throttles(self):
        number = os.stat(DISK).st_rdev
        rate = MIB // 2
        container = self.start(
            "dd if=/dev/zero of=/file bs=64k count=48 conv=fsync; echo done > /done; sleep 1000",
            memory=256 * MIB, io={DISK: {"writeBytes": rate}})
        self.assertEqual(self.value(container, "io.max"),
                         f"{os.major(number)}:{os.minor(number)} rbps=max wbps={rate} riops=max wiops=max")
        began = time.monotonic()
        upper = self.launcher.base / "data/containers" / container / "upper"
        while not (upper / "done").exists():
            self.assertLess(time.monotonic() - began, 120)
            time.sleep(0.1)
        # No machine is so slow that it would be too fast: 3 MiB at half a MiB a second.
        self.assertGreater(time.monotonic() - began, 2)
        self.assertIn("wbytes=", self.value(container, "io.stat"))

    def test_a_device_that_cannot_be_limited_is_named(self):
        for device, text in (("/dev/none", "no such device"), ("/dev/null", "no block device"),
                             ("/dev/../etc/passwd", "no disk"), ("259:999", "no such device"),
                             ("/dev/fd/0", "cannot be looked up")):
            with self.assertRaises(Refused) as refused:
                self.launcher.create(limits={"io": {device: {"readBytes": 1}}})
            error = refused.exception.error
            self.assertEqual(error["name"], "InvalidSpec", error)
            self.assertIn("limits.io", error["object"])
            self.assertIn(text, error["text"])

    def test_processors_and_nodes_are_chosen(self):
        container = self.start("exec sleep 1000", cpus="1", memoryNodes="0")
        status = pathlib.Path(f"/proc/{self.launcher.containers[container]['leader']}/status").read_text()
        self.assertIn("Cpus_allowed_list:\t1\n", status)
        self.launcher.call("limits", container=container, limits={})
        status = pathlib.Path(f"/proc/{self.launcher.containers[container]['leader']}/status").read_text()
        self.assertIn("Cpus_allowed_list:\t0-1\n", status)
        with self.assertRaises(Refused) as refused:
            self.launcher.call("limits", container=container, limits={"cpus": "0-63"})
        self.assertEqual(refused.exception.error["object"], "limits.cpus")
        self.assertIn("0-1", refused.exception.error["text"])

    def test_huge_pages_are_not_systemds(self):
        with self.assertRaises(Refused) as refused:
            self.launcher.create(limits={"hugePages": {"2MB": 4 * MIB}})
        self.assertEqual(refused.exception.error["object"], "limits.hugePages.2MB")
        self.assertIn("hugetlb", refused.exception.error["text"])

    def test_huge_pages(self):
        self.launcher.close()
        # Out of systemd's units: then the root group is where containers' groups are made.
        out = ("sh", "-c", "echo 0 > /sys/fs/cgroup/cgroup.procs && exec \"$@\"", "sh")
        self.launcher = Launcher(self.launcher.base, out)
        self.launcher.__enter__()
        container = self.start("exec sleep 1000", hugePages={"2MB": 4 * MIB})
        self.assertEqual(self.value(container, "hugetlb.2MB.max"), str(4 * MIB))

    def test_what_the_kernel_refuses_takes_all_back(self):
        container = self.start("exec sleep 1000", pids=50)
        # One file of the group takes nothing for a moment.
        file = self.group(container) / "pids.max"
        subprocess.run(["mount", "--bind", "/dev/full", file], check=True)
        try:
            with self.assertRaises(Refused) as refused:
                self.launcher.call("limits", container=container,
                                   limits={"memory": 64 * MIB, "cpuWeight": 10, "pids": 60})
        finally:
            subprocess.run(["umount", file], check=True)
        self.assertEqual(refused.exception.error["object"], "limits.pids")
        self.assertEqual(self.value(container, "memory.max"), "max")
        self.assertEqual(self.value(container, "cpu.weight"), "100")
        self.assertEqual(self.value(container, "pids.max"), "50")
        self.assertEqual(self.launcher.containers[container]["spec"]["limits"], {"pids": 50})

    def test_the_kernel_tells_who_was_killed(self):
        container = self.start("dd if=/dev/zero of=/dev/null bs=100M count=1; exec sleep 1000",
                               memory=32 * MIB, swap=0)
        while True:
            message, _ = self.launcher.receive()
            if message.get("event") == "limit" and message["kind"] == "oom-kill":
                break
        self.assertEqual(message["container"], container)
        self.assertEqual(message["process"], "dd")
        self.assertGreater(message["pid"], 1)

    def test_stop_kills_the_whole_group(self):
        container = self.start("exec sleep 1000")
        stranger = subprocess.Popen(["sleep", "1000"]) # not of its pid namespace
        (self.group(container) / "cgroup.procs").write_text(str(stranger.pid))
        self.launcher.call("stop", container=container, timeout=0)
        self.assertEqual(stranger.wait(60), -9)


AS_A_UNIT = ("systemd-run", "--scope", "--quiet", "-p", "Delegate=yes", "--")

if __name__ == "__main__":
    unittest.main(verbosity=2)
