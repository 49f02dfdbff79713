# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of a packet as it is foretold, held against what happens when it is really sent."""

import json
import os
import subprocess
import unittest

from launcher import wait_until
from network_test import OUTSIDE, Outside, NetworkTest, run, setting

ASLEEP = ["sleep", "1000"]


class FollowTest(NetworkTest):
    def follow(self, source="", uid=None, everybody=True, test=False, **packet):
        if "to" in packet and isinstance(packet["to"], dict):
            packet["to"] = packet["to"]["id"]
        packet["from"] = source and source["id"]
        return self.launcher.call("follow", packet=packet, test=test, all=everybody,
                                  uid=os.geteuid() if uid is None else uid)

    def kinds(self, path):
        return [hop["kind"] for hop in path["hops"]]

    def texts(self, path):
        return "\n".join(hop["text"] for hop in path["hops"])

    def arrives(self, source="", **packet):
        """It is foretold to arrive, and does."""
        path = self.follow(source, test=True, **packet)
        self.assertTrue(path["delivered"], self.texts(path))
        self.assertEqual(path["hops"][-1]["kind"], "delivered")
        self.assertEqual(path["test"]["outcome"], "answered", path)
        return path

    def ends(self, reason, source="", outcomes=("silent", "unreachable"), **packet):
        """It is foretold to end on its way for REASON, and does not arrive."""
        path = self.follow(source, test=True, **packet)
        self.assertFalse(path["delivered"], self.texts(path))
        self.assertEqual((path["hops"][-1]["kind"], path["hops"][-1]["reason"]), ("ended", reason), self.texts(path))
        self.assertIn(path["test"]["outcome"], outcomes, path)
        return path

    def gateway(self, network, family="inet"):
        rows = json.loads(run("ip", "-j", "addr", "show", f"vt-{network}"))[0]["addr_info"]
        return next(row["local"] for row in rows if row["family"] == family and row["scope"] == "global")


