#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks outside, by macvlan and by a bridge of the host; one end of a veth pair stands in for its card, and
another network namespace for everybody else there. ip is the oracle."""

import contextlib
import json
import subprocess
import unittest

from launcher import wait_until
from network_test import OUTSIDE, UPLINK, Outside, fetch, links, rules, run, setting
from user_network_test import USER, UserNetworkTest

SUBNET = "203.0.113.0/24"


def link(name, pid=None):
    enter = ("nsenter", "-t", str(pid), "-n") if pid else ()
    return json.loads(run(*enter, "ip", "-j", "-d", "addr", "show", "dev", name))[0]


def addresses(row):
    return {f"{each['local']}/{each['prefixlen']}" for each in row["addr_info"]}


class PhysicalTest(Outside):
    def physical(self, kind, parent, **spec):
        spec.setdefault("subnet", SUBNET)
        network = self.network("outside", forwarding=False, kind=kind, parent=parent, **spec)
        return network

    def refuse(self, text, field, **spec):
        spec = {"name": "outside", "kind": "macvlan", "parent": "uplink", "subnet": SUBNET, **spec}
        for call in ("network-plan", "network-create"):
            error = self.refused("InvalidSpec" if field != "missing" else "NotFound", text, call,
                                 spec=spec, uid=0)
        self.assertEqual(error["object"], field if field != "missing" else "parent")

    def refuse_container(self, text, field, name="InvalidSpec", **spec):
        error = self.refused(name, text, "create", uid=0, spec={"image": "busybox", "command": ["true"], **spec})
        self.assertEqual(error["object"], field)

    def told(self, network, condition, what):
        """What the launcher says of NETWORK by itself, once CONDITION is true of it."""
        while not condition(self.launcher.networks[network]):
            self.launcher.receive()
        return self.launcher.networks[network]

    @contextlib.contextmanager
    def bridge(self):
        """The host's bridge br0 with the uplink as its port, as people make it for their guests."""
        run("ip", "link", "add", "br0", "up", "type", "bridge")
        run("ip", "addr", "flush", "dev", "uplink")
        run("ip", "link", "set", "uplink", "master", "br0")
        run("ip", "addr", "add", f"{UPLINK}/24", "dev", "br0")
        try:
            yield
        finally:
            for container in list(self.launcher.containers):
                self.launcher.call("delete", container=container)
            run("ip", "link", "del", "br0", check=False)


