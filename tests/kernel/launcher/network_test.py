# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks on the real kernel: made, guarded, reached, taken away. ip and nft are the oracles."""

import json
import os
import pathlib
import re
import signal
import subprocess
import unittest
import urllib.request

from launcher import LauncherTest, Refused, wait_until

SERVER = ["sh", "-c", "mkdir -p /www; echo page of $HOSTNAME > /www/index.html; exec httpd -f -p 80 -h /www"]
OUTSIDE = "203.0.113.2" # RFC 5737
UPLINK = "203.0.113.1"


def run(*command, check=True):
    return subprocess.run(command, capture_output=True, text=True, check=check).stdout


def links():
    return {link["ifname"] for link in json.loads(run("ip", "-j", "link"))}


def rules():
    """The elements of our table by set or map; none: there is no table."""
    found = json.loads(run("nft", "-j", "list", "ruleset"))["nftables"]
    return {entry[kind]["name"]: entry[kind].get("elem", [])
            for entry in found for kind in ("set", "map") if kind in entry and entry[kind]["table"] == "vitrine"}


def setting(name, value=None):
    file = pathlib.Path("/proc/sys/net") / name
    if value is not None:
        file.write_text(value)
    return file.read_text().strip()


def fetch(url, timeout=5):
    return urllib.request.urlopen(url, timeout=timeout).read().decode().strip()


class NetworkTest(LauncherTest):
    """Each test begins and ends without networks, in a namespace where nothing is forwarded."""

    def setUp(self):
        self.before = links()
        self.networks = []
        for name in ("ipv4/ip_forward", "ipv6/conf/all/forwarding"):
            setting(name, "0")
        super().setUp()

    def end(self):
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        for network in self.networks:
            self.launcher.call("network-delete", network=network)
        wait_until(lambda: links() == self.before, "all interfaces are gone")
        self.assertEqual(rules(), {})
        self.assertEqual(setting("ipv4/ip_forward"), "0")
        self.assertEqual(setting("ipv6/conf/all/forwarding"), "0")
        super().end()

    def network(self, name, forwarding=True, **spec):
        """Make one: its id."""
        spec["name"] = name
        made = self.launcher.call("network-create", spec=spec, uid=os.geteuid(), forwarding=forwarding)
        self.networks.append(made["network"])
        self.steps = made["steps"]
        return made["network"]

    def started(self, command, networks, **spec):
        """A running container: its row."""
        spec["networks"] = [{"network": name} if isinstance(name, str) else name for name in networks]
        container = self.launcher.create(command=command, terminal=False, **spec)
        self.launcher.call("start", container=container)
        return self.launcher.wait_state(container, "running")

    def server(self, *networks, **spec):
        row = self.started(SERVER, networks, **spec)
        wait_until(lambda: self.fetched(row, "http://127.0.0.1/")[1] == 0, "it serves")
        return row

    def fetched(self, row, url):
        """What wget in a container gets: (output, wait status)."""
        output, _, status = self.launcher.exec(row["id"], "timeout", "3", "wget", "-q", "-O", "-", url)
        return output.strip(), status

    def assertReaches(self, row, url, page):
        self.assertEqual(self.fetched(row, url), (page, 0))

    def assertCannotReach(self, row, url):
        output, status = self.fetched(row, url)
        self.assertNotEqual(status, 0, output)

    def refused(self, name, text, call, **arguments):
        with self.assertRaises(Refused) as caught:
            self.launcher.call(call, **arguments)
        self.assertEqual(caught.exception.error["name"], name)
        self.assertIn(text, str(caught.exception))
        return caught.exception.error


