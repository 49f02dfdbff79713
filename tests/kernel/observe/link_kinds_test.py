# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of network interface that this kernel can make, against ip -details."""

import json
import os
import pwd
import subprocess

from observing import ObserverTest, main, run

HERE, OTHER = "vt-kinds", "vt-kinds-other"

# kind: arguments of `ip link add`, then {our name: where ip has it}
KINDS = {
    "bridge": (["new", "type", "bridge", "stp_state", "1"], {"stp": "stp_state"}),
    "vlan": (["link", "base", "name", "new", "type", "vlan", "id", "5", "protocol", "802.1ad"],
             {"id": "id", "protocol": "protocol"}),
    "vxlan": (["new", "type", "vxlan", "id", "7", "dev", "base", "remote", "192.0.2.9", "local",
               "192.0.2.8", "dstport", "4789"],
              {"id": "id", "port": "port", "remote": "remote", "local": "local"}),
    "geneve": (["new", "type", "geneve", "id", "9", "remote", "192.0.2.9"], {"id": "id"}),
    "macvlan": (["link", "base", "name", "new", "type", "macvlan", "mode", "private"],
                {"mode": "mode"}),
    "macvtap": (["link", "base", "name", "new", "type", "macvtap", "mode", "bridge"],
                {"mode": "mode"}),
    "ipvlan": (["link", "base", "name", "new", "type", "ipvlan", "mode", "l3"], {"mode": "mode"}),
    "bond": (["new", "type", "bond", "mode", "active-backup"], {"mode": "mode"}),
    "vrf": (["new", "type", "vrf", "table", "10"], {"table": "table"}),
    "wireguard": (["new", "type", "wireguard"], {}),
    "dummy": (["new", "type", "dummy"], {}),
    "ifb": (["new", "type", "ifb"], {}),
}
ON = {0: "off", 1: "on", False: "off", True: "on"}


class LinkKinds(ObserverTest):
    def setUp(self):
        super().setUp()
        for name in (HERE, OTHER):
            run("ip", "netns", "add", name)
            self.addCleanup(run, "ip", "netns", "delete", name)
        self.ip("link", "add", "base", "type", "veth", "peer", "name", "end")
        self.ip("link", "set", "base", "up")

    def ip(self, *arguments):
        return run("ip", "-n", HERE, *arguments)

    def told(self, name="new", netns=HERE):
        link, = json.loads(run("ip", "-n", netns, "-j", "-d", "-s", "link", "show", name))
        return link

    def row(self, name="new", netns=HERE):
        stream = self.subscribe(tables=["links"])
        stream.apply()
        inode = os.stat(f"/run/netns/{netns}").st_ino
        stream.close()
        row, = [row for row in stream.tables["links"].values()
                if (row["netns"], row["name"]) == (inode, name)]
        return row

    def make(self, kind):
        """True when there is one now; else why not is said."""
        done = subprocess.run(["ip", "-n", HERE, "link", "add", *KINDS[kind][0]],
                              capture_output=True, text=True)
        if done.returncode != 0:
            print(f"\nSKIP: links of kind {kind}: this kernel makes none: {done.stderr.strip()}",
                  flush=True)
        return done.returncode == 0

    def test_each_kind_is_told_as_ip_tells_it(self):
        made = 0
        for kind, (_, names) in KINDS.items():
            with self.subTest(kind):
                if not self.make(kind):
                    continue
                made += 1
                told, row = self.told(), self.row()
                self.assertEqual(row["kind"], kind)
                data = told["linkinfo"].get("info_data", {})
                row["details"].pop("vlanFiltering", None)  # only kernels with vlans have it
                shown = lambda value: ON[value] if value in (0, 1) else str(value)
                self.assertEqual(row["details"],
                                 {ours: shown(data[theirs]) for ours, theirs in names.items()})
                below = "base" if "base" in KINDS[kind][0] else None
                base = self.told("base")["ifindex"]
                here = os.stat(f"/run/netns/{HERE}").st_ino
                self.assertEqual((row["parentNetns"], row["parentIndex"]),
                                 (here, base) if below else (0, 0))
                self.ip("link", "delete", "new")
        self.assertGreaterEqual(made, 3)  # a kernel without any of them would prove nothing

    def test_a_tap_of_a_user(self):
        nobody = pwd.getpwnam("nobody").pw_uid
        self.ip("tuntap", "add", "new", "mode", "tap", "user", "nobody")
        self.assertEqual((self.row()["kind"], self.row()["details"]),
                         ("tun", {"type": "tap", "owner": str(nobody), "persistent": "on"}))
        self.ip("tuntap", "add", "brief", "mode", "tun", "group", "0")
        self.assertEqual(self.row("brief")["details"],
                         {"type": "tun", "group": "0", "persistent": "on"})

    def test_a_port_of_a_bridge(self):
        self.ip("link", "add", "new", "type", "bridge")
        self.ip("link", "set", "base", "master", "new")
        for link in ("new", "end"):
            self.ip("link", "set", link, "up")
        told = self.told("base")
        row = self.row("base")
        self.assertEqual(row["master"], self.told()["ifindex"])
        self.assertEqual(row["details"], {"portState": told["linkinfo"]["info_slave_data"]["state"]})
        self.ip("link", "set", "base", "nomaster")
        self.assertEqual(self.row("base")["details"], {})

    def test_a_link_whose_device_is_elsewhere(self):
        if not self.make("macvlan"):
            return
        self.ip("link", "set", "new", "netns", OTHER)
        row, told = self.row(netns=OTHER), self.told(netns=OTHER)
        self.assertEqual((row["parentNetns"], row["parentIndex"]),
                         (os.stat(f"/run/netns/{HERE}").st_ino, told["link_index"]))
        self.assertEqual((row["peerNetns"], row["peerIndex"]), (0, 0))

    def test_carrier_and_what_went_wrong(self):
        self.assertFalse(self.row("base")["carrier"])  # its other end is down
        self.ip("link", "set", "end", "up")
        self.assertTrue(self.row("base")["carrier"])
        # Frames of a protocol that nobody here speaks.
        run("ip", "netns", "exec", HERE, "python3", "-c",
            "import socket; s=socket.socket(socket.AF_PACKET, socket.SOCK_RAW); s.bind(('base', 0))\n"
            "for _ in range(10): s.send(b'\\xff'*12 + b'\\x88\\xb5' + bytes(50))")
        stats, row = self.told("end")["stats64"], self.row("end")
        self.assertEqual([row[name] for name in ("rxErrors", "txErrors", "rxDropped", "txDropped")],
                         [stats["rx"]["errors"], stats["tx"]["errors"], stats["rx"]["dropped"],
                          stats["tx"]["dropped"]])
        self.assertGreaterEqual(row["rxDropped"], 10)


if __name__ == "__main__":
    main()
