# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks and published ports of a container that runs: changed at once, or not at all."""

import json
import unittest

from launcher import wait_until
from network_test import NetworkTest, fetch, links, rules, run


class ChangeTest(NetworkTest):
    """Changes what runs, and looks at it from outside and inside."""

    def change(self, row, **changes):
        reply = self.launcher.call("update", container=row["id"], changes=changes)
        self.assertEqual(reply["pending"], [])
        self.assertEqual(self.current(row)["state"], "running")
        return self.current(row)

    def current(self, row):
        self.launcher.call("list")
        return self.launcher.containers[row["id"]]

    def join(self, row, *networks, **more):
        return self.change(row, networks=[{"network": name} if isinstance(name, str) else name for name in networks],
                           **more)

    def inside(self, row, *command):
        return self.launcher.exec(row["id"], *command)[0]

    def addresses(self, row):
        """By interface, as the kernel has them."""
        found = json.loads(run("nsenter", "-t", str(self.current(row)["leader"]), "-n", "ip", "-j", "addr"))
        return {link["ifname"]: [each["local"] for each in link["addr_info"] if each["scope"] == "global"]
                for link in found if link["ifname"] != "lo"}

    def defaults(self, row, version="-4"):
        return [(route["gateway"], route["dev"]) for route in json.loads(
            run("nsenter", "-t", str(self.current(row)["leader"]), "-n", "ip", "-j", version, "route", "show", "default"))]