class MakingTest(NetworkTest):
    def test_a_network_is_made_and_leaves_nothing(self):
        self.network("lan", subnet="10.99.1.0/24", subnet6="fd99:1::/64", mtu=1400)
        bridge = json.loads(run("ip", "-j", "-d", "addr", "show", "vt-lan"))[0]
        self.assertEqual(bridge["linkinfo"]["info_kind"], "bridge")
        self.assertEqual(bridge["mtu"], 1400)
        self.assertIn("UP", bridge["flags"])
        addresses = {f"{row['local']}/{row['prefixlen']}" for row in bridge["addr_info"]}
        self.assertLessEqual({"10.99.1.1/24", "fd99:1::1/64"}, addresses)
        self.assertEqual(rules()["bridges"], ["vt-lan"])
        self.assertEqual(rules()["closed"], ["vt-lan"])
        self.assertEqual(setting("ipv4/ip_forward"), "1")
        self.assertTrue(all(step["state"] == "done" for step in self.steps), self.steps)

    def test_the_firewall_holds_what_the_plan_says(self):
        # We send elements ourselves: nft, told what the plan says in its words, has nothing to add, and can
        # take everything away.
        steps = []
        for kind in ("nat", "routed", "isolated"):
            self.network(kind, kind=kind)
            steps += self.steps
        ports = [{"container": 80, "host": 8080, "count": 3},
                 {"container": 53, "host": 5353, "protocol": "udp", "address": "127.0.0.1"},
                 {"container": 443, "host": 8443, "address": "::1"}]
        row = self.started(["sleep", "1000"], ["nat"], ports=ports)
        steps += self.launcher.call("steps", container=row["id"])["steps"]
        commands = [step["command"] for step in steps if step["kind"] in ("guard-network", "publish-ports")]
        self.assertEqual(len(commands), 4)
        before = rules()
        for command in commands:
            run("sh", "-c", command)
        self.assertEqual(rules(), before)
        for command in commands:
            run("sh", "-c", re.sub("add (element [^{}]*{[^{}]*?)( : [^{}]*)? }", r"delete \1 }", command))
        self.assertEqual({name: elements for name, elements in rules().items() if elements}, {})

    def test_what_is_not_said_is_chosen_free_of_conflict(self):
        run("ip", "link", "add", "other", "type", "bridge")
        try:
            run("ip", "addr", "add", "10.77.0.1/24", "dev", "other")
            run("ip", "link", "set", "other", "up")
            self.network("a")
            self.network("b")
            addresses = run("ip", "-4", "-o", "addr")
            self.assertIn("10.77.1.1/24", addresses)
            self.assertIn("10.77.2.1/24", addresses)
            self.assertEqual(run("ip", "-6", "-o", "addr").count(" fd"), 2)
        finally:
            run("ip", "link", "del", "other")

    def test_a_host_that_forwards_goes_on_taking_router_advertisements(self):
        run("ip", "link", "add", "other", "type", "bridge")
        try:
            setting("ipv6/conf/other/accept_ra", "1")
            self.network("lan")
            self.assertEqual(setting("ipv6/conf/other/accept_ra"), "2")
        finally:
            run("ip", "link", "del", "other")

    def test_without_consent_nothing_is_changed(self):
        error = self.refused("NotSupported", "IPv4", "network-create", spec={"name": "lan"},
                             uid=os.geteuid(), forwarding=False)
        self.assertEqual(error["object"], "forwarding")
        self.assertEqual(rules(), {})
        self.network("inside", forwarding=False, kind="isolated")
        self.assertEqual(setting("ipv4/ip_forward"), "0")

    def test_what_cannot_be_is_one_clear_error(self):
        self.network("lan", subnet="10.99.1.0/24")

        def create(**spec):
            return {"spec": spec, "uid": os.geteuid(), "forwarding": True}

        self.refused("Exists", "10.99.1.0/24", "network-create", **create(name="b", subnet="10.99.0.0/16"))
        self.refused("Exists", "'lan'", "network-create", **create(name="lan"))
        self.refused("InvalidSpec", "subnet", "network-create", **create(name="b", subnet="10.0.0.1/8"))
        with self.assertRaises(Refused) as caught:
            self.launcher.create(networks=[{"network": "nowhere"}])
        self.assertEqual(caught.exception.error["object"], "networks[0].network")
        for address, kind in (("10.99.1.1", "InvalidSpec"), ("10.99.1.255", "InvalidSpec"), ("10.98.0.5", "InvalidSpec")):
            with self.assertRaises(Refused) as caught:
                self.launcher.create(networks=[{"network": "lan", "address": address}])
            self.assertEqual(caught.exception.error["name"], kind)
            self.assertEqual(caught.exception.error["object"], "networks[0].address")

    def test_rules_of_another_launcher_stay(self):
        network = self.network("lan", kind="isolated")
        run("nft", "add", "element", "inet", "vitrine", "bridges", "{ vt-foreign }")
        self.launcher.call("network-delete", network=self.networks.pop())
        self.assertEqual(rules()["bridges"], ["vt-foreign"], network)
        run("nft", "delete", "table", "inet", "vitrine")

    def test_one_that_somebody_is_in_stays(self):
        network = self.network("lan")
        self.launcher.create(name="web", networks=[{"network": "lan"}])
        self.refused("Busy", "'web'", "network-delete", network=network)
        self.assertIn("vt-lan", links())

    def test_long_and_equal_names_get_bridges_of_their_own(self):
        for name in ("a-name-beyond-15-characters", "a-name-beyond-15-characters-too"):
            self.network(name, kind="isolated")
        run("ip", "link", "add", "vt-lan", "type", "bridge")
        try:
            self.network("lan", kind="isolated")
            self.assertEqual(len([name for name in links() if name.startswith("vt-")]), 4)
        finally:
            run("ip", "link", "del", "vt-lan")


