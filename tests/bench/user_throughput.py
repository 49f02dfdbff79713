# SPDX-License-Identifier: GPL-3.0-or-later
"""user-throughput: TCP out of a network of an ordinary user, and into it through a published port,
against slirp4netns and pasta by hand (iperf3 for all; higher is better, so the ratio is theirs / ours).
Usage: user_throughput.py PROGRAMS FOLDER (empty)"""

import contextlib
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys

programs, folder = sys.argv[1], pathlib.Path(sys.argv[2])
os.environ["VITRINE_PROGRAMS"] = programs
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kernel" / "launcher"))
from launcher import Launcher, wait_until # noqa: E402: wants the environment
from session import running # noqa: E402

WARM_UP, ROUNDS = 1, 7
USER = 4219 # nobody's
AS_USER = ["setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups"]
GATEWAY, SERVER, HOST = "192.0.2.1", "192.0.2.2", "192.0.2.3" # RFC 5737; pasta takes the gateway for this computer
PORT = 5201


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def inside(pid, user=False):
    return ["nsenter", "--net", *(["--user", "--preserve-credentials"] if user else []), "--target", str(pid)]


@contextlib.contextmanager
def outside():
    """What enters a network namespace behind this one's only way out."""
    with running(["unshare", "--net", "sleep", "1000"]) as holder:
        own = os.stat("/proc/self/ns/net").st_ino
        wait_until(lambda: os.stat(f"/proc/{holder.pid}/ns/net").st_ino != own, "its namespace")
        run("ip", "link", "add", "uplink", "type", "veth", "peer", "eth0", "netns", str(holder.pid))
        run("ip", "addr", "add", f"{HOST}/24", "dev", "uplink")
        run("ip", "link", "set", "uplink", "up")
        run("ip", "route", "add", "default", "via", GATEWAY)
        for address in (GATEWAY, SERVER):
            run(*inside(holder.pid), "ip", "addr", "add", f"{address}/24", "dev", "eth0")
        run(*inside(holder.pid), "ip", "link", "set", "eth0", "up")
        yield inside(holder.pid)


@contextlib.contextmanager
def open_tun():
    """/dev/net/tun may be opened by everybody, as where udev runs."""
    node = folder / "tun"
    os.mknod(node, 0o20666, os.makedev(10, 200))
    os.chmod(node, 0o666)
    run("mount", "--bind", str(node), "/dev/net/tun")
    yield
    run("umount", "/dev/net/tun")


@contextlib.contextmanager
def by_slirp4netns(port):
    with running([*AS_USER, "unshare", "--user", "--map-root-user", "--net", "sleep", "1000"]) as holder:
        wait_until(lambda: pathlib.Path(f"/proc/{holder.pid}/comm").read_text() == "sleep\n", "its namespaces")
        api = folder / "api.sock"
        with running([*AS_USER, "slirp4netns", "--configure", "--mtu=65520", "--disable-host-loopback",
                      f"--api-socket={api}", str(holder.pid), "tap0"], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL):
            wait_until(api.exists, "slirp4netns listens")
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(api))
                client.send(json.dumps({"execute": "add_hostfwd", "arguments": {
                    "proto": "tcp", "host_addr": "0.0.0.0", "host_port": port, "guest_port": PORT}}).encode())
                client.shutdown(socket.SHUT_WR)
                assert "return" in json.loads(client.recv(4096))
            yield inside(holder.pid)


def asleep(seconds):
    """The process that is sleep SECONDS."""
    for command in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if command.read_bytes() == f"sleep\0{seconds}\0".encode():
                return int(command.parent.name)
    return None


@contextlib.contextmanager
def by_pasta(port):
    """It ends with its child, which it starts in the namespaces."""
    seconds = 1000 + os.getpid() / 1e6 # as nobody else sleeps
    with running([*AS_USER, "pasta", "--config-net", "-t", f"{port}:{PORT}", "-u", "none", "-T", "none", "-U", "none",
                  "--", "sleep", str(seconds)], stderr=subprocess.DEVNULL):
        wait_until(lambda: asleep(seconds), "pasta's child runs")
        child = asleep(seconds)
        yield inside(child)
        os.kill(child, signal.SIGKILL)


@contextlib.contextmanager
def server(prefix):
    """iperf3's, in the network namespace that PREFIX enters."""
    with running([*prefix, "iperf3", "--server", "--forceflush"], stdout=subprocess.PIPE,
                 stderr=subprocess.DEVNULL, text=True) as process:
        for said in process.stdout:
            if "Server listening" in said:
                break
        yield


def throughput(prefix, address, port=PORT):
    """Gbit/s that arrive."""
    done = subprocess.run([*prefix, "iperf3", "--client", address, "--port", str(port), "--time", "1", "--json"],
                          check=True, capture_output=True, text=True)
    return json.loads(done.stdout)["end"]["sum_received"]["bits_per_second"] / 1e9


@contextlib.contextmanager
def ours(port):
    """A container in a network of the user's."""
    base = folder / "ours"
    base.mkdir()
    os.chown(base, USER, USER)
    with Launcher(base, AS_USER) as launcher:
        network = launcher.call("network-create", spec={"name": "bench"}, uid=USER, forwarding=False)["network"]
        container = launcher.create(uid=USER, command=["sleep", "1000"], terminal=False, networks=[{"network": "bench"}],
                                    ports=[{"host": port, "container": PORT}])
        launcher.call("start", container=container)
        launcher.wait_state(container, "running")
        yield inside(launcher.containers[container]["leader"])
        launcher.call("delete", container=container)
        launcher.call("network-delete", network=network)


os.chmod(folder, 0o777) # the user's programs make their sockets in it
with outside() as far, open_tun(), ours(5301) as own, by_slirp4netns(5302) as slirp, by_pasta(5303) as pasta:
    ways = {"ours": (own, 5301), "slirp4netns": (slirp, 5302), "pasta": (pasta, 5303)}
    out = {name: [] for name in ways}
    into = {name: [] for name in ways}
    for _ in range(WARM_UP + ROUNDS):
        for name, (prefix, port) in ways.items():
            with server(far):
                out[name].append(throughput(prefix, SERVER))
            with server(prefix):
                into[name].append(throughput(far, HOST, port))
for line, rates in (("user-throughput", out), ("user-throughput.published", into)):
    median = {name: statistics.median(values[WARM_UP:]) for name, values in rates.items()}
    for peer in ("slirp4netns", "pasta"):
        print(f"{line}.{peer}: {median['ours']:.2f} Gbit/s, {peer} by hand {median[peer]:.2f} Gbit/s, "
              f"ratio {median[peer] / median['ours']:.2f}, goal 1.00")
