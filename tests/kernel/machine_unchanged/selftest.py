#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does machine_unchanged.py see what a command leaves behind? One thing a time."""

import os
import pathlib
import subprocess
import sys
import tempfile

WRAPPER = pathlib.Path(__file__).with_name("machine_unchanged.py")

# what is left, how, and what must be told
LEAKS = [
    ("a mount", "mkdir /run/m && mount -t tmpfs none /run/m", "left behind: mount /run/m"),
    ("an interface", "ip link add left0 type veth peer name left1", "left1@left0"),
    ("a network namespace", "ip netns add left", "left behind: mount /run/netns"),
    ("a cgroup", "mkdir -p /sys/fs/cgroup/left/below", "cgroup /sys/fs/cgroup/left/below"),
    ("a process", "setsid sleep 1000 & disown", "sleep 1000"),
    ("an init", "unshare --pid --fork --kill-child=KILL sleep 1001 & disown", "sleep 1001"),
    ("a file", "touch $FOLDER/new", "/new"),
    ("a missing file", "rm $FOLDER/there", "gone: file"),
    ("a lost mount", "umount /sys/fs/cgroup", "gone: mount /sys/fs/cgroup"),
]


def run(folder, command):
    (pathlib.Path(folder) / "there").touch()
    (pathlib.Path(folder) / "new").unlink(missing_ok=True)
    return subprocess.run(
        [sys.executable, WRAPPER, "--private", "--settle", "0.3", "--folder", folder, "--",
         "bash", "-c", command],
        env={**os.environ, "FOLDER": folder}, capture_output=True, text=True, check=False)


def main():
    if os.geteuid() != 0:
        print("SKIP: namespaces of the test's own need root")
        return 77
    failures = []
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        for command, status in (("true", 0), ("exit 3", 3), ("kill -9 $$", 137)):
            done = run(folder, command)
            if done.returncode != status:
                failures.append(f"{command}: status {done.returncode}: {done.stderr}")
        for what, command, text in LEAKS:
            done = run(folder, command)
            if done.returncode != 99 or text not in done.stderr:
                failures.append(f"{what} not seen: status {done.returncode}: {done.stderr}")
    print("\n".join(failures) or f"{len(LEAKS)} leaks seen")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
