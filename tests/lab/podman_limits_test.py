#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""podman's limits, kept by vitrine-oci, where the kernel keeps them."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kernel/oci"))
from podman import Podman  # noqa: E402


class PodmanLimits(Podman):
    limits = []

    def test_memory(self):
        self.start("--memory", "32m", "--memory-swap", "32m", command=["sh", "-c", "dd if=/dev/zero of=/dev/null bs=64M count=1"])
        self.assertEqual(self.podman("wait", "c").strip(), "137")
        container = json.loads(self.podman("inspect", "c"))[0]
        self.assertEqual(container["State"]["Status"], "exited")
        # State.OOMKilled is what this podman finds of conmon's note, which with crun it misses, too.
        log = subprocess.run(["dmesg"], capture_output=True, text=True, check=True).stdout
        self.assertIn("oom_memcg=/libpod_parent/libpod-" + container["Id"], log)

    def test_memory_that_is_changed_while_it_runs(self):
        self.start("--memory", "32m")
        show = ("exec", "c", "cat", "/sys/fs/cgroup/memory.max")
        self.assertEqual(self.podman(*show).strip(), str(32 << 20))
        self.podman("update", "--memory", "48m", "c")
        self.assertEqual(self.podman(*show).strip(), str(48 << 20))

    def test_processes(self):
        output = self.once("--pids-limit", "10", command=[
            "sh", "-c", "cat /sys/fs/cgroup/pids.max; (for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 1000 & done) 2>&1; true"])
        self.assertEqual(output.split()[0], "10")
        self.assertIn("can't fork", output)


if __name__ == "__main__":
    os.environ["CONTAINERS_CONF"] = "/dev/null"
    unittest.main(verbosity=2)
