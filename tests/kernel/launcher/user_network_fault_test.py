#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault loop over the first and the last network of an ordinary user, and over a start in it: the
launcher is killed, or a call fails, and nothing stays that the next one does not take up."""

import os
import unittest

from fault_test import Strace
from launcher import Refused, wait_until
from user_network_test import USER, UserNetworkTest, processes

# What makes and ends a user's network, and plugs a container into it.
CALLS = ["clone", "clone3", "execve", "setns", "socket", "bind", "listen", "connect", "sendto", "sendmsg", "recvmsg",
         "openat", "write", "pipe2", "unlink", "unlinkat"]
OCCURRENCES = (1, 2, 3, 5)
HELPERS = ("vitrine-holder", "vitrine-ports", "slirp4netns", "dnsmasq")


class UserNetworkFaultTest(UserNetworkTest):
    def tampered(self, expression, work):
        """Whether the kernel was tampered with while WORK was done."""
        log = self.base.parent / "strace.log"
        strace = Strace(self.launcher.process.pid, expression, log)
        died = False
        try:
            work()
        except Refused:
            pass
        except (EOFError, ConnectionError):
            died = True
        strace.detach()
        text = log.read_text(errors="replace")
        return died or "INJECTED" in text or "killed by" in text

    def each(self, effect, work):
        points = 0
        for call in CALLS:
            for occurrence in OCCURRENCES:
                point = f"{call}:{effect}:when={occurrence}"
                with self.subTest(point):
                    tampered = self.tampered(point, work)
                    self.restart_launcher()
                    for container in list(self.launcher.containers):
                        self.launcher.call("delete", container=container)
                    for network in list(self.launcher.networks):
                        self.launcher.call("network-delete", network=network)
                    wait_until(lambda: not any(processes(name) for name in HELPERS), f"all have ended: {point}")
                    self.assertEqual(os.listdir(self.base / "run/containers"), [], point)
                    points += tampered
                if not tampered:
                    break
        print(f"{points} points with {effect}", flush=True)
        return points

    def live(self):
        made = self.launcher.call("network-create", spec={"name": "lan"}, uid=USER)
        container = self.launcher.create(uid=USER, command=["sleep", "1000"], terminal=False,
                                         networks=[{"network": "lan"}], ports=[{"container": 80, "host": 8080}])
        self.launcher.call("start", container=container)
        self.launcher.call("delete", container=container)
        self.launcher.call("network-delete", network=made["network"])

    def test_each_call_fails(self):
        self.assertGreater(self.each("error=EIO", self.live), 20)

    def test_each_call_is_the_last_one(self):
        self.assertGreater(self.each("signal=KILL", self.live), 15)


if __name__ == "__main__":
    unittest.main(verbosity=2)
