#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks beside the firewall rules of others, as these leave them: everything gets through that
shall, nobody else's rule is touched, and none of ours stays. nft and iptables are the oracles."""

import json
import os
import subprocess
import unittest

from launcher import Refused, wait_until
from network_test import OUTSIDE, UPLINK, Outside, run, setting

# Docker 28: its own bridge and nothing on it.
DOCKER = """*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:DOCKER - [0:0]
:DOCKER-BRIDGE - [0:0]
:DOCKER-CT - [0:0]
:DOCKER-FORWARD - [0:0]
:DOCKER-INTERNAL - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -j DOCKER-FORWARD
-A DOCKER ! -i docker0 -o docker0 -j DROP
-A DOCKER-BRIDGE -o docker0 -j DOCKER
-A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A DOCKER-FORWARD -j DOCKER-CT
-A DOCKER-FORWARD -j DOCKER-INTERNAL
-A DOCKER-FORWARD -j DOCKER-BRIDGE
-A DOCKER-FORWARD -i docker0 -j ACCEPT
COMMIT
"""

# ufw 0.36: default deny for what comes in and what is routed; its user denies a way out, too. Its
# chains for logging and tracking are left out. %s: "6" in the names of IPv6's.
UFW = """*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:ufw%s-before-logging-forward - [0:0]
:ufw%s-before-input - [0:0]
:ufw%s-before-forward - [0:0]
:ufw%s-user-input - [0:0]
:ufw%s-user-forward - [0:0]
:ufw%s-after-logging-forward - [0:0]
:ufw%s-reject-forward - [0:0]
-A INPUT -j ufw%s-before-input
-A FORWARD -j ufw%s-before-logging-forward
-A FORWARD -j ufw%s-before-forward
-A FORWARD -j ufw%s-after-logging-forward
-A FORWARD -j ufw%s-reject-forward
-A ufw%s-before-input -i lo -j ACCEPT
-A ufw%s-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A ufw%s-before-input -j ufw%s-user-input
-A ufw%s-before-forward -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A ufw%s-before-forward -j ufw%s-user-forward
-A ufw%s-user-forward -p tcp --dport 81 -j DROP
-A ufw%s-after-logging-forward -m limit --limit 3/min -j LOG --log-prefix "[UFW BLOCK] "
"""

# What ufw reload does: it fills its own chains anew and leaves FORWARD to itself.
UFW_RELOAD = """*filter
:ufw-user-forward - [0:0]
-A ufw-user-forward -p tcp --dport 81 -j DROP
COMMIT
"""

# A ruleset by hand, as distributions' iptables services had it: the last rule rejects.
REJECTING = """*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -i lo -j ACCEPT
-A INPUT -p icmp -j ACCEPT
-A INPUT -j REJECT --reject-with icmp-host-prohibited
-A FORWARD -j REJECT --reject-with icmp-host-prohibited
COMMIT
"""

# libvirt with its network "default"; what is not its own passes.
LIBVIRT = """*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:LIBVIRT_FWI - [0:0]
:LIBVIRT_FWO - [0:0]
:LIBVIRT_FWX - [0:0]
-A FORWARD -j LIBVIRT_FWX
-A FORWARD -j LIBVIRT_FWI
-A FORWARD -j LIBVIRT_FWO
-A LIBVIRT_FWI -o virbr0 -j REJECT --reject-with icmp-port-unreachable
-A LIBVIRT_FWO -i virbr0 -j REJECT --reject-with icmp-port-unreachable
-A LIBVIRT_FWX -i virbr0 -o virbr0 -j ACCEPT
COMMIT
"""

# firewalld 1.3 with the nftables backend: an interface that is in no zone passes nothing on.
FIREWALLD = """table inet firewalld {
    chain filter_INPUT {
        type filter hook input priority filter + 10; policy accept;
        ct state { established, related } accept
        ct status dnat accept
        iifname "lo" accept
        jump filter_INPUT_ZONES
        reject with icmpx admin-prohibited
    }
    chain filter_FORWARD {
        type filter hook forward priority filter + 10; policy accept;
        ct state { established, related } accept
        ct status dnat accept
        iifname "lo" accept
        jump filter_FORWARD_ZONES
        reject with icmpx admin-prohibited
    }
    chain filter_INPUT_ZONES {
        meta l4proto { icmp, ipv6-icmp } accept
    }
    chain filter_FORWARD_ZONES {
        meta l4proto { icmp, ipv6-icmp } accept
    }
}
"""

