#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Published ports of an ordinary user: vitrine-ports brings connections and datagrams into their
networks. Servers are this Python's, in the container's network namespace."""

import contextlib
import hashlib
import os
import pathlib
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from launcher import wait_until
from network_test import OUTSIDE, UPLINK, run
from user_network_test import AS_USER, UserNetworkTest, processes

MANY = 2000
SEEDS = b"to the server", b"to the client"

# What a server does with a connection, `client`; with `data(SEED, COUNT)`, bytes that are not alike.
ECHO = "shutil.copyfileobj(client.makefile('rb', 0), client.makefile('wb', 0))"
PRELUDE = """
import hashlib, os, shutil, socket, struct, sys, threading, time
def data(seed, count):
    block = b"".join(hashlib.sha256(seed + bytes([i])).digest() for i in range(128)) * 16
    return (block * (count // len(block) + 1))[:count]
def digest(client):
    found = hashlib.sha256()
    while part := client.recv(1 << 16):
        found.update(part)
    return found.digest()
def serve(client):
    try:
        work(client)
    except OSError as error:
        print(type(error).__name__, flush=True)
    client.close()
"""
exec(PRELUDE)  # pylint: disable=exec-used


class PortsTest(UserNetworkTest):
    def container(self, *ports, **spec):
        """A running one with ports 8080, or PORTS, that lead to 80."""
        self.network("lan", **spec)
        return self.started(["sleep", "1000"], ["lan"], ports=list(ports) or [{"container": 80, "host": 8080}])

    def serve(self, row, work, address="", family="AF_INET6"):
        """A process in ROW's network that does WORK with each connection; its output is read by line."""
        script = PRELUDE + "def work(client):\n    " + work.replace("\n", "\n    ") + f"""
server = socket.create_server(({address!r}, 80), family=socket.{family}, dualstack_ipv6={family == "AF_INET6" and not address}, backlog=4096)
print("listens", flush=True)
while True:
    client, peer = server.accept()
    threading.Thread(target=serve, args=[client], daemon=True).start()
"""
        return self.python(row, script)

    def python(self, row, script):
        process = subprocess.Popen(["nsenter", "-t", str(row["leader"]), "-n", sys.executable, "-c", script],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.assertEqual(process.stdout.readline(), "listens\n")
        return process

    def connect(self, address="127.0.0.1", port=8080):
        client = socket.create_connection((address, port), timeout=20)
        self.addCleanup(client.close)
        return client

    def forwarder(self):
        pid, = processes("vitrine-ports")
        return pid

    def assertEchoes(self, client, text=b"hello"):
        client.sendall(text)
        got = b""
        while len(got) < len(text):
            part = client.recv(1 << 16)
            self.assertTrue(part, "it was closed")
            got += part
        self.assertEqual(got, text)


class StreamTest(PortsTest):
    def test_nothing_is_lost_both_ways_at_once(self):
        row = self.container()
        count = 64 << 20
        server = self.serve(row, f"sender = threading.Thread(target=lambda: (client.sendall(data({SEEDS[1]!r}, {count})), client.shutdown(1)))\n"
                                 "sender.start()\nprint(digest(client).hex(), flush=True)\nsender.join()")
        client = self.connect()
        sender = threading.Thread(target=lambda: (client.sendall(data(SEEDS[0], count)), client.shutdown(socket.SHUT_WR)))
        sender.start()
        self.assertEqual(digest(client), hashlib.sha256(data(SEEDS[1], count)).digest())
        sender.join()
        self.assertEqual(server.stdout.readline().strip(), hashlib.sha256(data(SEEDS[0], count)).hexdigest())

    def test_each_side_may_end_what_it_sends(self):
        row = self.container()
        self.serve(row, "client.sendall(digest(client))")
        client = self.connect()
        client.sendall(b"all that there is")
        client.shutdown(socket.SHUT_WR)
        self.assertEqual(client.recv(64), hashlib.sha256(b"all that there is").digest())
        self.assertEqual(client.recv(1), b"")

    def test_the_server_may_end_first(self):
        row = self.container()
        server = self.serve(row, "client.sendall(b'no more')\nclient.shutdown(1)\nprint(digest(client).hex(), flush=True)")
        client = self.connect()
        self.assertEqual(client.recv(64), b"no more")
        self.assertEqual(client.recv(1), b"")
        time.sleep(0.2)
        client.sendall(b"still sent")
        client.shutdown(socket.SHUT_WR)
        self.assertEqual(server.stdout.readline().strip(), hashlib.sha256(b"still sent").hexdigest())

    def test_a_reset_is_passed_on_behind_what_was_sent(self):
        row = self.container()
        server = self.serve(row, "client.sendall(data(b'before', 1 << 20))\nclient.recv(1)\n"
                                 "client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))")
        client = self.connect()
        got = b""
        while len(got) < 1 << 20:
            got += client.recv(1 << 16)
        client.sendall(b"x")
        with self.assertRaises(ConnectionResetError):
            client.recv(1)
        server.kill()
        server = self.serve(row, "client.sendall(b'hello')\nclient.recv(1)")
        client = self.connect()
        self.assertEqual(client.recv(5), b"hello")
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        self.assertEqual(server.stdout.readline().strip(), "ConnectionResetError")

    def test_what_came_before_a_reset_reaches_who_reads_slowly(self):
        row = self.container()
        self.serve(row, "client.sendall(data(b'before', 100_000))\ntime.sleep(0.5)\n"
                        "client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))")
        client = socket.socket()
        self.addCleanup(client.close)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(20)
        client.connect(("127.0.0.1", 8080))
        time.sleep(1)  # it is reset by now
        got = b""
        while len(got) < 100_000:
            got += client.recv(1000)
        self.assertEqual(got, data(b"before", 100_000))
        with self.assertRaises(ConnectionResetError):
            client.recv(1)

    def test_a_container_that_refuses_is_a_reset(self):
        self.container()
        with self.assertRaises(ConnectionResetError):
            self.connect().recv(1)

    def test_who_does_not_read_holds_up_nobody_else(self):
        row = self.container()
        self.serve(row, "if client.recv(1) == b'm': client.sendall(data(b'much', 64 << 20))\nelse: client.sendall(b'little')")
        slow = self.connect()
        slow.sendall(b"m")
        time.sleep(1)
        stat = pathlib.Path(f"/proc/{self.forwarder()}/stat")
        used = [int(field) for field in stat.read_text().rpartition(") ")[2].split()[11:13]]
        time.sleep(1)
        self.assertLess(sum(int(field) for field in stat.read_text().rpartition(") ")[2].split()[11:13]) - sum(used), 5,
                        "it turns round and round")
        other = self.connect()
        other.sendall(b"l")
        self.assertEqual(other.recv(16), b"little")
        self.assertEqual(digest(slow), hashlib.sha256(data(b"much", 64 << 20)).digest())

    def test_many_at_once(self):
        resource.setrlimit(resource.RLIMIT_NOFILE, (4 * MANY, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        row = self.container()
        self.serve(row, "client.sendall(client.recv(64))")
        clients = [self.connect() for _ in range(MANY)]
        for i, client in enumerate(clients):
            client.sendall(str(i).encode())
        for i, client in enumerate(clients):
            self.assertEqual(client.recv(64), str(i).encode())
            client.close()
        wait_until(lambda: len(os.listdir(f"/proc/{self.forwarder()}/fd")) < 100, "it closes what has ended")

    def test_the_container_sees_the_address_of_the_network(self):
        row = self.container({"container": 80, "host": 8080}, subnet="10.99.1.0/24")
        self.serve(row, "client.sendall(client.getpeername()[0].encode())")
        self.assertEqual(self.connect().recv(64), b"::ffff:10.99.1.1")

    def test_it_can_do_nothing_else(self):
        self.container()
        status = dict(line.split(":\t", 1) for line in
                      pathlib.Path(f"/proc/{self.forwarder()}/status").read_text().splitlines())
        for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
            self.assertEqual(int(status[name], 16), 0, name)
        self.assertEqual((status["NoNewPrivs"], status["Seccomp"]), ("1", "2"))
        files = {os.readlink(f"/proc/{self.forwarder()}/fd/{fd}") for fd in os.listdir(f"/proc/{self.forwarder()}/fd")}
        self.assertEqual({name for name in files if not name.startswith(("socket:", "anon_inode:[eventpoll]"))}, {"/dev/null"})


class FewDescriptorsTest(PortsTest):
    wrapper = [*AS_USER, "prlimit", "--nofile=256:256"]

    def test_who_finds_no_room_waits(self):
        row = self.container()
        self.serve(row, "time.sleep(0.05)\nclient.sendall(client.recv(64))")
        clients = [self.connect() for _ in range(200)]
        for i, client in enumerate(clients):
            client.sendall(str(i).encode())
        for i, client in enumerate(clients):
            self.assertEqual(client.recv(64), str(i).encode())
            client.close()


class AddressTest(PortsTest):
    def test_both_versions_lead_in(self):
        row = self.container()
        self.serve(row, ECHO)
        for address in ("127.0.0.1", "::1", UPLINK):
            self.assertEchoes(self.connect(address))

    def test_a_server_of_the_other_version_is_found(self):
        row = self.container()
        self.serve(row, ECHO, family="AF_INET", address="0.0.0.0")
        self.assertEchoes(self.connect("::1"))

    def test_each_address_has_ports_of_its_own(self):
        row = self.container({"container": 80, "host": 8080, "address": "127.0.0.1"})
        other = self.started(["sleep", "1000"], ["lan"], ports=[{"container": 80, "host": 8080, "address": "::1"}])
        third = self.started(["sleep", "1000"], ["lan"], ports=[{"container": 80, "host": 8080, "address": UPLINK}])
        for name, each in ((b"one", row), (b"two", other), (b"three", third)):
            self.serve(each, f"client.sendall({name!r})")
        self.assertEqual([self.connect(address).recv(9) for address in ("127.0.0.1", "::1", UPLINK)],
                         [b"one", b"two", b"three"])

    def test_a_taken_port_leaves_nothing_behind(self):
        self.network("lan")
        taken = socket.create_server(("::1", 8085), family=socket.AF_INET6)
        self.addCleanup(taken.close)
        row = self.launcher.create(uid=self.user, networks=[{"network": "lan"}], ports=[{"container": 80, "host": 8084, "count": 2}])
        self.refused("Exists", "8084-8085/tcp is taken by another program", "start", container=row)
        self.assertEqual(run("ss", "-Hlt4n", "sport", "8084"), "")


class DatagramTest(PortsTest):
    UDP = {"container": 80, "host": 8080, "protocol": "udp"}

    def answering(self, row, address=""):
        return self.python(row, PRELUDE + f"""
server = socket.socket(socket.AF_INET6 if not {address!r} else socket.AF_INET, socket.SOCK_DGRAM)
server.bind(({address!r}, 80))
print("listens", flush=True)
while True:
    text, client = server.recvfrom(1 << 16)
    server.sendto(text[::-1], client)
""")

    def ask(self, address, text, socket_=None):
        client = socket_ or self.enterContext(contextlib.closing(
            socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)))
        client.settimeout(5)
        client.connect((address, 8080))  # so only answers from there are taken
        client.send(text)
        return client.recv(1 << 16)

    def test_answers_find_back(self):
        row = self.container(self.UDP)
        self.answering(row)
        large = os.urandom(60000)
        for address in ("127.0.0.1", "127.0.0.7", "::1", UPLINK):
            self.assertEqual(self.ask(address, b"hello"), b"olleh")
            self.assertEqual(self.ask(address, large), large[::-1])
        clients = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(50)]
        for _ in range(2):
            for i, client in enumerate(clients):
                self.assertEqual(self.ask("127.0.0.1", f"{i:03}".encode(), client), f"{i:03}"[::-1].encode())
        for client in clients:
            client.close()
        self.launcher.call("stop", container=row["id"], timeout=0)
        self.assertEqual(run("ss", "-Hlun", "sport", "8080"), "")

    def test_a_server_of_the_other_version_is_found(self):
        row = self.container(self.UDP)
        self.answering(row, "0.0.0.0")
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as client:
            client.connect(("::1", 8080))
            client.settimeout(1)
            for _ in range(3):  # the first one may meet nobody
                client.send(b"hello")
                with contextlib.suppress(TimeoutError):
                    self.assertEqual(client.recv(64), b"olleh")
                    return
        self.fail("nobody answers")


class LastingTest(PortsTest):
    def test_connections_outlive_the_launcher(self):
        row = self.container()
        self.serve(row, ECHO)
        client = self.connect()
        self.assertEchoes(client)
        before = self.forwarder()
        self.launcher.kill()
        self.assertEchoes(client)
        self.assertEchoes(self.connect())
        self.begin()
        self.assertEchoes(client)
        self.assertEqual(self.forwarder(), before)
        self.launcher.call("stop", container=row["id"], timeout=0)
        self.assertEqual(run("ss", "-Hltn", "sport", "8080"), "")

    def test_connections_outlive_a_change_of_ports(self):
        row = self.container()
        self.serve(row, ECHO)
        client = self.connect()
        self.assertEchoes(client)
        self.launcher.call("update", container=row["id"], reset=[], changes={"ports": [{"container": 80, "host": 8081}]})
        self.assertEchoes(client)
        self.assertEchoes(self.connect(port=8081))
        with self.assertRaises(ConnectionRefusedError):
            self.connect(port=8080)

    def test_a_container_that_ends_takes_all_its_connections_along(self):
        for ports in ([{"container": 80, "host": 8081}], []):
            with self.subTest(ports):
                row = self.container()
                self.serve(row, ECHO)
                client = self.connect()
                self.assertEchoes(client)
                self.launcher.call("update", container=row["id"], reset=[], changes={"ports": ports})
                self.assertEchoes(client)
                self.launcher.call("stop", container=row["id"], timeout=0)
                with self.assertRaises(ConnectionResetError):
                    client.recv(1)
                self.launcher.call("delete", container=row["id"])
                self.launcher.call("network-delete", network=self.networks.pop())

    def test_who_was_killed_is_started_again_at_once(self):
        row = self.container()
        other = self.started(["sleep", "1000"], ["lan"], ports=[{"container": 80, "host": 8081}])
        for each in (row, other):
            self.serve(each, ECHO)
        for name in ("vitrine-ports", "slirp4netns", "vitrine-holder"):
            old, = processes(name)
            os.kill(old, signal.SIGKILL)
            wait_until(lambda: len(processes(name)) == 1 and old not in processes(name)  # pylint: disable=cell-var-from-loop
                       and len(processes("vitrine-ports")) == len(processes("slirp4netns")) == 1, f"{name} runs again")
            wait_until(lambda: run("ss", "-Hlt4n", "sport", "8081"), "ports are open")
            for port in (8080, 8081):
                self.assertEchoes(self.connect(port=port))
            self.assertEqual(self.fetched(row, f"http://{OUTSIDE}/outside.log")[1], 0)
            self.launcher.call("list")

    def test_who_was_killed_while_nobody_looked_is_started_again(self):
        row = self.container()
        self.serve(row, ECHO)
        old = self.forwarder()
        self.restart_launcher(while_gone=lambda: os.kill(old, signal.SIGKILL))
        wait_until(lambda: run("ss", "-Hlt4n", "sport", "8080"), "its port is open")
        self.assertEchoes(self.connect())
        self.assertNotEqual(self.forwarder(), old)

    def test_an_end_is_told(self):
        row = self.container()
        self.serve(row, "client.sendall(b'hello')\ntime.sleep(1000)")
        client = self.connect()
        self.assertEqual(client.recv(5), b"hello")
        self.launcher.call("stop", container=row["id"], timeout=0)
        with self.assertRaises(ConnectionResetError):
            client.recv(1)


class BrokenOutsideTest(PortsTest):
    """slirp4netns cannot start for a while."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.folder.chmod(0o755)
        self.tried = self.folder / "tried"
        self.tried.touch()
        self.tried.chmod(0o666)
        program = self.folder / "slirp4netns"
        program.write_text(f"#!/bin/sh\necho >> {self.tried}\n[ -e {self.folder}/broken ] && exit 1\n"
                           f"exec {shutil.which('slirp4netns')} \"$@\"\n")
        program.chmod(0o755)
        self.wrapper = [*AS_USER, "env", f"PATH={self.folder}:{os.environ['PATH']}"]
        super().setUp()

    def test_the_others_are_mended_and_it_is_tried_again(self):
        row = self.container()
        self.serve(row, ECHO)
        self.tried.write_text("")
        (self.folder / "broken").touch()
        holder, = processes("vitrine-holder")
        os.kill(holder, signal.SIGKILL)
        wait_until(lambda: self.tried.read_text(), "it is tried")
        wait_until(lambda: processes("vitrine-ports") and run("ss", "-Hlt4n", "sport", "8080"), "its port is open")
        self.assertEchoes(self.connect())
        self.assertEqual(self.tried.read_text(), "\n")
        (self.folder / "broken").unlink()
        wait_until(lambda: processes("slirp4netns"), "it runs again")
        self.assertEqual(self.fetched(row, f"http://{OUTSIDE}/outside.log")[1], 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