class ReachingTest(NetworkTest):
    def test_containers_of_a_network_reach_each_other(self):
        self.network("lan")
        web = self.server("lan", name="web")
        client = self.started(["sleep", "1000"], ["lan"])
        connection = web["connections"][0]
        self.assertEqual(connection["interface"], "eth0")
        self.assertReaches(client, f"http://{connection['address']}/", "page of web")
        self.assertReaches(client, f"http://[{connection['address6']}]/", "page of web")
        self.assertEqual(fetch(f"http://{connection['address']}/"), "page of web")
        port = json.loads(run("ip", "-j", "-d", "link", "show", connection["port"]))[0]
        self.assertEqual(port["master"], "vt-lan")

    def test_addresses_stay_and_may_be_chosen(self):
        self.network("lan", subnet="10.99.1.0/24", subnet6="fd99:1::/64")
        row = self.started(["sleep", "1000"], [
            {"network": "lan", "address": "10.99.1.77", "address6": "fd99:1::77", "mac": "02:00:5e:00:53:01"}])
        output = self.launcher.exec(row["id"], "ip", "addr", "show", "eth0")[0]
        for text in ("10.99.1.77/24", "fd99:1::77/64", "02:00:5e:00:53:01"):
            self.assertIn(text, output)
        first = self.started(["sleep", "1000"], ["lan"])
        second = self.started(["sleep", "1000"], ["lan"])
        self.launcher.call("stop", container=first["id"], timeout=0)
        self.launcher.call("delete", container=second["id"])
        self.launcher.call("start", container=first["id"])
        again = self.launcher.wait_state(first["id"], "running")
        self.assertEqual(again["connections"][0]["address"], first["connections"][0]["address"])
        with self.assertRaises(Refused) as caught:
            self.launcher.create(networks=[{"network": "lan", "address": "10.99.1.77"}])
        self.assertEqual(caught.exception.error["name"], "Exists")

    def test_who_gets_an_address_of_another_is_reached_at_once(self):
        self.network("lan", subnet="10.99.1.0/24", subnet6="fd99:1::/64")
        client = self.started(["sleep", "1000"], ["lan"])
        place = {"network": "lan", "address": "10.99.1.9", "address6": "fd99:1::9"}
        pages = ["http://10.99.1.9/", "http://[fd99:1::9]/"]
        for name in ("first", "second"):
            server = self.server(place, name=name)
            for page in pages:
                self.assertReaches(client, page, "page of " + name)
                self.assertEqual(fetch(page), "page of " + name)
            self.launcher.call("delete", container=server["id"])

    def test_networks_are_apart_and_one_container_may_be_in_two(self):
        self.network("front")
        self.network("back", kind="isolated")
        web = self.server("front", name="web")
        database = self.server("back", name="database")
        address = database["connections"][0]["address"]
        self.assertCannotReach(web, f"http://{address}/")
        self.assertCannotReach(database, f"http://{web['connections'][0]['address']}/")
        both = self.started(["sleep", "1000"], ["front", "back"])
        self.assertEqual([row["interface"] for row in both["connections"]], ["eth0", "eth1"])
        self.assertReaches(both, f"http://{address}/", "page of database")
        self.assertReaches(both, f"http://{web['connections'][0]['address']}/", "page of web")

    def test_two_hundred_on_one_bridge(self):
        self.network("lan")
        rows = [self.started(["sleep", "1000"], ["lan"]) for _ in range(200)]
        self.assertEqual(len({row["connections"][0]["address"] for row in rows}), 200)
        ports = json.loads(run("ip", "-j", "link", "show", "master", "vt-lan"))
        self.assertEqual(len(ports), 200)
        for row in rows:
            self.launcher.call("delete", container=row["id"])