HAND_WRITTEN = """table inet mine {
    chain forward {
        type filter hook forward priority filter; policy drop;
        ct state established,related accept
    }
}
"""


def load(text, program="iptables-nft-restore", keep=False):
    subprocess.run([program, *(["-n"] if keep else [])], input=text, text=True, check=True, capture_output=True)


def load_ufw():
    load(UFW.replace("%s", "") + "COMMIT\n")
    # Neighbour discovery, without which nothing of IPv6 gets anywhere.
    load(UFW.replace("%s", "6") + "-A ufw6-before-input -p ipv6-icmp -j ACCEPT\nCOMMIT\n", "ip6tables-nft-restore")


def load_nft(text):
    subprocess.run(["nft", "-f", "-"], input=text, text=True, check=True)


def ruleset(ours=True):
    """All that there is but counts; with OURS False, neither our table nor our rules in others'."""
    found = json.loads(run("nft", "-s", "-a", "-j", "list", "ruleset"))["nftables"]

    def is_ours(entry):
        value = next(iter(entry.values()))
        return value.get("table", value.get("name")) == "vitrine" or value.get("comment", "").startswith("vitrine: ")
    return [entry for entry in found if ours or not is_ours(entry)]


def our_rules(family="ip", chain="FORWARD"):
    """Their places among all rules of a chain of others."""
    rules = [entry["rule"] for entry in ruleset() if "rule" in entry]
    rules = [rule for rule in rules if (rule["family"], rule["table"], rule["chain"]) == (family, "filter", chain)]
    return [place for place, rule in enumerate(rules) if rule.get("comment", "").startswith("vitrine: ")]


class Neighbours(Outside):
    def setUp(self):
        self.addCleanup(run, "nft", "flush", "ruleset") # after the end of the networks
        self.foreign = None
        super().setUp()

    def settled(self):
        """The neighbour has loaded its rules: they stay so to the end."""
        self.foreign = ruleset()

    def end(self):
        super().end()
        if self.foreign is not None:
            self.assertEqual(ruleset(), self.foreign)

    def assertUntouched(self):
        self.assertEqual(ruleset(ours=False), self.foreign)

    def kinds(self):
        return [step["kind"] for step in self.steps]

    def assertWorks(self, web):
        """Out, in by a published port, and by name."""
        self.assertEqual(self.fetched(web, f"http://{OUTSIDE}/outside.log")[1], 0)
        self.assertEqual(self.from_outside(f"http://{UPLINK}:8080/").stdout.strip(), "page of web")
        self.assertReaches(web, "http://web.lan.internal/", "page of web")

    def working(self):
        self.network("lan")
        web = self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])
        self.assertWorks(web)
        self.assertUntouched()
        return web


