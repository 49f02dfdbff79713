# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks in Python share: a session of their own, clocks, memory, result lines."""

import contextlib
import os
import pathlib
import subprocess
import time


def cpu_seconds(pid):
    """CPU time of a process and its ended threads (the clock of clock_getcpuclockid(3))."""
    return time.clock_gettime(~pid << 3 | 2)


def pss_kilobytes(pid):
    """Resident memory of a process, shared pages divided among those that share them."""
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise RuntimeError("no Pss")


@contextlib.contextmanager
def running(command, **more):
    """A process that ends with the block."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **more)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def own_folders(folder):
    """Everything that a user's programs keep goes to FOLDER."""
    for name, variable in (("runtime", "XDG_RUNTIME_DIR"), ("data", "XDG_DATA_HOME"),
                           ("config", "XDG_CONFIG_HOME"), ("cache", "XDG_CACHE_HOME")):
        (folder / name).mkdir(mode=0o700)
        os.environ[variable] = str(folder / name)


@contextlib.contextmanager
def session_bus(folder):
    address = f"unix:path={folder}/bus"
    with running(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}",
                  "--print-address"], stdout=subprocess.PIPE, text=True) as bus:
        bus.stdout.readline()
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
        yield


def helper_pids():
    """The helper on the bus and its children, by their names."""
    reply = subprocess.run(
        ["dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus",
         "/org/freedesktop/DBus", "org.freedesktop.DBus.GetConnectionUnixProcessID",
         "string:org.vitrine.Helper1"], capture_output=True, text=True, check=True)
    helper = int(reply.stdout.split()[1])
    children = pathlib.Path(f"/proc/{helper}/task/{helper}/children").read_text().split()
    named = {"helper": helper}
    for pid in children:
        named[pathlib.Path(f"/proc/{pid}/comm").read_text().strip()] = int(pid)
    return named


def line(name, ours, unit, peer, theirs, goal):
    """One of packaging/bench's lines."""
    print(f"{name}: {ours:.2f} {unit}, {peer} {theirs:.2f} {unit}, ratio {ours / theirs:.2f}, "
          f"goal {goal:.2f}", flush=True)
