# SPDX-License-Identifier: GPL-3.0-or-later
"""Network interfaces of several namespaces against ip."""

import json
import os

from observing import ObserverTest, main, ns, run

FIRST, SECOND = "vt-first", "vt-second"


class Links(ObserverTest):
    def setUp(self):
        super().setUp()
        for name in (FIRST, SECOND):
            run("ip", "netns", "add", name)
            self.addCleanup(run, "ip", "netns", "delete", name)

    def inode(self, name):
        return os.stat(f"/run/netns/{name}").st_ino

    def ip(self, name, *command):
        return json.loads(run("ip", "-n", name, "-j", "-s", "-d", *command))

    def rows(self, stream, netns):
        return {row["name"]: row for row in stream.tables["links"].values()
                if row["netns"] == netns}

    def compare(self, stream, name):
        """All interfaces of a named namespace are told as ip tells them."""
        rows, oracle = self.rows(stream, self.inode(name)), self.ip(name, "address")
        self.assertEqual(set(rows), {link["ifname"] for link in oracle})
        for link in oracle:
            row = rows[link["ifname"]]
            self.assertEqual(row["index"], link["ifindex"])
            self.assertEqual(row["mtu"], link["mtu"])
            self.assertEqual(row["mac"], link["address"])
            self.assertEqual(row["operState"], link["operstate"].lower())
            self.assertEqual(row["up"], "UP" in link["flags"])
            self.assertEqual(row["kind"], link.get("linkinfo", {}).get("info_kind", "loopback"))
            self.assertEqual(row["addresses"], [f"{entry['local']}/{entry['prefixlen']}"
                                                for entry in link["addr_info"]])

    def test_a_veth_pair_between_two_namespaces(self):
        run("ip", "-n", FIRST, "link", "add", "left", "type", "veth",
            "peer", "name", "right", "netns", SECOND)
        run("ip", "-n", FIRST, "address", "add", "192.0.2.1/24", "dev", "left")
        run("ip", "-n", SECOND, "link", "set", "right", "up")
        stream = self.subscribe(tables=["links"])
        stream.apply()
        self.compare(stream, FIRST)
        self.compare(stream, SECOND)
        first, second = self.inode(FIRST), self.inode(SECOND)
        left, right = self.rows(stream, first)["left"], self.rows(stream, second)["right"]
        self.assertEqual((left["peerNetns"], left["peerIndex"]), (second, right["index"]))
        self.assertEqual((right["peerNetns"], right["peerIndex"]), (first, left["index"]))
        self.assertEqual(left["addresses"], ["192.0.2.1/24"])

    def test_ends_with_equal_indexes(self):
        run("ip", "-n", FIRST, "link", "add", "left", "index", "77", "type", "veth",
            "peer", "name", "right", "index", "77", "netns", SECOND)
        stream = self.subscribe(tables=["links"])
        stream.apply()
        left = self.rows(stream, self.inode(FIRST))["left"]
        self.assertEqual((left["peerNetns"], left["peerIndex"]), (self.inode(SECOND), 77))

    def test_both_ends_in_one_namespace_and_a_bridge(self):
        run("ip", "-n", FIRST, "link", "add", "one", "type", "veth", "peer", "name", "two")
        run("ip", "-n", FIRST, "link", "add", "bridge", "type", "bridge")
        run("ip", "-n", FIRST, "link", "set", "one", "master", "bridge", "up")
        stream = self.subscribe(tables=["links"])
        stream.apply()
        self.compare(stream, FIRST)
        rows, here = self.rows(stream, self.inode(FIRST)), self.inode(FIRST)
        self.assertEqual((rows["one"]["peerNetns"], rows["one"]["peerIndex"]),
                         (here, rows["two"]["index"]))
        self.assertEqual(rows["one"]["master"], rows["bridge"]["index"])
        self.assertEqual((rows["bridge"]["peerNetns"], rows["bridge"]["peerIndex"]), (0, 0))

    def test_a_link_on_top_of_another_has_no_peer(self):
        run("ip", "-n", FIRST, "link", "add", "below", "type", "veth", "peer", "name", "other")
        run("ip", "-n", FIRST, "link", "add", "link", "below", "name", "above", "type", "macvlan")
        stream = self.subscribe(tables=["links"])
        stream.apply()
        row = self.rows(stream, self.inode(FIRST))["above"]
        self.assertEqual((row["kind"], row["peerNetns"], row["peerIndex"]), ("macvlan", 0, 0))

    def test_counters_are_the_kernels(self):
        run("ip", "-n", FIRST, "link", "set", "lo", "up")
        run("ip", "netns", "exec", FIRST, "python3", "-c",
            "import socket; s=socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
            "for _ in range(10): s.sendto(b'x'*1000, ('127.0.0.1', 9))")
        counted = self.ip(FIRST, "link", "show", "lo")[0]["stats64"]
        stream = self.subscribe(tables=["links"])
        stream.apply()
        row = self.rows(stream, self.inode(FIRST))["lo"]
        self.assertGreaterEqual(row["rxBytes"], 10_000)
        self.assertEqual((row["rxBytes"], row["txPackets"]),
                         (counted["rx"]["bytes"], counted["tx"]["packets"]))

    def test_a_namespace_that_goes_and_another_one_that_comes(self):
        stream = self.subscribe(tables=["links"])
        inodes = lambda: {row["netns"] for row in stream.tables["links"].values()}
        stream.until(lambda: self.inode(SECOND) in inodes())
        for _ in range(10):  # the kernel likes to give the same inode again
            run("ip", "netns", "add", "vt-brief")
            inode = self.inode("vt-brief")
            run("ip", "-n", "vt-brief", "link", "add", "brief", "type", "bridge")
            stream.until(lambda: "brief" in self.rows(stream, inode))
            run("ip", "netns", "delete", "vt-brief")
            stream.until(lambda: inode not in inodes())
        self.compare(stream, FIRST)

    def test_the_observer_keeps_no_namespace_alive(self):
        stream = self.subscribe(tables=["links", "namespaces"])
        child = self.spawn("unshare", "-n", "sleep", "1000")
        inode = ns(self.executing(child), "net")
        stream.until(lambda: f"{inode}/1" in stream.tables["links"])
        child.kill()
        child.wait()
        stream.until(lambda: f"{inode}/1" not in stream.tables["links"])
        held = {os.readlink(f"/proc/{self.observer.pid}/fd/{file}")
                for file in os.listdir(f"/proc/{self.observer.pid}/fd")}
        self.assertFalse([name for name in held if name.startswith(("net:", "user:", "mnt:"))])

    def test_links_of_a_workload(self):
        child = self.spawn("unshare", "-npf", "--kill-child", "sleep", "1000")
        leader = self.executing(child)
        self.workload("w", leader=leader)
        stream = self.subscribe(tables=["links", "namespaces", "processes"], workload="w")
        stream.until(lambda: stream.tables["links"])
        self.assertEqual([(row["name"], row["netns"], row["workload"])
                          for row in stream.tables["links"].values()],
                         [("lo", ns(leader, "net"), "w")])
        self.assertEqual([row["pid"] for row in stream.tables["processes"].values()], [leader])
        self.assertEqual(set(stream.tables["namespaces"]),
                         {f"net:{ns(leader, 'net')}", f"pid:{ns(leader, 'pid')}"})


if __name__ == "__main__":
    main()