class IptablesTest(Neighbours):
    def test_docker(self):
        load(DOCKER)
        self.settled()
        self.working()
        self.assertIn("admit-traffic", self.kinds())
        step = next(step for step in self.steps if step["kind"] == "admit-traffic")
        self.assertIn("Docker", step["text"])
        self.assertEqual(our_rules(), [2, 3]) # behind Docker's
        self.assertIn("DOCKER-USER", run("iptables-nft", "-S")) # which can still read it

    def test_dockers_own_network_stays_closed(self):
        run("ip", "link", "add", "docker0", "type", "bridge")
        inside = subprocess.Popen(["unshare", "-n", "sh", "-c", "read go; cd /proc/self; exec python3 -m http.server 80"],
                                  stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        pid = str(inside.pid)
        enter = ["nsenter", "-t", pid, "-n"]
        try:
            wait_until(lambda: os.readlink(f"/proc/{pid}/ns/net") != os.readlink("/proc/self/ns/net"), "it is apart")
            run("ip", "addr", "add", "172.17.0.1/16", "dev", "docker0")
            run("ip", "link", "set", "docker0", "up")
            run("ip", "link", "add", "vdocker", "master", "docker0", "type", "veth", "peer", "name", "eth0", "netns", pid)
            run("ip", "link", "set", "vdocker", "up")
            for command in ("addr add 172.17.0.2/16 dev eth0", "link set eth0 up", "link set lo up", "route add default via 172.17.0.1"):
                run(*enter, "ip", *command.split())
            inside.stdin.write(b"go\n")
            inside.stdin.close()
            wait_until(lambda: run(*enter, "ss", "-Hltn"), "it listens")
            load(DOCKER)
            self.settled()
            self.network("lan")
            client = self.started(["sleep", "1000"], ["lan"])
            self.assertCannotReach(client, "http://172.17.0.2/status")
            run("iptables-nft", "-I", "DOCKER-USER", "-i", "vt-lan", "-j", "ACCEPT")
            self.assertEqual(self.fetched(client, "http://172.17.0.2/status")[1], 0) # it was Docker's rule
        finally:
            run("iptables-nft", "-F", "DOCKER-USER")
            inside.kill()
            inside.wait()
            wait_until(lambda: "vdocker" not in run("ip", "link"), "its end is gone")
            run("ip", "link", "del", "docker0")

    def test_ufw(self):
        load_ufw()
        self.settled()
        web = self.working()
        self.assertEqual(our_rules(), [2, 3]) # behind ufw-before-forward, before what logs the rest
        self.assertEqual(our_rules("ip6"), [2, 3])
        self.assertEqual(len(our_rules(chain="INPUT")), 3)
        # What its user denies stays denied.
        self.assertCannotReach(web, f"http://{OUTSIDE}:81/")
        load(UFW_RELOAD, keep=True)
        self.foreign = ruleset(ours=False) # other handles
        self.assertWorks(web)

    def test_a_last_rule_that_rejects(self):
        load(REJECTING)
        self.settled()
        self.working()
        self.assertEqual(our_rules(), [0, 1])
        self.assertEqual(our_rules(chain="INPUT"), [3, 4, 5])

    def test_docker_and_ufw_and_libvirt_in_one_table(self):
        load_ufw()
        load(DOCKER, keep=True)
        load(LIBVIRT.replace("FORWARD ACCEPT", "FORWARD DROP").replace("INPUT ACCEPT", "INPUT DROP"), keep=True)
        self.settled()
        self.working()
        step = next(step for step in self.steps if step["kind"] == "admit-traffic")
        self.assertIn("Docker, libvirt, ufw", step["text"])

    def test_libvirt_alone_stops_nothing(self):
        load(LIBVIRT)
        self.settled()
        self.working()
        self.assertNotIn("admit-traffic", self.kinds())

    def test_an_isolated_network_passes_what_stays_in_it(self):
        load(DOCKER)
        self.settled()
        self.network("lan", kind="isolated")
        web = self.server("lan", name="web")
        client = self.started(["sleep", "1000"], ["lan"])
        self.assertReaches(client, "http://web.lan.internal/", "page of web")
        self.assertCannotReach(client, f"http://{OUTSIDE}/")
        self.assertEqual(len(our_rules()), 1, web)

    def test_each_network_has_rules_of_its_own(self):
        load(DOCKER)
        self.settled()
        self.network("lan")
        other = self.network("other")
        self.assertEqual(len(our_rules()), 4)
        self.launcher.call("network-delete", network=other)
        self.networks.remove(other)
        self.assertEqual(len(our_rules()), 2)
        web = self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])
        self.assertWorks(web)


class ConsentTest(Neighbours):
    def setUp(self):
        self.forwarding = []
        super().setUp()

    def tearDown(self):
        for name in self.forwarding:
            setting(name, "0")
        super().tearDown()

    def test_without_consent_nothing_is_changed(self):
        load(DOCKER)
        self.settled()
        for name in ("ipv4/ip_forward", "ipv6/conf/all/forwarding"):
            setting(name, "1") # as Docker does
            self.forwarding.append(name)
        error = self.refused("NotSupported", "Docker", "network-create", spec={"name": "lan"}, uid=0, forwarding=False)
        self.assertEqual(error["object"], "forwarding")
        self.assertEqual(ruleset(), self.foreign)
        self.network("lan", forwarding=False, kind="isolated")
        self.assertIn("leave-neighbour", self.kinds())
        self.assertUntouched()
        self.assertEqual(our_rules(), [])

    def test_the_plan_says_it_before(self):
        load(DOCKER)
        self.settled()
        steps = self.launcher.call("network-plan", spec={"name": "lan"}, uid=0)["steps"]
        step = next(step for step in steps if step["kind"] == "admit-traffic")
        self.assertIn('add rule ip filter FORWARD iifname "vt-lan" accept', step["command"])
        self.assertEqual(ruleset(), self.foreign)


