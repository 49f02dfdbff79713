#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""machine_unchanged.py [OPTION…] -- COMMAND [ARGUMENT…]: run COMMAND, and want no trace of it.

Compares before and after: mounts, network interfaces, network namespaces known by name or number,
cgroup folders, the folders given; and wants every process that came from COMMAND to be gone. Exit
status: COMMAND's own; 99 when it left something behind (told on stderr).

  --private      run COMMAND in mount, network, IPC and UTS namespaces of its own, /run empty, with
                 a cgroup of its own as the root of the only cgroup2 mount that it sees: for kernel
                 tests, which then cannot meet other users of the machine (needs root, and skips
                 with status 77 without)
  --folder DIR   also compare what lies in DIR (may be repeated)
  --settle S     wait this long for the kernel to finish tearing down (5 s)

COMMAND's environment has VITRINE_TEST_PRIVATE=1 with --private.
"""

import argparse
import ctypes
import difflib
import os
import pathlib
import signal
import subprocess
import sys
import time

LEFT_BEHIND, SKIPPED = 99, 77
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_CHILD_SUBREAPER = 36
CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS = 0x20000, 0x2000000, 0x4000000
CLONE_NEWIPC, CLONE_NEWNET = 0x8000000, 0x40000000


def call(name, *arguments):
    """A system call of libc's; an OSError when it fails."""
    if getattr(LIBC, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), f"{name}{arguments}")


def mounts():
    """Mount points with type and source, without the numbers that change."""
    rows = []
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split()
        rows.append(f"mount {fields[4]} root {fields[3]} {' '.join(right.split()[:2])}")
    return rows


def links():
    """Interfaces of this network namespace and the namespaces it knows by number."""
    rows = []
    for command in (["ip", "-o", "link"], ["ip", "netns", "list-id"]):
        text = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        rows += [" ".join(line.split()[:2]).rstrip(":") for line in text.splitlines()]
    return ["link " + row for row in rows]


def cgroups():
    """Every folder of every cgroup mount that is seen here."""
    rows = []
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        if line.partition(" - ")[2].startswith("cgroup"):
            top = line.split()[4]
            rows += ["cgroup " + folder for folder, _, _ in os.walk(top) if folder != top]
    return rows


def contents(folders):
    """Every name below the given folders, followed nowhere."""
    return ["file " + os.path.join(folder, name) for top in folders
            for folder, names, files in os.walk(top) for name in names + files]


def snapshot(folders):
    return sorted(mounts() + links() + cgroups() + contents(folders))


def children():
    """(pid, command line) of what was reparented to us: what COMMAND left running."""
    found = []
    for pid in pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        try:
            line = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            state = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found.append((int(pid), line.strip() or "?"))
    return found


def reap():
    """Collect those of our children that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def cgroup2_mount():
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        if line.partition(" - ")[2].startswith("cgroup2 "):
            return pathlib.Path(line.split()[4])
    return None


def enter_private():
    """Namespaces and a cgroup of our own; returns the cgroup's parent, as a descriptor, and name."""
    top = cgroup2_mount()
    parent, name = None, f"vitrine-test-{os.getpid()}"
    if top is not None:
        parent = os.open(top, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        os.mkdir(name, dir_fd=parent)
        write(f"/proc/self/fd/{parent}/{name}/cgroup.procs", "0")
    call("unshare", CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET)
    for command in ("mount --make-rprivate /", "mount -t tmpfs -o mode=0755 none /run",
                    "ip link set lo up"):
        subprocess.run(command.split(), check=True)
    if top is not None:
        subprocess.run(["umount", "-R", "/sys/fs/cgroup"], check=False, stderr=subprocess.DEVNULL)
        subprocess.run(["mount", "-t", "cgroup2", "none", "/sys/fs/cgroup"], check=True)
    os.environ["VITRINE_TEST_PRIVATE"] = "1"
    return parent, name


def leave_private(parent, name):
    """Give the cgroup back, with whatever was left in it."""
    if parent is None:
        return
    top = f"/proc/self/fd/{parent}"
    write(f"{top}/cgroup.procs", "0")
    for folder, _, _ in os.walk(f"{top}/{name}", topdown=False):
        os.rmdir(folder)


def compare(before, folders, settle):
    """What differs from BEFORE and which processes live, once nothing does or SETTLE is over."""
    deadline = time.monotonic() + settle
    while True:
        reap()
        alive, after = children(), snapshot(folders)
        if (not alive and after == before) or time.monotonic() > deadline:
            return alive, [line for line in difflib.unified_diff(before, after, lineterm="", n=0)
                           if line[:1] in "+-" and line[:3] not in ("+++", "---")]
        time.sleep(0.05)


def end(alive):
    """End what is left, children of children too."""
    while alive:
        for pid, _ in alive:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
        reap()
        alive = children()


def stop(number, _):
    """Told to end: so is everything that came from COMMAND, and our cgroup goes."""
    end(children())
    sys.exit(128 + number)


def run(options):
    before = snapshot(options.folder)
    status = subprocess.call(options.command)
    alive, differences = compare(before, options.folder, options.settle)
    for pid, line in alive:
        print(f"left behind: process {pid}: {line}", file=sys.stderr)
    for line in differences:
        word = "left behind" if line[0] == "+" else "gone"
        print(f"{word}: {line[1:]}", file=sys.stderr)
    end(alive)
    return LEFT_BEHIND if alive or differences else status if status >= 0 else 128 - status


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--private", action="store_true")
    parser.add_argument("--folder", action="append", default=[])
    parser.add_argument("--settle", type=float, default=5)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    call("prctl", PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    if not options.private:
        return run(options)
    if os.geteuid() != 0:
        print("SKIP: namespaces and a cgroup of the test's own need root")
        return SKIPPED
    parent, name = enter_private()
    try:
        return run(options)
    finally:
        leave_private(parent, name)


if __name__ == "__main__":
    sys.exit(main())
