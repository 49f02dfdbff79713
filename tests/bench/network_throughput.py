# SPDX-License-Identifier: GPL-3.0-or-later
"""network-throughput: TCP between two containers of a network, and between a container and this
computer, against a veth pair and against two of them in a bridge, made by hand (iperf3 for all; higher
is better, so the ratio is theirs / ours). Usage: network_throughput.py PROGRAMS FOLDER (empty)"""

import contextlib
import json
import os
import pathlib
import statistics
import subprocess
import sys

programs, folder = sys.argv[1], pathlib.Path(sys.argv[2])
os.environ["VITRINE_PROGRAMS"] = programs
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kernel" / "launcher"))
from launcher import Launcher, wait_until # noqa: E402: wants the environment
from session import running # noqa: E402

WARM_UP, ROUNDS, SECONDS = 1, 11, 1
HOST, ONE, TWO, PAIR, PEER = "192.0.2.1", "192.0.2.2", "192.0.2.3", "198.51.100.1", "198.51.100.2" # RFC 5737


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)


def leader(launcher, container):
    return launcher.containers[container]["leader"]


def inside(pid):
    return ["nsenter", "--net", "--target", str(pid)]


@contextlib.contextmanager
def behind(link, address):
    """A network namespace with ADDRESS at the other end of LINK, a new veth; the process that holds it."""
    with running(["unshare", "--net", "sleep", "1000"]) as holder:
        own = os.stat("/proc/self/ns/net").st_ino
        wait_until(lambda: os.stat(f"/proc/{holder.pid}/ns/net").st_ino != own, "its namespace")
        ip("link", "add", link, "type", "veth", "peer", "eth0", "netns", str(holder.pid))
        for step in (("addr", "add", f"{address}/24", "dev", "eth0"), ("link", "set", "eth0", "up")):
            subprocess.run([*inside(holder.pid), "ip", *step], check=True)
        yield inside(holder.pid)


@contextlib.contextmanager
def made_by_hand():
    """What enters a network namespace behind a veth pair, and two that are in one bridge."""
    with behind("pair", PEER) as alone, behind("one", ONE) as one, behind("two", TWO) as two:
        ip("link", "add", "bench-bridge", "type", "bridge")
        for link, address in (("pair", PAIR), ("bench-bridge", HOST)):
            ip("addr", "add", f"{address}/24", "dev", link)
        for link in ("one", "two"):
            ip("link", "set", link, "master", "bench-bridge")
        for link in ("pair", "one", "two", "bench-bridge"):
            ip("link", "set", link, "up")
        yield alone, one, two
        ip("link", "del", "bench-bridge")


@contextlib.contextmanager
def server(prefix=()):
    """iperf3's, in the network namespace that PREFIX enters."""
    with running([*prefix, "iperf3", "--server", "--forceflush"], stdout=subprocess.PIPE,
                 stderr=subprocess.DEVNULL, text=True) as process:
        for said in process.stdout:
            if "Server listening" in said:
                break
        yield


def throughput(prefix, address):
    """Gbit/s that arrive."""
    done = subprocess.run([*prefix, "iperf3", "--client", address, "--time", str(SECONDS), "--json"],
                          check=True, capture_output=True, text=True)
    return json.loads(done.stdout)["end"]["sum_received"]["bits_per_second"] / 1e9


def measure(launcher, by_hand, containers, address, gateway):
    one, two = (inside(leader(launcher, container)) for container in containers)
    alone, left, right = by_hand
    ways = {"pair": ((), alone, PAIR), "bridge": (right, left, TWO), "bridge-host": ((), left, HOST),
            "containers": (two, one, address), "host": ((), one, gateway)}
    rates = {name: [] for name in ways}
    for _ in range(WARM_UP + ROUNDS):
        for name, (at, source, target) in ways.items():
            with server(at):
                rates[name].append(throughput(source, target))
    return {name: statistics.median(values[WARM_UP:]) for name, values in rates.items()}


with Launcher(folder / "ours") as launcher:
    network = launcher.call("network-create", spec={"name": "bench"}, uid=0, forwarding=True)["network"]
    containers = [launcher.create(command=["sleep", "1000"], terminal=False, networks=[{"network": "bench"}])
                  for _ in range(2)]
    for container in containers:
        launcher.call("start", container=container)
    wait_until(lambda: all(leader(launcher, container) for container in containers), "their processes are known")
    address = launcher.containers[containers[1]]["connections"][0]["address"]
    with made_by_hand() as by_hand:
        rates = measure(launcher, by_hand, containers, address, launcher.networks[network]["gateway"])
    for container in containers:
        launcher.call("delete", container=container)
    launcher.call("network-delete", network=network)
for name, way, bridged in (("network-throughput", "containers", "bridge"),
                           ("network-throughput.host", "host", "bridge-host")):
    for suffix, peer, theirs in (("", "veth pair", "pair"), (".bridge", "bridge by hand", bridged)):
        print(f"{name}{suffix}: {rates[way]:.2f} Gbit/s, {peer} {rates[theirs]:.2f} Gbit/s, "
              f"ratio {rates[theirs] / rates[way]:.2f}, goal {1 / 0.95:.2f}")