class SameNetworkTest(FollowTest):
    def test_between_containers_of_one_network(self):
        self.network("lan")
        web = self.server("lan", name="web")
        client = self.started(ASLEEP, ["lan"], name="client")
        connection = web["connections"][0]
        for field in ("address", "address6"):
            path = self.arrives(client, address=connection[field], port=80)
            self.assertEqual(path["address"], connection[field])
            self.assertEqual(self.kinds(path), ["route", "link", "bridge", "link", "delivered"])
            self.assertEqual([hop["where"] for hop in path["hops"]], ["client", "client", "host", "host", "web"])
            self.assertEqual(path["hops"][-1]["container"], web["id"])
            self.assertEqual(path["hops"][2]["interface"], "vt-lan")
            self.assertEqual(path["hops"][3]["interface"], connection["port"])
            route = path["hops"][0]["command"].split()
            self.assertIn("eth0", run(*route))
        self.assertEqual(self.arrives(client, to=web, port=80)["address"], connection["address"])
        self.assertEqual(self.arrives(client, to=web, version=6)["address"], connection["address6"])
        self.assertIn("behind which it has seen", self.texts(self.arrives(client, to=web)))
        self.arrives(to=web, port=80) # from the host

    def test_an_address_that_nobody_has(self):
        self.network("lan", subnet="10.99.1.0/24")
        client = self.started(ASLEEP, ["lan"])
        self.ends("nobody", client, address="10.99.1.200", port=80)

    def test_to_a_port_that_nobody_listens_on(self):
        self.network("lan")
        client, other = (self.started(ASLEEP, ["lan"]) for _ in range(2))
        path = self.follow(client, to=other, port=80, test=True)
        self.assertTrue(path["delivered"])
        self.assertIn("nobody there listens on tcp port 80", path["hops"][-1]["text"])
        self.assertEqual(path["test"]["outcome"], "refused")

    def test_to_this_computer(self):
        network = self.network("lan")
        client = self.started(ASLEEP, ["lan"])
        alone = self.started(ASLEEP, [], name="alone")
        path = self.arrives(client, to="host")
        self.assertEqual(path["address"], self.gateway("lan"))
        self.assertEqual((path["hops"][-1]["container"], path["hops"][-1]["where"]), ("", "host"))
        self.assertEqual(self.arrives(client, to="host", version=6)["address"], self.gateway("lan", "inet6"))
        self.assertEqual(self.arrives(to="host")["address"], "127.0.0.1")
        self.assertEqual(self.arrives(to="host", version=6)["address"], "::1")
        self.ends("not-published", client, ("refused",), to="host", port=81)
        self.refused("NotFound", "'alone' is in no network", "follow", uid=os.geteuid(),
                     packet={"from": alone["id"], "to": "host"})

    def test_a_port_of_the_bridge_that_is_down(self):
        self.network("lan")
        client, other = (self.started(ASLEEP, ["lan"]) for _ in range(2))
        run("ip", "link", "set", other["connections"][0]["port"], "down")
        self.ends("link-down", client, to=other, version=4)
        self.ends("link-down", other, to=client, version=4)

    def test_what_cannot_be_asked(self):
        self.network("lan")
        web = self.started(ASLEEP, ["lan"], name="web")
        stopped = self.launcher.create(name="stopped", networks=[{"network": "lan"}])
        alone = self.started(ASLEEP, [], name="alone")

        def refused(name, text, field=None, **packet):
            error = self.refused(name, text, "follow", packet=packet, uid=os.geteuid())
            if field:
                self.assertEqual(error["object"], field)

        refused("NotFound", "", to="nothing", **{"from": web["id"]})
        refused("NotFound", "", to=web["id"], **{"from": "nothing"})
        refused("Busy", "'stopped' does not run", to=stopped)
        refused("Busy", "'stopped' does not run", address="10.99.1.1", **{"from": stopped})
        refused("NotFound", "'alone' has no such address", to=alone["id"])
        refused("InvalidSpec", "", "to")
        refused("InvalidSpec", "", "to", to=web["id"], address="10.99.1.1")
        refused("InvalidSpec", "", "address", address="10.99.1")
        refused("InvalidSpec", "", "address", address="web.example")
        refused("InvalidSpec", "", "version", address="10.99.1.1", version=6)
        refused("InvalidSpec", "", "version", address="10.99.1.1", version=5)
        refused("InvalidSpec", "65535", "port", to=web["id"], port=65536)
        refused("InvalidSpec", "65535", "port", to=web["id"], port=0)
        refused("InvalidSpec", "udp needs one", "port", to=web["id"], protocol="udp")
        refused("InvalidSpec", "ICMP", "port", to=web["id"], protocol="icmp", port=80)
        refused("InvalidSpec", "", "protocol", to=web["id"], protocol="sctp", port=80)
        refused("InvalidSpec", "", "size", to=web["id"], size=80)

    def test_containers_of_others_have_no_name(self):
        self.network("lan")
        web = self.server("lan", name="web")
        path = self.follow(to=web, everybody=False, uid=4711)
        self.assertNotIn("web", json.dumps(path))
        self.assertNotIn(web["id"], json.dumps(path))
        self.assertIn("another user", path["hops"][-1]["text"])

    def test_asking_leaves_nothing(self):
        self.network("lan")
        web = self.server("lan", name="web")

        def state():
            process = self.launcher.process.pid
            return (os.readlink(f"/proc/{process}/ns/net"), len(os.listdir(f"/proc/{process}/fd")),
                    len(os.listdir(f"/proc/{process}/task")),
                    open(f"/proc/{process}/task/{process}/children", encoding="ascii").read())

        self.follow(web, to=web)
        self.launcher.call("steps", container=web["id"]) # what its start left to do later is done
        before = state()
        for _ in range(20):
            self.follow(web, address=self.gateway("lan"))
        self.follow(web, address=self.gateway("lan"), test=True)
        wait_until(lambda: state() == before, "the child that sent it is gone")


