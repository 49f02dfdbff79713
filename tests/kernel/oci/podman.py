# SPDX-License-Identifier: GPL-3.0-or-later
"""podman with --runtime, in a store of its own, for tests."""

import pathlib
import subprocess
import time

from bundle import OciTest, PATIENCE, PROGRAM

GROUPS = pathlib.Path("/sys/fs/cgroup")
# This machine may not let anybody raise a limit, and the test need not.
LIMITS = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000", "--pids-limit", "0"]


class Podman(OciTest):
    limits = LIMITS

    def setUp(self):
        super().setUp()
        self.rootfs = self.bundle / "rootfs"
        self.addCleanup(self.remove_groups)
        self.addCleanup(self.settle)

    def settle(self):
        """conmon's last act is a podman that cleans up, which nobody waits for."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if not any(str(self.folder).encode() in command for command in self.commands()):
                return
            time.sleep(0.02)
        self.fail("something of podman still runs")

    @staticmethod
    def commands():
        for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                yield path.read_bytes()
            except OSError:  # it has ended meanwhile
                pass

    @staticmethod
    def remove_groups():
        """podman leaves the groups above those of its containers."""
        for name in ("libpod_parent/conmon", "libpod_parent", "conmon"):
            if (GROUPS / name).exists():
                (GROUPS / name).rmdir()

    def podman(self, *arguments, status=0, **more):
        base = self.folder / "podman"
        command = ["podman", "--root", base / "root", "--runroot", base / "run", "--tmpdir", base / "tmp",
                   "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--events-backend", "none",
                   "--runtime", PROGRAM, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False,
                              stdin=subprocess.DEVNULL, **more)
        self.assertEqual(done.returncode, status, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def start(self, *options, command=("sleep", "1000"), name="c"):
        self.podman("run", "--detach", "--network", "none", "--name", name, *self.limits, *options,
                    "--rootfs", self.rootfs, *command)
        self.addCleanup(self.podman, "rm", "--force", "--time", "0", name)

    def once(self, *options, command, status=0):
        return self.podman("run", "--rm", "--network", "none", *self.limits, *options, "--rootfs", self.rootfs, *command,
                           status=status)
