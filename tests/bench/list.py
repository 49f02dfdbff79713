#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""list.py BIN FOLDER: what it costs to tell of 100 containers.

BIN holds Vitrine's programs, FOLDER is empty and for us. On a session bus of its own: the CPU time of
the helper (with all that it asks) for one ListWorkloads of a client that it knows, and `vitrine list`
as a whole process beside `podman ps --all` of as many. Prints packaging/bench's lines.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

from gi.repository import Gio, GLib
from podman import Podman
from session import cpu_seconds, helper_pids, line, own_folders, session_bus

CONTAINERS = 100
CALLS = 50
ROUNDS = 11
LIMIT = 1  # ms


def helper_cost():
    """Milliseconds of CPU in the helper and its children for one answer."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def ask():
        rows, = bus.call_sync("org.vitrine.Helper1", "/org/vitrine", "org.vitrine.Manager1", "ListWorkloads",
                              GLib.Variant("(a{sv})", ({},)), None, 0, -1)
        if len(rows) != CONTAINERS:
            raise RuntimeError(f"it tells of {len(rows)} containers")
    ask()
    pids = helper_pids().values()
    before = sum(map(cpu_seconds, pids))
    for _ in range(CALLS):
        ask()
    return (sum(map(cpu_seconds, pids)) - before) / CALLS * 1e3


def wall(command):
    """Milliseconds; every container must be in what it prints."""
    start = time.monotonic()
    done = subprocess.run(command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    duration = (time.monotonic() - start) * 1e3
    if done.stdout.count("bench-") < CONTAINERS:
        raise RuntimeError(f"{command[0]} does not list the containers")
    return duration


def main():
    binary, folder = pathlib.Path(sys.argv[1]) / "vitrine", pathlib.Path(sys.argv[2])
    own_folders(folder)
    names = [f"bench-{number}" for number in range(CONTAINERS)]
    podman = Podman(folder)
    samples = {"vitrine": [], "podman": []}
    commands = {"vitrine": [binary, "list"], "podman": podman.command("ps", "--all")}
    with session_bus(folder):
        try:
            for name in names:
                subprocess.run([binary, "create", "--name", name, "busybox", "true"], check=True,
                               stdout=subprocess.DEVNULL)
                podman.make("create", name, "true")
            cost = helper_cost()
            for number in range(ROUNDS + 1):
                for name, command in commands.items():
                    duration = wall(command)
                    if number > 0:  # the first warms the caches
                        samples[name].append(duration)
            subprocess.run([binary, "rm", *names], check=True, stdout=subprocess.DEVNULL)
        finally:
            podman.close()
    line("list", cost, "ms", "limit", LIMIT, 1)
    line("list.podman", statistics.median(samples["vitrine"]), "ms", "podman", statistics.median(samples["podman"]), 1)


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    main()
