#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and addresses by the real dnsmasq: who finds whom by name, and that it is there when it is
needed and gone when its network is."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import unittest

from launcher import wait_until
from network_test import OUTSIDE, NetworkTest, Outside, run

A, PTR, AAAA = 1, 12, 28
OK, NO_SUCH_NAME, REFUSED = 0, 3, 5
NAMES_USER = 1073741823


def ask(server, name, kind=A, timeout=2):
    """(rcode, addresses or names) of one question by UDP; None: nobody answered."""
    family = socket.AF_INET6 if ":" in server else socket.AF_INET
    question = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.settimeout(timeout)
        try:
            sock.sendto(struct.pack(">6H", 4711, 0x100, 1, 0, 0, 0) + question + struct.pack(">2H", kind, 1), (server, 53))
            reply = sock.recv(4096)
        except OSError:
            return None
    at, answers = 12 + len(question) + 4, []
    for _ in range(struct.unpack(">H", reply[6:8])[0]):
        _, found, _, _, length = struct.unpack(">HHHIH", reply[at:at + 12])
        data = reply[at + 12:at + 12 + length]
        at += 12 + length
        if found == kind:
            answers.append(socket.inet_ntop(socket.AF_INET if kind == A else socket.AF_INET6, data) if kind != PTR else data)
    return reply[3] & 15, answers


def servers():
    """Processes of dnsmasq for networks: {pid: arguments}."""
    found = {}
    for entry in pathlib.Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            arguments = entry.name.isdigit() and (entry / "cmdline").read_bytes().split(b"\0")
            if arguments and any(word.startswith(b"--hostsdir=/") for word in arguments) \
                    and os.readlink(entry / "ns/net") == os.readlink("/proc/self/ns/net"):
                found[int(entry.name)] = [word.decode() for word in arguments]
    return found


class NamesTest(NetworkTest):
    def end(self):
        super().end()
        wait_until(lambda: not servers(), "no name server is left")
        for storage in ("run/names", "data/leases"):
            self.assertEqual(os.listdir(self.base / storage), [])

    def lan(self, name="lan", **spec):
        network = self.network(name, **spec)
        self.gateway = json.loads(run("ip", "-j", "-4", "addr", "show", f"vt-{name}"))[0]["addr_info"][0]["local"]
        wait_until(lambda gateway=self.gateway: ask(gateway, "nobody", timeout=0.3) is not None, "it answers")
        return network

    def assertNamed(self, name, address, kind=A, server=None):
        """Soon: what a container's start or end changes is told to dnsmasq, which takes its time."""
        server = server or self.gateway
        wait_until(lambda: ask(server, name, kind) == (OK, [address]), f"{name} is {address}, not {ask(server, name, kind)}")

    def assertUnknown(self, name, server=None):
        wait_until(lambda: ask(server or self.gateway, name) == (NO_SUCH_NAME, []), f"{name} is unknown")