class BetweenTest(FollowTest):
    def test_two_networks_are_apart(self):
        self.network("front")
        self.network("back")
        web = self.server("front", name="web")
        other = self.started(ASLEEP, ["back"])
        for version in (4, 6):
            path = self.ends("denied", other, to=web, port=80, version=version)
            self.assertIn("iifname @bridges oifname @bridges drop", self.texts(path))
            self.assertEqual(path["hops"][-1]["interface"], "vt-back")
        both = self.started(ASLEEP, ["back", "front"])
        self.arrives(both, to=web, port=80)
        self.arrives(other, to=both, version=4)

    def test_rules_are_the_kernels_not_ours(self):
        self.network("front")
        self.network("back")
        web = self.server("front", name="web")
        other = self.started(ASLEEP, ["back"])
        run("nft", "add", "element", "inet", "vitrine", "between", "{ vt-back . vt-front : accept }")
        self.arrives(other, to=web, port=80)
        run("nft", "insert", "rule", "inet", "vitrine", "forward", "ip", "daddr", web["connections"][0]["address"], "tcp", "dport", "80", "drop")
        self.ends("denied", other, to=web, port=80, version=4)
        self.arrives(other, to=web, port=80, version=6)

    def test_an_isolated_network(self):
        self.network("back", kind="isolated")
        self.network("lan")
        web = self.server("lan", name="web")
        inside = self.server("back", name="inside")
        self.arrives(inside, address=self.gateway("back"))
        self.ends("denied", web, to=inside, port=80, version=4)
        self.arrives(to=inside, port=80) # the host itself is in it

    def test_a_host_that_forwards_nothing(self):
        self.network("front")
        self.network("back")
        web = self.server("front", name="web")
        other = self.started(ASLEEP, ["back"])
        for name, version in (("ipv4/ip_forward", 4), ("ipv6/conf/all/forwarding", 6)):
            setting(name, "0")
            self.ends("not-forwarded", other, to=web, port=80, version=version)
            setting(name, "1")