class RewireTest(ChangeTest):
    def test_a_container_without_networks_joins_one_and_leaves_it(self):
        self.network("lan", subnet="10.99.1.0/24", subnet6="fd99:1::/64")
        server = self.server("lan")
        alone = self.started(["sleep", "1000"], [])
        page = f"http://{server['connections'][0]['address']}/"
        self.assertCannotReach(alone, page)
        joined = self.join(alone, "lan")
        told = joined["connections"][0]
        self.assertEqual(self.addresses(alone), {"eth0": [told["address"], told["address6"]]})
        self.assertEqual(self.defaults(alone), [("10.99.1.1", "eth0")])
        self.assertEqual(self.defaults(alone, "-6"), [("fd99:1::1", "eth0")])
        self.assertReaches(alone, page, "page of " + server["hostname"])
        wait_until(lambda: told["address"] in self.launcher.exec(server["id"], "nslookup", alone["hostname"])[0],
                   "its name is known")
        self.assertIn("plug-in", [step["kind"] for step in joined["steps"]])
        left = self.join(alone)
        self.assertEqual((left["connections"], self.addresses(alone)), ([], {}))
        wait_until(lambda: told["address"] not in self.launcher.exec(server["id"], "nslookup", alone["hostname"])[0],
                   "its name is gone")
        self.assertNotIn(told["port"], links())

    def test_what_stays_is_not_touched(self):
        self.network("lan")
        self.network("back", kind="isolated")
        row = self.started(["sleep", "1000"], ["lan"])
        before = self.addresses(row)["eth0"]
        index = self.inside(row, "cat", "/sys/class/net/eth0/ifindex")
        self.join(row, "lan", "back")
        now = self.addresses(row)
        self.assertEqual((sorted(now), now["eth0"]), (["eth0", "eth1"], before))
        self.assertEqual(self.inside(row, "cat", "/sys/class/net/eth0/ifindex"), index)

    def test_the_way_out_follows_the_first_network(self):
        self.network("one", subnet="10.99.1.0/24", ipv6=False)
        self.network("two", subnet="10.99.2.0/24", ipv6=False)
        self.network("back", subnet="10.99.3.0/24", ipv6=False, kind="isolated")
        row = self.started(["sleep", "1000"], ["one"])
        self.join(row, "two", "one")
        self.assertEqual(self.defaults(row), [("10.99.2.1", "eth1")])
        self.join(row, "back", "two")
        self.assertEqual(self.defaults(row), [])
        self.join(row, "one")
        self.assertEqual(self.defaults(row)[0][0], "10.99.1.1")
        self.assertEqual(len(self.addresses(row)), 1)

    def test_ports_are_published_and_withdrawn_at_once(self):
        self.network("lan")
        server = self.server("lan")
        self.change(server, ports=[{"host": 18080, "container": 80}])
        page = "page of " + server["hostname"]
        self.assertEqual(fetch("http://127.0.0.1:18080/"), page)
        self.assertReaches(server, f"http://{run('ip', '-4', '-o', 'addr', 'show', 'vt-lan').split()[3].split('/')[0]}:18080/", page)
        self.change(server, ports=[{"host": 18081, "container": 80}])
        self.assertEqual(fetch("http://127.0.0.1:18081/"), page)
        with self.assertRaises(OSError):
            fetch("http://127.0.0.1:18080/")
        self.change(server, ports=[])
        with self.assertRaises(OSError):
            fetch("http://127.0.0.1:18081/")

    def test_ports_follow_the_address(self):
        self.network("one")
        self.network("two")
        server = self.server("one", ports=[{"host": 18080, "container": 80}])
        self.join(server, "two")
        self.assertEqual(fetch("http://127.0.0.1:18080/"), "page of " + server["hostname"])
        self.join(server, {"network": "two", "address": self.current(server)["connections"][0]["address"][:-1] + "9"})
        self.assertEqual(fetch("http://127.0.0.1:18080/"), "page of " + server["hostname"])

    def test_a_port_that_was_withdrawn_is_another_containers_for_good(self):
        self.network("lan")
        first = self.server("lan", name="first", ports=[{"host": 18080, "container": 80}])
        second = self.server("lan", name="second")
        self.change(first, ports=[])
        self.change(second, ports=[{"host": 18080, "container": 80}])
        self.launcher.call("delete", container=first["id"])
        self.assertEqual(fetch("http://127.0.0.1:18080/"), "page of second")

    def test_the_next_launcher_knows_the_new_wiring_and_takes_it_away(self):
        self.network("lan")
        self.network("back")
        server = self.server("lan", ports=[{"host": 18080, "container": 80}])
        self.join(server, "lan", "back", ports=[{"host": 18081, "container": 80}])
        now = self.current(server)["connections"]
        self.restart_launcher()
        row = self.current(server)
        self.assertEqual((row["connections"], row["pending"]), (now, []))
        self.launcher.call("delete", container=server["id"])
        wait_until(lambda: not {each["port"] for each in now} & links(), "its ends are gone")
        self.assertFalse(any("ports" in name and elements for name, elements in rules().items()), rules())

    def test_a_port_that_is_taken_changes_nothing(self):
        self.network("lan")
        self.server("lan", name="first", ports=[{"host": 18080, "container": 80}])
        second = self.started(["sleep", "1000"], ["lan"], name="second")
        before = self.current(second)
        self.refused("Exists", "18080/tcp leads to the container 'first'", "update",
                     container=second["id"], changes={"ports": [{"host": 18080, "container": 80}]})
        self.assertEqual({**self.current(second), "steps": []}, {**before, "steps": []})

    def test_what_fails_on_the_way_is_taken_back(self):
        self.network("lan")
        self.network("back")
        row = self.started(["sleep", "1000"], ["lan"])
        before, wired = self.current(row), links()
        # Somebody inside has taken the name that the new interface would get.
        run("nsenter", "-t", str(row["leader"]), "-n", "ip", "link", "add", "eth1", "type", "bridge")
        self.refused("Kernel", "File exists", "update", container=row["id"],
                     changes={"networks": [{"network": "lan"}, {"network": "back"}]})
        after = self.current(row)
        self.assertEqual({**after, "steps": []}, {**before, "steps": []})
        self.assertEqual(links(), wired)
        self.assertEqual(self.defaults(row)[0][1], "eth0")


if __name__ == "__main__":
    unittest.main(verbosity=2)