class FindingTest(NamesTest):
    def test_containers_find_each_other_by_name(self):
        self.lan()
        web = self.server("lan", name="web")["connections"][0]
        client = self.started(["sleep", "1000"], ["lan"], name="client")
        for name in ("web", "web.lan.internal"):
            self.assertNamed(name, web["address"])
            self.assertNamed(name, web["address6"], AAAA)
            self.assertReaches(client, f"http://{name}/", "page of web")
        reverse = ".".join(reversed(web["address"].split("."))) + ".in-addr.arpa"
        self.assertIn(b"\x03web\x03lan", ask(self.gateway, reverse, PTR)[1][0])
        self.assertUnknown("nobody.lan.internal")

    def test_names_come_and_go_with_containers(self):
        self.lan()
        row = self.started(["sleep", "1000"], ["lan"], name="web")
        address = row["connections"][0]["address"]
        self.assertNamed("web", address)
        self.launcher.call("rename", container=row["id"], name="shop")
        self.assertNamed("shop", address)
        self.assertUnknown("web")
        self.launcher.call("stop", container=row["id"], timeout=0)
        self.assertUnknown("shop")
        self.launcher.call("start", container=row["id"])
        self.assertNamed("shop", address)
        self.launcher.call("delete", container=row["id"])
        self.assertUnknown("shop")

    def test_files_inside_say_so_and_the_image_stays_as_it_is(self):
        self.lan()
        row = self.started(["sleep", "1000"], ["lan"], name="web", hostname="box")
        address = row["connections"][0]["address"]
        read = lambda path: self.launcher.exec(row["id"], "cat", path)[0]
        self.assertIn(f"nameserver {self.gateway}\n", read("/etc/resolv.conf"))
        self.assertIn("search lan.internal", read("/etc/resolv.conf"))
        self.assertIn(f"{address}\tweb.lan.internal box web\n", read("/etc/hosts"))
        self.assertEqual(read("/etc/hostname"), "box\n")
        written = self.base / "data/containers" / row["id"] / "upper/etc"
        for file in written.iterdir():
            self.assertEqual(file.read_bytes(), b"", file)
        self.assertEqual(self.launcher.exec(row["id"], "sh", "-c", "echo 192.0.2.1 more >> /etc/hosts")[2], 0)

    def test_networks_keep_their_names_apart(self):
        self.lan("front")
        front = self.gateway
        self.lan("back", kind="isolated")
        self.server("back", name="database")
        address = self.launcher.containers[next(iter(self.launcher.containers))]["connections"][0]["address"]
        self.assertNamed("database", address)
        self.assertUnknown("database", server=front)
        self.assertEqual(ask(front, "database.back.internal")[0], REFUSED)
        outsider = self.started(["sleep", "1000"], ["front"], name="outsider")
        output = self.launcher.exec(outsider["id"], "timeout", "3", "nslookup", "database", self.gateway)
        self.assertNotIn(address, output[0])
        both = self.started(["sleep", "1000"], ["front", "back"], name="both")
        self.assertReaches(both, "http://database/", "page of database")

    def test_everybody_inside_may_ping(self):
        self.lan()
        row = self.started(["sleep", "1000"], ["lan"], name="web")
        setting = self.launcher.exec(row["id"], "cat", "/proc/sys/net/ipv4/ping_group_range")[0]
        self.assertEqual(setting.split(), ["0", "65535"])
        leader = row["leader"]
        user = str(int(pathlib.Path(f"/proc/{leader}/gid_map").read_text().split()[1]) + 1000)
        ping = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)"
        run("nsenter", "-t", str(leader), "-n", "setpriv", "--reuid", user, "--regid", user, "--clear-groups",
            "python3", "-c", ping)


class ForwardingTest(NamesTest, Outside):
    """Another dnsmasq stands in for the internet's, outside."""

    def setUp(self):
        self.resolver = pathlib.Path("/etc/resolv.conf")
        super().setUp()
        own = self.base / "resolv.conf"
        own.write_text(f"nameserver {OUTSIDE}\nsearch example.test\n")
        subprocess.run(["mount", "--bind", own, self.resolver], check=True)
        self.internet = subprocess.Popen(
            ["nsenter", "-t", str(self.outside.pid), "-n", "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null",
             "--pid-file=", "--no-hosts", "--no-resolv", "--user=root", "--address=/example.test/192.0.2.77"])
        wait_until(lambda: ask(OUTSIDE, "www.example.test") == (OK, ["192.0.2.77"]), "the internet answers")

    def tearDown(self):
        self.internet.kill()
        self.internet.wait()
        subprocess.run(["umount", self.resolver], check=True)
        super().tearDown()

    def test_other_names_are_asked_of_the_hosts_resolver(self):
        self.lan()
        row = self.started(["sleep", "1000"], ["lan"], name="client")
        self.assertNamed("www.example.test", "192.0.2.77")
        self.assertIn("192.0.2.77", self.launcher.exec(row["id"], "nslookup", "www.example.test")[0])
        self.assertIn("search lan.internal example.test", self.launcher.exec(row["id"], "cat", "/etc/resolv.conf")[0])

    def test_an_isolated_network_asks_nobody(self):
        self.lan(kind="isolated")
        self.assertEqual(ask(self.gateway, "www.example.test")[0], REFUSED)