class MacvlanTest(PhysicalTest):
    def test_a_container_is_in_the_network_outside(self):
        before = link("uplink")
        self.physical("macvlan", "uplink", gateway=OUTSIDE)
        self.assertEqual([step["kind"] for step in self.steps], ["use-uplink"])
        web = self.server({"network": "outside", "address": "203.0.113.9", "mac": "02:00:5e:00:53:09"}, name="web")
        inside = link("eth0", web["leader"])
        self.assertEqual((inside["linkinfo"]["info_kind"], inside["linkinfo"]["info_data"]["mode"]), ("macvlan", "bridge"))
        self.assertEqual((inside["address"], inside["mtu"]), ("02:00:5e:00:53:09", before["mtu"]))
        self.assertIn("203.0.113.9/24", addresses(inside))
        self.assertEqual(inside["link_index"], before["ifindex"])
        routes = json.loads(run("nsenter", "-t", str(web["leader"]), "-n", "ip", "-j", "route"))
        self.assertIn((OUTSIDE, "eth0"), [(route.get("gateway"), route["dev"]) for route in routes])
        self.assertEqual(self.fetched(web, f"http://{OUTSIDE}/outside.log")[1], 0)
        self.assertIn("203.0.113.9", self.log.read_text())  # nobody has changed it on the way
        self.assertEqual(self.from_outside("http://203.0.113.9/").stdout.strip(), "page of web")
        self.assertEqual(subprocess.run(["timeout", "1", "wget", "-q", "-O", "-", "http://203.0.113.9/"],
                                        capture_output=True, check=False).stdout, b"") # as the plan says
        self.assertEqual((rules(), setting("ipv4/ip_forward")), ({}, "0"))
        after = link("uplink")
        for row in (before, after):
            for changing in ("stats64", "promiscuity", "addr_info"):
                row.pop(changing, None)
        self.assertEqual(after, before)

    def test_containers_reach_each_other(self):
        self.physical("macvlan", "uplink", range="203.0.113.64/28")
        web, client = self.server("outside", name="web"), self.started(["sleep", "1000"], ["outside"])
        self.assertEqual([row["connections"][0]["address"] for row in (web, client)], ["203.0.113.64", "203.0.113.65"])
        self.assertReaches(client, "http://203.0.113.64/", "page of web")

    def test_what_is_not_said_is_that_of_the_host(self):
        network = self.physical("macvlan", "uplink", subnet="")
        row = self.launcher.networks[network]
        self.assertEqual((row["subnet"], row["gateway"], row["mtu"], row["names"], row["domain"]),
                         (SUBNET, OUTSIDE, 1500, "", ""))

    def test_addresses_of_others_are_not_guessed(self):
        self.physical("macvlan", "uplink")
        self.refuse_container("others give addresses", "networks[0].address", networks=[{"network": "outside"}])
        for address, why in (("10.0.0.9", "must be an address of"), ("203.0.113.255", "network's own"),
                             (OUTSIDE, "way out")):
            self.refuse_container(why, "networks[0].address", networks=[{"network": "outside", "address": address}])
        self.refuse_container("or to this computer", "networks[0].address", "Exists",
                              networks=[{"network": "outside", "address": UPLINK}])

    def test_it_joins_and_leaves_while_it_runs(self):
        self.physical("macvlan", "uplink", range="203.0.113.64/28")
        row = self.started(["sleep", "1000"], [])
        self.launcher.call("update", container=row["id"], changes={"networks": [{"network": "outside"}]})
        self.assertIn("203.0.113.64/24", addresses(link("eth0", row["leader"])))
        self.assertEqual(self.fetched(row, f"http://{OUTSIDE}/outside.log")[1], 0)
        self.launcher.call("update", container=row["id"], changes={"networks": []})
        self.assertNotIn("eth0", run("nsenter", "-t", str(row["leader"]), "-n", "ip", "link"))

    def test_what_it_sends_can_be_limited_and_no_more(self):
        self.physical("macvlan", "uplink", range="203.0.113.64/28")
        row = self.started(["sleep", "1000"], [{"network": "outside", "outbound": 1_000_000}])
        self.assertIn("tbf", run("nsenter", "-t", str(row["leader"]), "-n", "tc", "qdisc", "show", "dev", "eth0"))
        for link_settings, field in (({"inbound": 1_000_000}, "inbound"), ({"up": False}, "up")):
            self.refuse_container("macvlan", f"networks[0].{field}", networks=[{"network": "outside", **link_settings}])

    def test_ports_of_the_host_lead_elsewhere(self):
        self.physical("macvlan", "uplink", range="203.0.113.64/28")
        self.refuse_container("at its own address", "ports", networks=[{"network": "outside"}], ports=[{"container": 80}])

    def test_addresses_that_routers_announce_are_taken(self):
        for announced, expected in ((True, "1"), (False, "0")):
            network = self.physical("macvlan", "uplink", range="203.0.113.64/28", ipv6=announced)
            row = self.started(["sleep", "1000"], ["outside"])
            value = self.launcher.exec(row["id"], "cat", "/proc/sys/net/ipv6/conf/eth0/accept_ra")[0].strip()
            self.assertEqual(value, expected)
            self.launcher.call("delete", container=row["id"])
            self.launcher.call("network-delete", network=network)
            self.networks.remove(network)

    def test_what_cannot_be_a_parent_is_refused(self):
        self.refuse("there is no interface 'nowhere'", "missing", parent="nowhere")
        self.refuse("leads to this computer alone", "parent", parent="lo")
        self.refuse("must be the name", "parent", parent="")
        self.refuse("must be the name", "parent", parent="../uplink")
        self.refuse("is for the kinds", "parent", kind="nat")
        self.refuse("at most", "mtu", mtu=9000)
        self.refuse("must be an address of", "gateway", gateway="10.0.0.1")
        self.refuse("must be a part of", "range", range="10.0.0.0/28")
        run("ip", "tuntap", "add", "dev", "tun7", "mode", "tun")
        try:
            self.refuse("is no Ethernet", "parent", parent="tun7")
        finally:
            run("ip", "link", "del", "tun7")
        run("ip", "addr", "flush", "dev", "uplink")
        self.refuse("Addresses are not asked for by DHCP", "subnet", subnet="")
        with self.bridge():
            self.refuse("is a port of the bridge 'br0'", "parent")
        self.network("lan")
        self.refuse("is the bridge of the network 'lan'", "parent", parent="vt-lan")

    def test_a_parent_that_goes_is_told_and_comes_back(self):
        network = self.physical("macvlan", "uplink", range="203.0.113.64/28", subnet=SUBNET)
        row = self.started(["sleep", "1000"], ["outside"])
        run("ip", "link", "set", "uplink", "down")
        self.told(network, lambda told: told["hindrances"] == ["uplink is down: ip link set uplink up"], "down")
        run("ip", "link", "set", "uplink", "up")
        self.told(network, lambda told: told["hindrances"] == [], "up")
        run("ip", "link", "del", "uplink")
        gone = self.told(network, lambda told: told["state"] == "down", "gone")
        self.assertIn("there is no interface 'uplink'", gone["hindrances"][0])
        self.launcher.call("stop", container=row["id"], timeout=0)
        self.launcher.wait_state(row["id"], "stopped")
        error = self.refused("NotFound", "there is no interface 'uplink'", "start", container=row["id"])
        self.assertEqual(error["object"], "outside")
        run("ip", "link", "add", "uplink", "type", "veth", "peer", "name", "eth0", "netns", str(self.outside.pid))
        for command in (f"addr add {OUTSIDE}/24 dev eth0", "link set eth0 up"):
            run("nsenter", "-t", str(self.outside.pid), "-n", "ip", *command.split())
        run("ip", "link", "set", "uplink", "up")
        self.told(network, lambda told: told["state"] == "up" and not told["hindrances"], "it is back")
        self.launcher.call("start", container=row["id"])
        self.launcher.wait_state(row["id"], "running")
        self.assertEqual(self.fetched(row, f"http://{OUTSIDE}/outside.log")[1], 0)

    def test_it_outlives_the_launcher(self):
        network = self.physical("macvlan", "uplink", range="203.0.113.64/28")
        row = self.started(["sleep", "1000"], ["outside"])
        self.restart_launcher(lambda: run("ip", "link", "set", "uplink", "down"))
        told = self.launcher.networks[network]
        self.assertEqual((told["state"], told["range"], told["kind"]), ("up", "203.0.113.64/28", "macvlan"))
        self.assertEqual(told["hindrances"], ["uplink is down: ip link set uplink up"])
        run("ip", "link", "set", "uplink", "up")
        self.told(network, lambda told: not told["hindrances"], "up")
        self.assertEqual(self.fetched(row, f"http://{OUTSIDE}/outside.log")[1], 0)

    def test_it_is_beside_networks_of_our_own(self):
        lan = self.network("lan", subnet="10.99.1.0/24")
        outside = self.physical("macvlan", "uplink", range="203.0.113.64/28")
        web = self.server("lan", "outside", name="web", ports=[{"container": 80, "host": 8080}])
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")
        self.assertEqual(self.from_outside("http://203.0.113.64/").stdout.strip(), "page of web")
        self.refused("NotSupported", "is decided there", "network-reach", network=lan, other=outside, allowed=True)
        run("nft", "flush", "ruleset")
        again = self.server("lan", "outside", name="again")
        self.assertReaches(again, f"http://{web['connections'][0]['address']}/", "page of web")
        for row in (web, again):
            self.launcher.call("delete", container=row["id"])
        self.launcher.call("network-delete", network=lan)
        self.networks.remove(lan)
        self.assertEqual((rules(), setting("ipv4/ip_forward")), ({}, "0"))  # the one outside needs neither


