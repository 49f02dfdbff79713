# SPDX-License-Identifier: GPL-3.0-or-later
"""podman as a peer: containers of busybox in a storage of its own."""

import pathlib
import shutil
import subprocess

GROUPS = pathlib.Path("/sys/fs/cgroup")
# This machine may not let anybody raise a limit, and the benchmark need not.
LIMITS = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000", "--pids-limit", "0"]


class Podman:
    """FOLDER gets the storage and the root file system."""

    def __init__(self, folder):
        self.base = folder / "podman"
        self.run = folder.parent / "podman-run"  # podman takes no path of more than 50 characters
        self.rootfs = folder / "rootfs"
        for name in ("bin", "dev", "proc", "sys", "etc", "run", "tmp"):
            (self.rootfs / name).mkdir(parents=True)
        shutil.copy("/bin/busybox", self.rootfs / "bin/busybox")
        for name in ("true", "sleep", "sh"):
            (self.rootfs / "bin" / name).symlink_to("busybox")
        self.containers = []

    def command(self, *arguments):
        return ["podman", "--root", self.base / "root", "--runroot", self.run,
                "--tmpdir", self.base / "tmp", "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs",
                "--events-backend", "none", "--runtime", "crun", *arguments]

    def call(self, *arguments):
        return subprocess.run(self.command(*arguments), check=True, stdout=subprocess.PIPE, text=True,
                              stdin=subprocess.DEVNULL).stdout

    def make(self, verb, name, *command):
        """VERB: "create", or "run" with its "--detach".

        Without a control group: crun raises a limit for its filter of devices, see LIMITS.
        """
        detach = ["--detach"] if verb == "run" else []
        self.containers.append(name)
        self.call(verb, *detach, "--cgroups", "disabled", "--network", "none", "--name", name, *LIMITS,
                  "--rootfs", self.rootfs, *command)

    def conmon(self, name):
        """The process of podman's that stays with a container."""
        return int(self.call("inspect", "--format", "{{.State.ConmonPid}}", name))

    def close(self):
        """Removes the containers, and the groups above theirs, which podman leaves."""
        if self.containers:
            self.call("rm", "--force", "--time", "0", *self.containers)
        for name in ("libpod_parent/conmon", "libpod_parent", "conmon"):
            if (GROUPS / name).exists():
                (GROUPS / name).rmdir()