class NotOursTest(Neighbours):
    """Tables that we keep out of: said, never changed; nothing is said once they let it pass."""

    def hindrances(self, network):
        return self.launcher.networks[network]["hindrances"]

    def look_again(self):
        """A start looks after the networks that it needs."""
        return self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])

    def test_firewalld(self):
        load_nft(FIREWALLD)
        self.settled()
        network = self.network("lan")
        self.assertIn("firewall-cmd --zone=trusted --add-interface=vt-lan", self.hindrances(network)[0])
        self.assertEqual(ruleset(ours=False), self.foreign)
        # What firewalld does then.
        for chain in ("FORWARD", "INPUT"):
            run("nft", "insert", "rule", "inet", "firewalld", f"filter_{chain}_ZONES", "iifname", "vt-lan", "accept")
        self.foreign = ruleset(ours=False)
        web = self.look_again()
        self.assertEqual(self.hindrances(network), [])
        self.assertWorks(web)

    def test_a_table_by_hand(self):
        load_nft(HAND_WRITTEN)
        self.settled()
        network = self.network("lan")
        self.assertIn("leave-neighbour", self.kinds())
        self.assertIn("the chain inet mine forward drops", self.hindrances(network)[0])
        self.assertUntouched()
        for match in ("iifname", "oifname"):
            run("nft", "add", "rule", "inet", "mine", "forward", match, "vt-lan", "accept")
        self.foreign = ruleset(ours=False)
        self.assertWorks(self.look_again())
        self.assertEqual(self.hindrances(network), [])


class RepairTest(Neighbours):
    def test_rules_that_a_neighbour_flushed_are_there_again_at_the_next_start(self):
        load(DOCKER)
        web = self.working_before_settling()
        load(DOCKER) # all of the table anew
        self.assertEqual(our_rules(), [])
        self.assertNotEqual(self.fetched(web, f"http://{OUTSIDE}/outside.log")[1], 0)
        self.foreign = ruleset(ours=False)
        self.started(["sleep", "1000"], ["lan"])
        self.assertWorks(web)
        self.assertUntouched()

    def working_before_settling(self):
        self.network("lan")
        web = self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])
        self.assertWorks(web)
        return web

    def test_rules_that_others_have_come_behind_move(self):
        load(DOCKER)
        self.network("lan")
        run("iptables-nft", "-A", "FORWARD", "-o", "virbr9", "-j", "DROP")
        self.foreign = ruleset(ours=False)
        self.assertEqual(our_rules(), [2, 3])
        self.started(["sleep", "1000"], ["lan"])
        self.assertEqual(our_rules(), [3, 4])
        self.assertUntouched()

    def test_a_neighbour_that_comes_later(self):
        self.network("lan")
        self.assertNotIn("admit-traffic", self.kinds())
        load_ufw()
        self.foreign = ruleset(ours=False)
        self.assertWorks(self.server("lan", name="web", ports=[{"container": 80, "host": 8080}]))

    def test_nothing_is_left_after_the_launcher_was_killed(self):
        load(DOCKER)
        self.settled()
        self.working()
        self.restart_launcher()
        self.assertUntouched()
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        self.launcher.call("network-delete", network=self.networks.pop())
        self.assertEqual(ruleset(), self.foreign)

    def test_a_network_that_could_not_be_made_leaves_nothing(self):
        load(DOCKER)
        self.settled()
        with self.assertRaises(Refused): # the bridge cannot have this many bytes in a packet
            self.launcher.call("network-create", spec={"name": "lan", "mtu": 65535 + 1}, uid=0, forwarding=True)
        self.assertEqual(ruleset(), self.foreign)


if __name__ == "__main__":
    unittest.main(verbosity=2)