class PublishedTest(FollowTest):
    def setUp(self):
        super().setUp()
        self.network("lan")
        self.web = self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])

    def test_from_the_host(self):
        path = self.arrives(address="127.0.0.1", port=8080)
        self.assertEqual(self.kinds(path)[0], "nat")
        self.assertEqual(path["hops"][-1]["container"], self.web["id"])
        self.arrives(address=self.gateway("lan"), port=8080)
        self.arrives(address=self.gateway("lan", "inet6"), port=8080)

    def test_from_containers_and_itself(self):
        client = self.started(ASLEEP, ["lan"])
        for family in ("inet", "inet6"):
            address = self.gateway("lan", family)
            for source in (client, self.web):
                path = self.arrives(source, address=address, port=8080)
                self.assertEqual(path["hops"][-1]["container"], self.web["id"])
                self.assertEqual(self.kinds(path).count("nat"), 2, self.texts(path)) # there and hairpin
        run("bridge", "link", "set", "dev", self.web["connections"][0]["port"], "hairpin", "off")
        seen = os.path.exists("/proc/sys/net/bridge") and setting("bridge/bridge-nf-call-iptables") == "1"
        if seen: # then the bridge itself sends it back
            self.ends("no-hairpin", self.web, address=self.gateway("lan"), port=8080)
        else:
            self.arrives(self.web, address=self.gateway("lan"), port=8080)

    def test_what_is_not_published(self):
        client = self.started(ASLEEP, ["lan"])
        for source in (client, ""):
            self.ends("not-published", source, outcomes=("refused",), address=self.gateway("lan"), port=8081)
        server = subprocess.Popen(["python3", "-m", "http.server", "8081"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until(lambda: run("ss", "-Hltn", "sport", "8081"), "it listens")
            self.assertEqual(self.arrives(client, address=self.gateway("lan"), port=8081)["hops"][-1]["where"], "host")
        finally:
            server.kill()
            server.wait()

    def test_udp_is_not_tcp(self):
        self.ends("not-published", outcomes=("refused",), address=self.gateway("lan"), port=8080, protocol="udp")


class OutsideTest(Outside, FollowTest):
    def test_nat_leads_out(self):
        self.network("lan", subnet="10.99.1.0/24")
        client = self.started(ASLEEP, ["lan"])
        path = self.arrives(client, address=OUTSIDE, port=80)
        self.assertIn("masquerade", self.texts(path))
        self.assertIn("203.0.113.1", self.texts(path))
        self.assertEqual(path["hops"][-1]["interface"], "uplink")
        self.arrives(client, address=OUTSIDE)
        self.arrives(address=OUTSIDE, port=80)

    def test_without_a_route(self):
        self.network("lan", subnet="10.99.1.0/24")
        client = self.started(ASLEEP, ["lan"])
        run("ip", "route", "del", "default")
        self.ends("no-route", client, address="198.51.100.1", port=80)
        self.ends("no-route", address="198.51.100.1", port=80)
        run("nsenter", "-t", str(client["leader"]), "-n", "ip", "route", "del", "default")
        path = self.ends("no-route", client, address="198.51.100.1", port=80)
        self.assertEqual(len(path["hops"]), 1)

    def test_an_isolated_network_leads_nowhere(self):
        self.network("back", kind="isolated", subnet="10.99.3.0/24")
        client = self.started(ASLEEP, ["back"])
        self.ends("no-route", client, address=OUTSIDE, port=80)
        run("nsenter", "-t", str(client["leader"]), "-n", "ip", "route", "add", "default", "via", self.gateway("back"))
        setting("ipv4/ip_forward", "1")
        path = self.ends("denied", client, address=OUTSIDE, port=80)
        self.assertIn("iifname @isolated drop", self.texts(path))
        setting("ipv4/ip_forward", "0")

    def test_only_so_many_are_sent_at_once(self):
        self.network("lan", subnet="10.99.1.0/24")
        client = self.started(ASLEEP, ["lan"])
        run("nft", "add", "table", "ip", "theirs")
        try:
            # Nobody answers: each takes seconds.
            run("nft", "add", "chain", "ip", "theirs", "FORWARD", "{ type filter hook forward priority 0; policy drop; }")
            packet = {"from": client["id"], "address": OUTSIDE, "port": 80}
            asked = {self.launcher.send("follow", packet=packet, test=True, all=True, uid=os.geteuid())
                     for _ in range(16)}
            self.refused("Busy", "16 packets are being tested", "follow", packet=packet, test=True, all=True,
                         uid=os.geteuid())
            while asked:
                message, _ = self.launcher.receive()
                if message.get("id") in asked:
                    self.assertEqual(message["result"]["test"]["outcome"], "silent")
                    asked.remove(message["id"])
        finally:
            run("nft", "delete", "table", "ip", "theirs")
        self.arrives(client, address=OUTSIDE, port=80)

    def test_rules_of_others_are_told(self):
        self.network("lan", subnet="10.99.1.0/24")
        client = self.started(ASLEEP, ["lan"])
        run("nft", "add", "table", "ip", "theirs")
        try:
            run("nft", "add", "chain", "ip", "theirs", "FORWARD", "{ type filter hook forward priority 0; policy drop; }")
            path = self.follow(client, address=OUTSIDE, port=80, test=True)
            self.assertFalse(path["certain"])
            self.assertEqual(["table ip theirs" in hop["text"] for hop in path["hops"]],
                             [not hop["certain"] for hop in path["hops"]])
            self.assertIn("table ip theirs, chain FORWARD", self.texts(path))
            self.assertEqual(path["test"]["outcome"], "silent")
        finally:
            run("nft", "delete", "table", "ip", "theirs")
        self.assertTrue(self.arrives(client, address=OUTSIDE, port=80)["certain"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