class PublishingTest(NetworkTest):
    def setUp(self):
        super().setUp()
        self.network("lan")

    def published(self, **spec):
        return self.server("lan", name="web", ports=[{"container": 80, "host": 8080}], **spec)

    def test_a_port_leads_in_from_everywhere(self):
        web = self.published()
        client = self.started(["sleep", "1000"], ["lan"])
        gateway = json.loads(run("ip", "-j", "-4", "addr", "show", "vt-lan"))[0]["addr_info"][0]["local"]
        for url in ("http://127.0.0.1:8080/", f"http://{gateway}:8080/"):
            self.assertEqual(fetch(url), "page of web")
        self.assertReaches(client, f"http://{gateway}:8080/", "page of web")
        self.assertReaches(web, f"http://{gateway}:8080/", "page of web") # to itself
        self.launcher.call("stop", container=web["id"], timeout=0)
        self.assertEqual(rules()["ports4"], [])

    def test_only_the_address_that_was_asked_for(self):
        self.server("lan", name="web", ports=[{"container": 80, "host": 8080, "address": "127.0.0.1"}])
        client = self.started(["sleep", "1000"], ["lan"])
        gateway = json.loads(run("ip", "-j", "-4", "addr", "show", "vt-lan"))[0]["addr_info"][0]["local"]
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")
        self.assertCannotReach(client, f"http://{gateway}:8080/")

    def test_a_range_leads_port_by_port(self):
        self.server("lan", name="web", ports=[{"container": 78, "host": 8078, "count": 5}])
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")
        self.assertEqual(len(rules()["ports4"]), 5)

    def test_many_ports_are_led_all_or_none(self):
        # So many that the kernel's answers to all of them do not fit into a socket's buffer.
        ports = [{"container": 20000, "host": 20000, "count": 300}]
        row = self.server("lan", name="web", ports=ports)
        run("nft", "delete", "element", "inet", "vitrine", "ports4", "{ tcp . 20007 }")
        self.launcher.call("stop", container=row["id"], timeout=0)
        self.assertEqual(rules()["ports4"], [])
        elements = ", ".join(f"tcp . {port} : 10.1.2.3 . 1" for port in range(20000, 20300))
        run("nft", "add", "element", "inet", "vitrine", "ports4", f"{{ {elements} }}")
        self.refused("Kernel", "File exists", "start", container=row["id"])
        self.assertEqual(len(rules()["ports4"]), 0) # what has the name of its ports is undone, too
        self.launcher.call("start", container=row["id"])
        self.assertEqual(len(rules()["ports4"]), 300)

    def test_a_taken_port_is_refused(self):
        self.published()
        other = self.launcher.create(networks=[{"network": "lan"}], ports=[{"container": 80, "host": 8080}])
        error = self.refused("Exists", "'web'", "start", container=other)
        self.assertEqual(error["object"], "ports[0].host")

    def test_containers_cannot_reach_the_loopback_of_the_host(self):
        client = self.started(["sleep", "1000"], ["lan"])
        gateway = json.loads(run("ip", "-j", "-4", "addr", "show", "vt-lan"))[0]["addr_info"][0]["local"]
        server = subprocess.Popen(["python3", "-m", "http.server", "--bind", "127.0.0.1", "8099"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # What a hostile container could send, though its own kernel would not.
        prepare = ("echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet; ip addr del 127.0.0.1/8 dev lo; "
                   f"ip route add 127.0.0.1 via {gateway}")
        inside = ["nsenter", "-t", str(client["leader"]), "-n"]
        fetch = [*inside, "wget", "-q", "-T", "2", "-t", "1", "-O", "-", "http://127.0.0.1:8099/"]
        try:
            wait_until(lambda: run("ss", "-Hltn", "sport", "8099"), "it listens")
            run(*inside, "sh", "-c", prepare)
            self.assertNotEqual(subprocess.run(fetch, capture_output=True, check=False).returncode, 0)
            run("nft", "flush", "chain", "inet", "vitrine", "guard")
            self.assertEqual(subprocess.run(fetch, capture_output=True, check=False).returncode, 0) # it was the guard
        finally:
            server.kill()
            server.wait()


class Outside(NetworkTest):
    """A stand-in of the internet: a network namespace behind the host's uplink."""

    def setUp(self):
        super().setUp()
        self.outside = subprocess.Popen(["unshare", "-n", "sleep", "1000"])
        pid = str(self.outside.pid)
        wait_until(lambda: os.readlink(f"/proc/{pid}/ns/net") != os.readlink("/proc/self/ns/net"), "it is apart")
        run("ip", "link", "add", "uplink", "type", "veth", "peer", "name", "eth0", "netns", pid)
        run("ip", "addr", "add", f"{UPLINK}/24", "dev", "uplink")
        run("ip", "link", "set", "uplink", "up")
        run("ip", "route", "add", "default", "via", OUTSIDE)
        for command in (f"addr add {OUTSIDE}/24 dev eth0", "link set eth0 up", "link set lo up",
                        f"route add 10.99.0.0/16 via {UPLINK}"):
            run("nsenter", "-t", pid, "-n", "ip", *command.split())
        self.log = self.base / "outside.log"
        self.web = subprocess.Popen(["nsenter", "-t", pid, "-n", "python3", "-m", "http.server", "80"],
                                    cwd=self.base, stdout=subprocess.DEVNULL, stderr=self.log.open("w"))
        wait_until(lambda: run("nsenter", "-t", pid, "-n", "ss", "-Hltn"), "it listens")

    def tearDown(self):
        for process in (self.web, self.outside):
            process.kill()
            process.wait()
        wait_until(lambda: "uplink" not in links(), "the uplink is gone")
        super().tearDown()

    def from_outside(self, url):
        return subprocess.run(["nsenter", "-t", str(self.outside.pid), "-n", "wget", "-q", "-T", "2", "-t", "1", "-O", "-", url],
                              capture_output=True, text=True, check=False)


class OutsideTest(Outside):
    def test_nat_hides_who_asks_and_lets_nobody_in(self):
        self.network("lan", subnet="10.99.1.0/24")
        web = self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])
        self.assertEqual(self.fetched(web, f"http://{OUTSIDE}/outside.log")[1], 0)
        self.assertIn(UPLINK, self.log.read_text())
        self.assertNotIn(web["connections"][0]["address"], self.log.read_text())
        self.assertEqual(self.from_outside(f"http://{UPLINK}:8080/").stdout.strip(), "page of web")
        self.assertNotEqual(self.from_outside(f"http://{web['connections'][0]['address']}/").returncode, 0)

    def test_routed_keeps_addresses_both_ways(self):
        self.network("lan", kind="routed", subnet="10.99.2.0/24")
        web = self.server("lan", name="web")
        self.assertEqual(self.fetched(web, f"http://{OUTSIDE}/outside.log")[1], 0)
        self.assertIn(web["connections"][0]["address"], self.log.read_text())
        self.assertEqual(self.from_outside(f"http://{web['connections'][0]['address']}/").stdout.strip(), "page of web")

    def test_isolated_stays_inside(self):
        self.network("lan", kind="isolated", subnet="10.99.3.0/24")
        web = self.server("lan", name="web")
        self.assertCannotReach(web, f"http://{OUTSIDE}/")
        self.assertNotEqual(self.from_outside(f"http://{web['connections'][0]['address']}/").returncode, 0)


