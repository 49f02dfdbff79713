#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks over the bus: objects come, change and go; containers say where they are."""

import subprocess

from gi.repository import GLib
from vitrine_bus import CONTAINER, MANAGER, PROPERTIES, ROOT, HelperTest, main, variants, wait_until

NETWORK = "org.vitrine.Network1"
RUDE = "table inet rude {\nchain forward { type filter hook forward priority 0; policy drop; }\n}"
SLEEPER = {"image": "busybox", "command": ["sleep", "1000"]}


class Networks(HelperTest):
    def tearDown(self):
        objects = self.client.objects()
        for path in [path for path, interfaces in objects.items() if "org.vitrine.Workload1" in interfaces]:
            self.client.succeed(path, "Delete")
        for path in self.networks():
            self.delete(path)
        super().tearDown()

    def networks(self):
        return {path: interfaces[NETWORK] for path, interfaces in self.client.objects().items() if NETWORK in interfaces}

    def ask(self, method, spec, **options):
        return self.client.call(ROOT, MANAGER, method, GLib.Variant("(a{sv}a{sv})", (variants(spec), variants(options))))

    def job(self, spec, forwarding=True):
        return self.client.finished(self.ask("CreateNetwork", spec, forwarding=forwarding))

    def make(self, **spec):
        """The new network: (path, properties)."""
        job = self.job(spec)
        self.assertEqual(job["State"], "done", job["Error"])
        return next((path, row) for path, row in self.networks().items() if row["Name"] == spec["name"])

    def delete(self, path):
        return self.client.finished(self.client.do(path, "Delete", NETWORK))

    def test_one_is_made_shown_and_deleted(self):
        path, row = self.make(name="lan", subnet="10.99.1.0/24", mtu=1400)
        self.assertEqual((row["Kind"], row["Gateway"], row["Interface"], row["State"], row["Mtu"]),
                         ("nat", "10.99.1.1", "vt-lan", "up", 1400))
        self.assertTrue(all(step["state"] == "done" for step in row["Steps"]))
        self.assertEqual(self.delete(path)["State"], "done")
        self.assertEqual(self.networks(), {})

    def test_one_outside_is_shown_and_told(self):
        subprocess.run(["ip", "link", "add", "uplink7", "up", "type", "veth", "peer", "name", "outside7"], check=True)
        path, row = self.make(name="outer", kind="macvlan", parent="uplink7", subnet="203.0.113.0/24",
                              range="203.0.113.64/28", gateway="203.0.113.1")
        self.assertEqual((row["Kind"], row["Interface"], row["Range"], row["Gateway"], row["Ipv6"], row["Domain"]),
                         ("macvlan", "uplink7", "203.0.113.64/28", "203.0.113.1", True, ""))
        self.assertEqual(row["Hindrances"], ["uplink7 is connected with nothing"])
        subprocess.run(["ip", "link", "del", "uplink7"], check=True)
        wait_until(lambda: self.networks()[path]["State"] == "down", "it is told that its parent has gone")

    def test_a_plan_changes_nothing_and_needs_no_consent(self):
        kinds = [step["kind"] for step in self.ask("PlanNetwork", {"name": "lan"})]
        self.assertIn("make-bridge", kinds)
        self.assertEqual(self.networks(), {})

    def test_a_container_says_where_it_is(self):
        path, row = self.make(name="lan", kind="isolated")
        container = self.client.made(dict(SLEEPER, networks=[{"network": "lan"}]), start=True)
        connection, = self.client.get(container, CONTAINER, "Connections")
        self.assertEqual((connection["network"], connection["name"], connection["interface"]), (path, "lan", "eth0"))
        self.assertTrue(connection["address"].startswith(row["Subnet"].rsplit(".", 1)[0]), connection)
        job = self.delete(path)
        self.assertEqual((job["State"], job["Error"]["name"]), ("failed", "org.vitrine.Error.Busy"))

    def test_an_interface_is_limited_and_unplugged(self):
        self.make(name="lan")
        link = {"network": "lan", "inbound": GLib.Variant("t", 5_000_000), "outbound": GLib.Variant("t", 8_000),
                "up": False}
        container = self.client.made(dict(SLEEPER, networks=[link]), start=True)
        connection, = self.client.get(container, CONTAINER, "Connections")
        self.assertEqual([connection[name] for name in ("inbound", "outbound", "up")], [5_000_000, 8_000, False])

    def test_one_network_is_allowed_to_reach_another(self):
        one, _ = self.make(name="one")
        two, _ = self.make(name="two")
        back, _ = self.make(name="back", kind="isolated")
        reach = lambda method, path, other: self.client.call(
            path, NETWORK, method, GLib.Variant("(oa{sv})", (other, {})))
        self.assertEqual(self.networks()[one]["Reaches"], [])
        job = self.client.finished(reach("Allow", one, two))
        self.assertEqual((job["State"], job["Operation"]), ("done", "allow-between"))
        self.assertEqual((self.networks()[one]["Reaches"], self.networks()[two]["Reaches"]), ([two], []))
        job = self.client.finished(reach("Allow", one, back))
        self.assertEqual(job["Error"]["name"], "org.vitrine.Error.NotSupported")
        self.assertEqual(self.client.finished(reach("Deny", one, two))["State"], "done")
        self.assertEqual(self.networks()[one]["Reaches"], [])
        for nothing in (ROOT, "/org/vitrine/networks/0123456789abcdef"):
            self.refused("NotFound", reach, "Allow", one, nothing)

    def test_a_packet_is_followed(self):
        path, row = self.make(name="lan", subnet="10.99.1.0/24")
        front, back = (self.client.made(dict(SLEEPER, networks=[{"network": "lan"}]), start=True) for _ in range(2))
        first, second = (self.client.get(container, "org.vitrine.Workload1", "Id") for container in (front, back))
        told = self.ask("FollowPacket", {"from": first, "to": second}, test=True)
        self.assertEqual([hop["kind"] for hop in told["hops"]], ["route", "link", "bridge", "link", "delivered"])
        self.assertEqual(told["hops"][-1]["container"], second)
        self.assertEqual((told["delivered"], told["certain"], told["test"]["outcome"]), (True, True, "answered"))
        self.assertGreater(told["test"]["microseconds"], 0)
        told = self.ask("FollowPacket", {"from": first, "address": "10.99.1.200", "port": 80})
        self.assertEqual((told["delivered"], told["hops"][-1]["reason"]), (False, "nobody"))
        self.assertNotIn("test", told)
        self.assertTrue(self.ask("FollowPacket", {"to": second, "version": 6})["delivered"]) # from this computer
        told = self.ask("FollowPacket", {"from": first, "to": "host"})
        self.assertEqual((told["address"], told["delivered"]), ("10.99.1.1", True))
        self.assertTrue(all(hop["certain"] for hop in told["hops"]))
        self.refused("NotFound", self.ask, "FollowPacket", {"from": "nothing", "to": second})
        self.refused("NotFound", self.ask, "FollowPacket", {"from": first, "to": "nothing"})
        self.refused("InvalidSpec", self.ask, "FollowPacket", {"from": first, "to": second, "port": 65536})
        self.refused("InvalidSpec", self.ask, "FollowPacket", {"from": first, "to": second, "size": 1})
        self.refused("InvalidSpec", self.ask, "FollowPacket", {"from": first, "to": second}, wish=True)
        self.client.succeed(back, "Stop")
        self.refused("Busy", self.ask, "FollowPacket", {"from": first, "to": second})

    def test_packets_are_captured(self):
        path, row = self.make(name="lan", kind="isolated")
        ask = lambda link: self.client.raw(ROOT, MANAGER, "Capture", GLib.Variant("(a{sv}a{sv})", (variants(link), {})))
        for link in ({"network": path.split("/")[-1]}, {"interface": row["Interface"]}):
            with open(ask(link)[1][0], "rb", buffering=0) as stream:
                self.assertEqual(stream.read(4), b"\n\r\r\n")
        self.refused("NotFound", ask, {"network": "nothing"})
        self.refused("NotFound", ask, {"container": "nothing"})
        self.refused("NotFound", ask, {"interface": "eth7"})
        self.refused("InvalidSpec", ask, {})
        self.refused("InvalidSpec", ask, {"link": "lo"})
        self.refused("InvalidSpec", ask, {"interface": 1})

    def test_what_stops_its_packets_is_told(self):
        path, row = self.make(name="lan", kind="isolated")
        self.assertEqual(row["Hindrances"], [])
        self.delete(path)
        subprocess.run(["nft", "-f", "-"], input=RUDE, text=True, check=True)
        self.addCleanup(subprocess.run, ["nft", "delete", "table", "inet", "rude"], check=True)
        path, row = self.make(name="lan")
        self.assertIn("the chain inet rude forward drops its packets", row["Hindrances"][0])
        for match in ("iifname", "oifname"):
            subprocess.run(["nft", "add", "rule", "inet", "rude", "forward", match, "vt-lan", "accept"], check=True)
        self.client.made(dict(SLEEPER, networks=[{"network": "lan"}]), start=True)
        self.assertEqual(self.client.get(path, NETWORK, "Hindrances"), [])

    def test_what_is_wrong_is_named(self):
        cases = [({"name": "A"}, "InvalidSpec", "name"), ({"name": "a", "kind": "x"}, "InvalidSpec", "kind"),
                 ({"name": "a", "subnet": "10.0.0.1/24"}, "InvalidSpec", "subnet")]
        for spec, name, field in cases:
            with self.subTest(field):
                job = self.job(spec)
                self.assertEqual(job["Error"]["name"], f"org.vitrine.Error.{name}")
                self.assertEqual(job["Error"]["object"], field)
        self.refused("InvalidSpec", self.ask, "CreateNetwork", {"name": "a", "colour": "red"})
        self.refused("InvalidSpec", self.ask, "CreateNetwork", {"name": "a"}, wish=True)
        self.assertEqual(self.networks(), {})

    def test_they_are_there_for_the_next_helper(self):
        path, row = self.make(name="lan", kind="isolated")
        self.client.close()
        self.helper.stop()
        self.helper.start()
        self.setUp()
        self.assertEqual(self.client.call(path, PROPERTIES, "GetAll", GLib.Variant("(s)", (NETWORK,)))["Subnet6"], row["Subnet6"])


if __name__ == "__main__":
    main()