class LivingTest(NamesTest):
    def only(self):
        """The one that there is: its pid."""
        wait_until(lambda: len(servers()) == 1, "there is one")
        return next(iter(servers()))

    def test_it_is_confined(self):
        self.lan()
        status = pathlib.Path(f"/proc/{self.only()}/status").read_text()
        fields = dict(line.split(":\t", 1) for line in status.splitlines())
        self.assertEqual(fields["Uid"].split()[0], str(NAMES_USER))
        for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb"):
            self.assertEqual(int(fields[name], 16), 1 << 10 | 1 << 12 | 1 << 13, name)
        self.assertEqual(fields["NoNewPrivs"], "1")
        self.assertEqual(fields["Seccomp"], "2")
        root = pathlib.Path(f"/proc/{self.only()}/root")
        self.assertFalse({"root", "home", "var", "proc", "run", "tmp"} & {entry.name for entry in root.iterdir()})

    def test_one_that_was_killed_comes_back(self):
        self.lan()
        row = self.started(["sleep", "1000"], ["lan"], name="web")
        before = self.only()
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: servers() and before not in servers(), "another one is there")
        self.assertNamed("web", row["connections"][0]["address"])

    def test_the_next_launcher_goes_on_with_it(self):
        network = self.lan()
        row = self.started(["sleep", "1000"], ["lan"], name="web")
        self.assertNamed("web", row["connections"][0]["address"])
        before = self.only()
        self.restart_launcher()
        self.assertEqual(list(servers()), [before])
        self.assertEqual(self.launcher.networks[network]["names"], "running")
        self.launcher.call("stop", container=row["id"], timeout=0)
        self.assertUnknown("web")
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: servers() and before not in servers(), "it is looked after")

    def test_one_that_ended_meanwhile_is_started_again(self):
        self.lan()
        before = self.only()
        self.restart_launcher(while_gone=lambda: (os.kill(before, signal.SIGKILL), wait_until(lambda: not servers())))
        self.assertNotEqual(self.only(), before)

    def test_without_dnsmasq_a_network_works_without_names(self):
        folder = self.base / "bin"
        folder.mkdir()
        before = os.environ["PATH"]
        os.environ["PATH"] = str(folder)
        try:
            self.restart_launcher()
        finally:
            os.environ["PATH"] = before
        network = self.network("lan")
        step = next(step for step in self.steps if step["kind"] == "serve-names")
        self.assertIn("install dnsmasq-base", step["note"])
        self.assertEqual(self.launcher.networks[network]["names"], "missing")
        web = self.server("lan", name="web")
        client = self.started(["sleep", "1000"], ["lan"])
        self.assertReaches(client, f"http://{web['connections'][0]['address']}/", "page of web")
        self.assertEqual(servers(), {})

    def test_a_published_port_53_leaves_the_names_alone(self):
        self.lan()
        self.started(["sleep", "1000"], ["lan"], name="other", ports=[{"container": 53, "host": 53, "protocol": "udp"}])
        client = self.started(["sleep", "1000"], ["lan"], name="client")
        wait_until(lambda: client["connections"][0]["address"] in self.launcher.exec(client["id"], "nslookup", "client.lan.internal")[0],
                   "it is asked")


class AddressTest(NamesTest):
    def leased(self, row, *options):
        """What udhcpc gets for the container's own interface."""
        inside = ["nsenter", "-t", str(row["leader"]), "-n"]
        file = self.base / "got"
        file.write_text("#!/bin/sh\n[ \"$1\" = bound ] && echo got $ip || true\n")
        file.chmod(0o755)
        return subprocess.run([*inside, "busybox", "udhcpc", "-f", "-q", "-n", "-i", "eth0", "-s", file, *options],
                              capture_output=True, text=True, check=False).stdout

    def test_who_asks_gets_the_containers_own_address(self):
        self.lan()
        row = self.started(["sleep", "1000"], ["lan"], name="web")
        self.assertIn(f"got {row['connections'][0]['address']}", self.leased(row))

    def test_a_host_name_that_a_guest_gives_itself_is_not_believed(self):
        self.lan()
        web = self.started(["sleep", "1000"], ["lan"], name="web")["connections"][0]["address"]
        guest = self.started(["sleep", "1000"], ["lan"], name="guest")
        inside = ["nsenter", "-t", str(guest["leader"]), "-n"]
        run(*inside, "ip", "link", "set", "eth0", "address", "02:00:5e:00:53:77") # one that nobody knows
        for name in ("web", "evil", "a b;\x07", "../web"):
            output = self.leased(guest, "-x", f"hostname:{name}", "-F", name)
            self.assertIn("got ", output)
            self.assertNotIn(f"got {web}\n", output)
        self.assertNamed("web", web)
        self.assertUnknown("evil")
        self.assertUnknown("evil.lan.internal")

    def test_a_link_of_the_image_that_leads_to_nothing_stays_inside(self):
        self.lan()
        victim = self.base / "victim"
        row = self.started(["sh", "-c", f"rm -f /etc/resolv.conf; ln -s {victim} /etc/resolv.conf; sleep 1000"], [])
        wait_until(lambda: self.launcher.exec(row["id"], "readlink", "/etc/resolv.conf")[2] == 0, "it is a link")
        self.launcher.call("stop", container=row["id"], timeout=0)
        self.launcher.call("update", container=row["id"], changes={"networks": [{"network": "lan"}]}, reset=[])
        self.launcher.call("start", container=row["id"])
        self.launcher.wait_state(row["id"], "running")
        self.assertIn("nameserver", self.launcher.exec(row["id"], "cat", str(victim))[0])
        self.assertFalse(victim.exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
