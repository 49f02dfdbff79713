#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""memory_per_container.py BIN FOLDER: what a running container costs beside its own processes.

BIN holds Vitrine's programs, FOLDER is empty and for us. On a session bus of its own: all of ours
(shims, and what helper and launcher grow by) for each of 20 running containers, beside podman's
conmon. Memory is PSS: pages that are shared count once. Prints packaging/bench's lines.
"""

import json
import os
import pathlib
import re
import statistics
import subprocess
import sys

from podman import Podman
from session import helper_pids, line, own_folders, pss_kilobytes, session_bus

CONTAINERS = 20
SHIM_LIMIT = 400  # kB


def shims(binary):
    """A container's first process is the child of its shim."""
    listed = subprocess.run([binary, "list", "--json"], check=True, capture_output=True, text=True)
    for workload in json.loads(listed.stdout):
        status = pathlib.Path(f"/proc/{workload['leader']}/status").read_text()
        yield int(re.search(r"^PPid:\s+(\d+)", status, re.M)[1])


def main():
    binary, folder = pathlib.Path(sys.argv[1]) / "vitrine", pathlib.Path(sys.argv[2])
    own_folders(folder)
    names = [f"bench-{number}" for number in range(CONTAINERS + 1)]
    podman = Podman(folder)

    def ours(*arguments):
        subprocess.run([binary, *arguments], check=True, stdout=subprocess.DEVNULL)

    with session_bus(folder):
        try:
            for name in names:
                ours("create", "--name", name, "busybox", "sleep", "1000")
                podman.make("run", name, "sleep", "1000")
            ours("start", names[0])  # what only the first one costs is no container's
            before = sum(map(pss_kilobytes, helper_pids().values()))
            ours("start", *names[1:])
            grown = sum(map(pss_kilobytes, helper_pids().values())) - before
            shim = [pss_kilobytes(pid) for pid in shims(binary)]
            conmon = statistics.mean(pss_kilobytes(podman.conmon(name)) for name in names)
            ours("rm", *names)
        finally:
            podman.close()
    if len(shim) != len(names):
        raise RuntimeError(f"{len(shim)} shims of {len(names)} containers")
    mean = statistics.mean(shim)
    line("memory-per-container", mean + grown / CONTAINERS, "kB", "conmon", conmon, 1)
    line("memory-per-container.shim", mean, "kB", "limit", SHIM_LIMIT, 1)


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    main()
