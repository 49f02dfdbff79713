# SPDX-License-Identifier: GPL-3.0-or-later
"""network-attach: what a network costs a container's start: a veth pair into a bridge, addresses,
routes, NAT and one published port, against the same container with a loopback interface only; and
what it costs podman. Usage: network_attach.py PROGRAMS FOLDER (empty)"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

programs, folder = sys.argv[1], pathlib.Path(sys.argv[2])
os.environ["VITRINE_PROGRAMS"] = programs
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kernel" / "launcher"))
from launcher import Launcher # noqa: E402: wants the environment
from podman import LIMITS, Podman # noqa: E402

ROUNDS, PODMAN_ROUNDS, WARM_UP = 41, 5, 3
GOAL = 10.0 # ms


def median(run, rounds):
    """Milliseconds of each of RUN's values, interleaved by the caller."""
    return statistics.median(run[-rounds:])


def timed(work):
    begin = time.monotonic()
    work()
    return (time.monotonic() - begin) * 1000


class Ours:
    def __init__(self, launcher):
        self.launcher = launcher
        launcher.call("network-create", spec={"name": "bench"}, uid=0, forwarding=True)
        command = {"command": ["sleep", "1000"], "terminal": False}
        self.alone = launcher.create(**command)
        self.connected = launcher.create(networks=[{"network": "bench"}],
                                         ports=[{"container": 80, "host": 18080}], **command)

    def start(self, container):
        took = timed(lambda: self.launcher.call("start", container=container))
        self.launcher.call("stop", container=container, timeout=0)
        time.sleep(0.05) # the kernel still takes the last network namespace apart
        return took


def podman_difference():
    """None, and the reason told, where podman cannot do it here."""
    podman = Podman(folder)

    def run(*options):
        command = podman.command("run", "--rm", "--cgroups", "disabled", *options, *LIMITS,
                                 "--rootfs", podman.rootfs, "true")
        return timed(lambda: subprocess.run(command, check=True, capture_output=True))
    try:
        alone, connected = [], []
        for _ in range(1 + PODMAN_ROUNDS):
            alone.append(run("--network", "none"))
            connected.append(run("--network", "bridge", "--publish", "18081:80"))
    except subprocess.CalledProcessError as error:
        print("network-attach.podman: not measured:", error.stderr.decode().strip()[-300:], file=sys.stderr)
        return None
    finally:
        podman.close()
        for left in (["ip", "link", "del", "cni-podman0"], ["umount", "/run/netns"]): # what it leaves
            subprocess.run(left, check=False, capture_output=True)
    return median(connected, PODMAN_ROUNDS) - median(alone, PODMAN_ROUNDS)


with Launcher(folder / "ours") as launcher:
    ours = Ours(launcher)
    alone, connected = [], []
    for _ in range(WARM_UP + ROUNDS):
        alone.append(ours.start(ours.alone))
        connected.append(ours.start(ours.connected))
    for container in (ours.alone, ours.connected):
        launcher.call("delete", container=container)
    for network in list(launcher.networks):
        launcher.call("network-delete", network=network)
difference = median(connected, ROUNDS) - median(alone, ROUNDS)
print(f"network-attach: {difference:.2f} ms, limit {GOAL:.2f} ms, ratio {difference / GOAL:.2f}, goal 1.00")
theirs = podman_difference()
if theirs is not None:
    print(f"network-attach.podman: {difference:.2f} ms, podman {theirs:.2f} ms, "
          f"ratio {difference / theirs:.2f}, goal 0.10")
