# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections from one network to another: denied, until they are allowed."""

import json
import os
import unittest

from network_test import NetworkTest, rules, run

ASLEEP = ["sleep", "1000"]


class ReachTest(NetworkTest):
    def setUp(self):
        super().setUp()
        for name, number in (("one", 1), ("two", 2)):
            self.network(name, subnet=f"10.99.{number}.0/24", subnet6=f"fd99:{number}::/64")
        self.servers = {name: self.server(name, name="server-" + name) for name in ("one", "two")}

    def id_of(self, name):
        self.launcher.call("list")
        return next(each["id"] for each in self.launcher.networks.values() if each["name"] == name)

    def reach(self, source, target, allowed):
        self.launcher.call("network-reach", network=self.id_of(source), other=self.id_of(target), allowed=allowed)

    def assertReach(self, source, target, reaches):
        """What really passes, in both versions, and what is foretold."""
        client, server = self.servers[source], self.servers[target]
        for address in ("address", "address6"):
            to = server["connections"][0][address]
            page = f"http://[{to}]/" if ":" in to else f"http://{to}/"
            with self.subTest(page=page, reaches=reaches):
                if reaches:
                    self.assertReaches(client, page, "page of server-" + target)
                else:
                    self.assertCannotReach(client, page)
                path = self.launcher.call("follow", packet={"from": client["id"], "address": to, "port": 80},
                                          test=False, all=True, uid=os.geteuid())
                self.assertEqual(path["delivered"], reaches, path["hops"])

    def test_nothing_passes_unless_it_is_allowed(self):
        self.assertReach("one", "two", False)
        self.reach("one", "two", True)
        self.assertReach("one", "two", True)
        self.assertReach("two", "one", False)
        self.assertEqual(self.launcher.networks[self.id_of("one")]["reaches"], [self.id_of("two")])
        self.reach("one", "two", True)  # once more changes nothing
        self.reach("one", "two", False)
        self.assertReach("one", "two", False)
        self.reach("one", "two", False)

    def test_it_holds_over_the_launcher_and_over_lost_rules(self):
        self.reach("two", "one", True)
        self.restart_launcher()
        self.assertReach("two", "one", True)
        run("nft", "flush", "ruleset")
        self.started(ASLEEP, ["one"])  # looks after the rules
        self.assertReach("two", "one", True)
        self.assertReach("one", "two", False)
        run("ip", "link", "del", "vt-two")
        self.restart_launcher()
        for row in self.servers.values():
            self.launcher.call("delete", container=row["id"])
        self.servers = {name: self.server(name, name="server-" + name) for name in ("one", "two")}
        self.assertReach("two", "one", True)

    def test_a_network_that_goes_is_reached_no_more(self):
        self.reach("one", "two", True)
        self.launcher.call("delete", container=self.servers["two"]["id"])
        self.networks.remove(self.id_of("two"))
        self.launcher.call("network-delete", network=self.id_of("two"))
        self.assertEqual(self.launcher.networks[self.id_of("one")]["reaches"], [])
        self.assertEqual([key for key in rules()["between"] if "vt-two" in json.dumps(key)], [])
        self.network("two", subnet="10.99.2.0/24", subnet6="fd99:2::/64")
        self.servers["two"] = self.server("two", name="server-two")
        self.assertReach("one", "two", False)

    def test_what_is_denied_while_its_bridge_is_gone_stays_denied(self):
        self.reach("one", "two", True)
        one = self.id_of("one")
        run("ip", "link", "del", "vt-one")
        while self.launcher.networks[one]["state"] != "down":
            self.launcher.receive()
        self.reach("one", "two", False)
        self.started(ASLEEP, ["one"])  # makes it again
        self.assertReach("one", "two", False)

    def fill(self):
        """No space is left where the records of networks are."""
        folder = self.base / "data/networks"
        records = {file.name: file.read_bytes() for file in folder.iterdir()}
        run("mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "none", str(folder))
        self.addCleanup(run, "umount", "-l", str(folder))
        for name, content in records.items():
            (folder / name).write_bytes(content)
        with self.assertRaises(OSError), open(self.base / "data/networks/.full", "wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    def test_a_full_disk_changes_nothing_and_deletes_what_is_asked(self):
        self.reach("one", "two", True)
        one, two = self.id_of("one"), self.id_of("two")
        self.fill()
        self.refused("Kernel", "No space left", "network-reach", network=one, other=two, allowed=False)
        self.assertReach("one", "two", True)
        self.refused("Kernel", "No space left", "network-reach", network=two, other=one, allowed=True)
        self.assertReach("two", "one", False)
        self.assertEqual((self.launcher.networks[one]["reaches"], self.launcher.networks[two]["reaches"]), ([two], []))
        self.launcher.call("delete", container=self.servers["two"]["id"])
        self.networks.remove(two)
        self.launcher.call("network-delete", network=two)
        self.assertEqual(self.launcher.networks[one]["reaches"], [])

    def test_what_cannot_be(self):
        self.network("back", kind="isolated")
        for source, target in (("one", "back"), ("back", "one")):
            self.refused("NotSupported", "'back' is isolated", "network-reach",
                         network=self.id_of(source), other=self.id_of(target), allowed=True)
        one = self.id_of("one")
        self.refused("InvalidSpec", "anyway", "network-reach", network=one, other=one, allowed=True)
        self.refused("NotFound", "no network", "network-reach", network=one, other="f" * 16, allowed=True)
        run("nft", "flush", "ruleset")
        self.refused("Kernel", "No such file", "network-reach", network=one, other=self.id_of("two"), allowed=True)
        self.assertEqual(self.launcher.networks[one]["reaches"], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