class SurvivingTest(NetworkTest):
    def test_networks_outlive_the_launcher(self):
        self.network("lan")
        web = self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])
        self.restart_launcher()
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")
        self.launcher.call("stop", container=web["id"], timeout=0)
        self.assertEqual(rules()["ports4"], [])

    def test_a_bridge_that_somebody_deleted_is_made_again(self):
        self.network("lan")
        run("ip", "link", "del", "vt-lan")
        web = self.server("lan", name="web")
        self.assertEqual(fetch(f"http://{web['connections'][0]['address']}/"), "page of web")

    def test_a_bridge_that_goes_is_told_and_those_on_it_are_connected_again(self):
        lan = self.network("lan")
        web = self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])
        client = self.started(["sleep", "1000"], ["lan"])
        page = f"http://{web['connections'][0]['address']}/"
        run("ip", "link", "del", "vt-lan")
        while self.launcher.networks[lan]["state"] != "down":
            self.launcher.receive()
        self.assertCannotReach(client, page)
        self.started(["sleep", "1000"], ["lan"])
        self.assertEqual(self.launcher.networks[lan]["state"], "up")
        # A search for the address that began before may still end without an answer.
        wait_until(lambda: self.fetched(client, page) == ("page of web", 0), "they reach each other")
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")
        gateway = self.launcher.networks[lan]["gateway"]
        self.assertReaches(web, f"http://{gateway}:8080/", "page of web")  # it reaches its own port

    def test_rules_that_somebody_flushed_are_made_again(self):
        self.network("lan")
        self.network("back", kind="isolated")
        self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])
        run("nft", "flush", "ruleset")
        self.started(["sleep", "1000"], ["lan"])
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")
        self.assertEqual(set(rules()["bridges"]), {"vt-lan", "vt-back"})
        self.assertEqual(rules()["isolated"], ["vt-back"])

    def test_a_container_that_ended_meanwhile_leaves_no_port(self):
        self.network("lan")
        web = self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])
        self.restart_launcher(while_gone=lambda: os.kill(web["leader"], signal.SIGKILL))
        self.assertEqual(rules()["ports4"], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
