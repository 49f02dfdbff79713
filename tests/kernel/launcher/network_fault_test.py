#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault loop over a start in a network with published ports, and over the making and deleting of
networks: no interface, rule or changed setting stays behind."""

import unittest

from fault_test import FaultLoop, Strace
from launcher import Refused
from network_test import NetworkTest, links, rules, run, setting

# What talks to the kernel about networks; the rest of a start is for fault_test.py.
CALLS = ["socket", "bind", "sendto", "sendmsg", "recvmsg", "write", "openat", "close", "setsockopt"]


def ports():
    return {name: elements for name, elements in rules().items() if name.startswith("ports") and elements}


class NetworkFaultLoop(FaultLoop):
    calls = CALLS
    occurrences = (1, 2, 3, 5, 8)
    network = {"name": "lan"}
    spec = {"networks": [{"network": "lan"}], "ports": [{"container": 80, "host": 8080}]}

    def begin(self):
        super().begin()
        if not self.launcher.networks:
            self.launcher.call("network-create", spec=self.network, uid=0, forwarding=True)

    def setUp(self):
        self.before = links()
        super().setUp()

    def end(self):
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        for network in list(self.launcher.networks):
            self.launcher.call("network-delete", network=network)
        super().end()
        self.assertEqual(links(), self.before)
        self.assertEqual(rules(), {})
        self.assertEqual(setting("ipv4/ip_forward"), "0")

    def leftovers(self):
        ends = sorted(links() - self.before - {"vt-lan"})
        return super().leftovers() + ends + [str(entry) for entry in ports().items()]


class StartTest(NetworkFaultLoop):
    def test_each_call_fails(self):
        self.loop("error=EIO", lambda outcome, point: None)
        self.assertGreater(self.points, 20)

    def test_each_call_is_the_last_one(self):
        self.loop("signal=KILL", lambda outcome, point: None)
        self.assertGreater(self.points, 5)


class OutsideStartTest(StartTest):
    """The same in a network outside; what it is on stays as it was."""
    network = {"name": "outer", "kind": "macvlan", "parent": "uplink7", "subnet": "203.0.113.0/24",
               "range": "203.0.113.64/28"}
    spec = {"networks": [{"network": "outer"}]}

    def setUp(self):
        run("ip", "link", "add", "uplink7", "up", "type", "veth", "peer", "name", "outside7")
        self.addCleanup(run, "ip", "link", "del", "uplink7")
        super().setUp()


class MakingTest(NetworkFaultLoop):
    """Making a second network and deleting it: it is there as a whole or can be deleted."""

    def tampered(self, point, work):
        log = self.base.parent / "strace.log"
        strace = Strace(self.launcher.process.pid, point, log)
        gone = False # strace may not have written so yet
        try:
            work()
        except Refused:
            pass
        except (EOFError, ConnectionError):
            gone = True
        strace.detach()
        return gone or "INJECTED" in log.read_text(errors="replace") or "killed by" in log.read_text(errors="replace")

    def each(self, effect, work):
        for call in CALLS:
            for occurrence in self.occurrences:
                point = f"{call}:{effect}:when={occurrence}"
                with self.subTest(point):
                    tampered = self.tampered(point, work)
                    self.restart()
                    for network in [id for id, row in self.launcher.networks.items() if row["name"] == "back"]:
                        self.launcher.call("network-delete", network=network)
                    self.assertEqual(links() - self.before, {"vt-lan"}, point)
                    self.assertEqual(rules()["bridges"], ["vt-lan"], point)
                    self.points += tampered
                if not tampered:
                    break

    def make_and_delete(self):
        made = self.launcher.call("network-create", spec={"name": "back", "kind": "isolated"}, uid=0)
        self.launcher.call("network-delete", network=made["network"])

    def test_each_call_fails(self):
        self.each("error=EIO", self.make_and_delete)
        self.assertGreater(self.points, 15)

    def test_each_call_is_the_last_one(self):
        self.each("signal=KILL", self.make_and_delete)
        self.assertGreater(self.points, 8)


class LastTest(NetworkTest):
    """The launcher is killed while the last network is deleted, which also gives back what it changed."""

    def test_each_call_is_the_last_one(self):
        points = 0
        for call in ("sendto", "sendmsg", "recvmsg", "openat", "unlink", "unlinkat", "write"):
            for occurrence in (1, 2, 3, 5, 8):
                with self.subTest(call=call, occurrence=occurrence):
                    network = self.network("lan")
                    log = self.base.parent / "strace.log"
                    strace = Strace(self.launcher.process.pid, f"{call}:signal=KILL:when={occurrence}", log)
                    try:
                        self.launcher.call("network-delete", network=network)
                    except Refused:
                        pass
                    except (EOFError, ConnectionError): # it was killed
                        points += 1
                    strace.detach()
                    self.restart_launcher()
                    for left in list(self.launcher.networks):
                        self.launcher.call("network-delete", network=left)
                    self.networks.remove(network)
                    self.assertEqual(links(), self.before)
                    self.assertEqual(rules(), {})
                    self.assertEqual(setting("ipv4/ip_forward"), "0")
        self.assertGreater(points, 5)


if __name__ == "__main__":
    setting("ipv4/ip_forward", "0")
    setting("ipv6/conf/all/forwarding", "0")
    unittest.main(verbosity=2)
