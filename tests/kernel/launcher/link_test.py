# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast the interfaces of a container are, and whether they pass anything at all."""

import json
import time
import unittest

from launcher import wait_until
from network_test import fetch, run
from rewire_test import ChangeTest

SIZE = 250_000  # bytes
SLOW = 1_000_000  # bits a second: two seconds for as much
LEAST = 1.5  # seconds; less some that may leave at once


class LinkTest(ChangeTest):
    def setUp(self):
        super().setUp()
        self.network("lan", subnet="10.99.1.0/24", subnet6="fd99:1::/64")

    def disciplines(self, row, interface):
        """What tc(8) says of how INTERFACE queues, on the host or in ROW's network namespace."""
        inside = ["nsenter", "-t", str(row["leader"]), "-n"] if interface.startswith("eth") else []
        return {each["kind"]: each.get("options", {})
                for each in json.loads(run(*inside, "tc", "-j", "qdisc", "show", "dev", interface))}

    def rate(self, row, interface):
        """Bits a second; 0: there is no limit."""
        return self.disciplines(row, interface).get("tbf", {}).get("rate", 0) * 8

    def limited(self, **link):
        """A server that has SIZE bytes to give."""
        script = f"echo here > index.html; head -c {SIZE} /dev/zero > big; exec httpd -f -p 80"
        row = self.started(["sh", "-c", script], [{"network": "lan", **link}], workingDirectory="/tmp")
        wait_until(lambda: self.fetched(row, "http://127.0.0.1/")[1] == 0, "it serves")
        self.page = f"http://{row['connections'][0]['address']}/big"
        return row

    def port(self, row):
        return self.current(row)["connections"][0]["port"]

    def duration(self):
        begin = time.monotonic()
        self.assertEqual(len(fetch(self.page)), SIZE)
        return time.monotonic() - begin

    def test_what_it_sends_is_limited_from_the_start(self):
        row = self.limited(outbound=SLOW)
        self.assertEqual((self.rate(row, "eth0"), self.rate(row, self.port(row))), (SLOW, 0))
        self.assertGreater(self.duration(), LEAST)
        self.assertEqual([step["command"].split(" burst")[0] for step in row["steps"] if step["kind"] == "limit-outbound"],
                         ["tc qdisc replace dev eth0 root tbf rate 1000000bit"])

    def test_what_it_is_sent_is_limited_from_the_start(self):
        row = self.limited()
        client = self.started(["sleep", "1000"], [{"network": "lan", "inbound": SLOW}])
        self.assertEqual((self.rate(client, "eth0"), self.rate(client, self.port(client))), (0, SLOW))
        begin = time.monotonic()
        self.launcher.exec(client["id"], "timeout", "50", "wget", "-q", "-O", "/dev/null", self.page)
        self.assertGreater(time.monotonic() - begin, LEAST)

    def test_limits_change_while_it_runs(self):
        row = self.limited()
        join = lambda **link: self.join(row, {"network": "lan", **link})
        kinds = [step["kind"] for step in join(inbound=5 * SLOW, outbound=SLOW)["steps"]]
        self.assertEqual([kind for kind in kinds if kind.startswith("limit")], ["limit-inbound", "limit-outbound"])
        self.assertEqual((self.rate(row, self.port(row)), self.rate(row, "eth0")), (5 * SLOW, SLOW))
        told = self.current(row)["connections"][0]
        self.assertEqual((told["inbound"], told["outbound"]), (5 * SLOW, SLOW))
        self.assertGreater(self.duration(), LEAST)
        join(inbound=8_000, outbound=16_000_000_000)
        self.assertEqual((self.rate(row, self.port(row)), self.rate(row, "eth0")), (8_000, 16_000_000_000))
        join()
        self.assertEqual((self.rate(row, self.port(row)), self.rate(row, "eth0")), (0, 0))
        self.assertNotIn("inbound", self.current(row)["connections"][0])

    def test_a_cable_is_pulled_out_and_plugged_in(self):
        row = self.limited()
        self.join(row, {"network": "lan", "up": False})
        with self.assertRaises(OSError):
            fetch(self.page, timeout=1)
        self.assertEqual(self.inside(row, "cat", "/sys/class/net/eth0/carrier"), "0\n")
        addresses = self.addresses(row)
        self.join(row, {"network": "lan"})
        self.assertEqual(len(fetch(self.page)), SIZE)
        self.assertEqual((self.addresses(row), self.defaults(row)), (addresses, [("10.99.1.1", "eth0")]))
        self.assertEqual(self.defaults(row, "-6"), [("fd99:1::1", "eth0")])

    def test_one_begins_unplugged(self):
        row = self.limited(up=False)
        self.assertFalse(row["connections"][0]["up"])
        with self.assertRaises(OSError):
            fetch(self.page, timeout=1)
        self.join(row, {"network": "lan"})
        self.assertEqual(len(fetch(self.page)), SIZE)
        self.assertEqual(self.defaults(row, "-6"), [("fd99:1::1", "eth0")])

    def test_a_network_is_joined_with_a_limit(self):
        row = self.started(["sleep", "1000"], [])
        self.join(row, {"network": "lan", "inbound": SLOW, "outbound": 2 * SLOW, "up": False})
        self.assertEqual((self.rate(row, self.port(row)), self.rate(row, "eth0")), (SLOW, 2 * SLOW))
        self.assertEqual(self.inside(row, "cat", "/sys/class/net/eth0/carrier"), "0\n")

    def test_the_next_start_and_the_next_launcher_keep_them(self):
        row = self.limited(inbound=SLOW)
        self.restart_launcher()
        self.assertEqual(self.current(row)["connections"][0]["inbound"], SLOW)
        self.launcher.call("stop", container=row["id"], timeout=0)
        self.launcher.call("start", container=row["id"])
        self.assertEqual(self.rate(self.current(row), self.port(row)), SLOW)

    def test_what_fails_takes_the_limits_back(self):
        row = self.limited(inbound=SLOW, outbound=SLOW)
        before = self.current(row)
        self.network("back")
        # Somebody inside has taken away what is to be limited: the last step fails.
        run("nsenter", "-t", str(row["leader"]), "-n", "ip", "link", "set", "eth0", "down")
        run("nsenter", "-t", str(row["leader"]), "-n", "ip", "link", "set", "eth0", "name", "other")
        self.refused("Kernel", "No such device", "update", container=row["id"],
                     changes={"networks": [{"network": "lan", "inbound": 2 * SLOW, "outbound": 2 * SLOW}]})
        self.assertEqual({**self.current(row), "steps": []}, {**before, "steps": []})
        self.assertEqual(self.rate(row, self.port(row)), SLOW)


if __name__ == "__main__":
    unittest.main(verbosity=2)