class BridgeTest(PhysicalTest):
    def test_a_container_is_a_port_of_the_hosts_bridge(self):
        with self.bridge():
            before = link("br0")
            network = self.physical("bridge", "br0", range="203.0.113.64/28")
            web = self.server("outside", name="web")
            port = link(web["connections"][0]["port"])
            self.assertEqual(port["master"], "br0")
            self.assertEqual(self.from_outside("http://203.0.113.64/").stdout.strip(), "page of web")
            self.assertEqual(fetch("http://203.0.113.64/"), "page of web")
            self.assertEqual(self.fetched(web, f"http://{OUTSIDE}/outside.log")[1], 0)
            self.assertIn("203.0.113.64", self.log.read_text())
            self.launcher.call("delete", container=web["id"])
            self.launcher.call("network-delete", network=network)
            self.networks.remove(network)
            self.assertEqual((rules(), setting("ipv4/ip_forward")), ({}, "0"))
            wait_until(lambda: links() >= {"br0", "uplink"} and len(links()) == len(self.before) + 2, "the port is gone")
            self.assertEqual(link("uplink")["master"], "br0")
            after = link("br0")
            self.assertEqual((after["address"], addresses(after), after["flags"]),
                             (before["address"], addresses(before), before["flags"]))

    def test_an_interface_is_never_made_the_port_of_one(self):
        self.refuse("choose \"macvlan\", or make a bridge", "parent", kind="bridge")
        self.assertNotIn("master", link("uplink"))

    def test_a_bridge_that_is_made_again_is_used_at_once(self):
        with self.bridge():
            network = self.physical("bridge", "br0", range="203.0.113.64/28")
            web = self.server("outside", name="web")
            run("ip", "link", "del", "br0")
            self.told(network, lambda told: told["state"] == "down", "it is gone")
            run("ip", "link", "add", "br0", "up", "type", "bridge")
            self.told(network, lambda told: told["state"] == "up", "it is back")
            wait_until(lambda: link(web["connections"][0]["port"]).get("master") == "br0", "it is connected again")

    def test_its_link_can_be_limited_and_pulled_out(self):
        with self.bridge():
            self.physical("bridge", "br0", range="203.0.113.64/28")
            row = self.started(["sleep", "1000"], [{"network": "outside", "inbound": 1_000_000, "up": False}])
            port = row["connections"][0]["port"]
            self.assertIn("tbf", run("tc", "qdisc", "show", "dev", port))
            self.assertNotIn("UP", link(port)["flags"])


class RootlessTest(UserNetworkTest):
    def test_an_ordinary_user_has_no_right_to_it(self):
        for kind in ("macvlan", "bridge"):
            for call in ("network-plan", "network-create"):
                error = self.refused("NotSupported", "no right to use this computer's interfaces", call, uid=USER,
                                     spec={"name": "outside", "kind": kind, "parent": "uplink"})
                self.assertEqual(error["object"], "kind")


if __name__ == "__main__":
    unittest.main(verbosity=2)
