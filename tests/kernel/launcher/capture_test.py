# SPDX-License-Identifier: GPL-3.0-or-later
"""Packets of links, captured by the real launcher while they are really sent."""

import json
import os
import pathlib
import socket
import struct
import time
import unittest

from launcher import wait_until
from network_test import NetworkTest, fetch, links, run
from pcapng import Capture

ASLEEP = ["sleep", "1000"]
IP, VLAN, ANY = 0x0800, 0x8100, 0x0003


def recorders():
    """Processes that capture."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "comm").read_text().strip() == "vitrine-capture":
                found.append(entry)
        except OSError:
            pass
    return found


def addresses(packet):
    """(source, destination) of an IPv4 packet."""
    if len(packet.data) < 34 or packet.data[12:14] != struct.pack("!H", IP):
        return None
    return tuple(socket.inet_ntoa(packet.data[at:at + 4]) for at in (26, 30))


class CaptureTest(NetworkTest):
    def setUp(self):
        super().setUp()
        self.captures = []

    def end(self):
        for capture in self.captures:
            capture.close()
        wait_until(lambda: not recorders(), "whoever read is gone, and so is who wrote")
        super().end()

    def capture(self, **link):
        _, descriptors = self.launcher.result(self.launcher.send("capture", **link))
        self.captures.append(Capture(descriptors[0]))
        return self.captures[-1]

    def pair(self):
        """Two ends of a veth pair of the host, up."""
        run("ip", "link", "add", "cap0", "type", "veth", "peer", "name", "cap1")
        for name in ("cap0", "cap1"):
            pathlib.Path(f"/proc/sys/net/ipv6/conf/{name}/disable_ipv6").write_text("1") # nothing of its own
            run("ip", "link", "set", name, "up")


class LinksTest(CaptureTest):
    def test_what_comes_to_a_container_and_leaves_it(self):
        self.network("lan")
        web, client = self.server("lan", name="web"), self.started(ASLEEP, ["lan"], name="client")
        there, here = (row["connections"][0]["address"] for row in (web, client))
        before = time.time_ns()
        capture = self.capture(container=web["id"])
        self.assertEqual((capture.name, capture.link), ("eth0", 1))
        self.assertReaches(client, f"http://{there}/", "page of web")
        request = capture.until(lambda packet: b"GET / HTTP" in packet.data)
        answer = capture.until(lambda packet: b"page of web" in packet.data)
        self.assertEqual((addresses(request), request.outbound), ((here, there), False))
        self.assertEqual((addresses(answer), answer.outbound), ((there, here), True))
        self.assertTrue(before < request.time < answer.time < time.time_ns())
        self.assertEqual(request.length, len(request.data))
        self.assertEqual(request.data[6:12].hex(":"), client["connections"][0]["mac"])

    def test_what_passes_a_network(self):
        network = self.network("lan")
        web, client = self.server("lan", name="web"), self.started(ASLEEP, ["lan"])
        capture = self.capture(network=network)
        self.assertEqual(capture.name, "vt-lan")
        self.assertReaches(client, f"http://{web['connections'][0]['address']}/", "page of web")
        fetch(f"http://{web['connections'][0]['address']}/") # from this computer
        gateway = gateway_of("vt-lan")
        capture.until(lambda packet: addresses(packet) == (gateway, web["connections"][0]["address"]))

    def test_an_interface_of_this_computer(self):
        capture = self.capture(interface="lo")
        sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sender.sendto(b"a word in private", ("127.0.0.1", 9))
        self.assertEqual(addresses(capture.until(lambda packet: b"a word in private" in packet.data)),
                         ("127.0.0.1", "127.0.0.1"))
        sender.close()

    def test_a_tag_is_put_back_into_its_frame(self):
        self.pair()
        capture = self.capture(interface="cap1")
        frame = bytes(range(12)) + struct.pack("!HHH", VLAN, 42, 0x88b5) + b"tagged" * 10
        sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        sender.bind(("cap0", 0))
        sender.send(frame)
        sender.close()
        packet = capture.until(lambda packet: b"tagged" in packet.data)
        self.assertEqual((packet.data, packet.length), (frame, len(frame)))
        run("ip", "link", "delete", "cap0")

    def test_what_cannot_be_captured(self):
        network = self.network("lan")
        stopped = self.launcher.create(name="stopped", networks=[{"network": "lan"}])
        alone = self.started(ASLEEP, [], name="alone")["id"]
        self.refused("Busy", "'stopped' does not run", "capture", container=stopped)
        self.refused("InvalidSpec", "'alone' is in no network", "capture", container=alone)
        self.refused("NotFound", "no interface 'eth7'", "capture", container=alone, interface="eth7")
        self.refused("NotFound", "no interface 'eth7'", "capture", interface="eth7")
        self.refused("NotFound", "", "capture", container="nothing")
        self.refused("NotFound", "", "capture", network="nothing")
        self.refused("InvalidSpec", "", "capture", container=alone, network=network)
        self.refused("InvalidSpec", "", "capture", network=network, interface="lo")
        self.refused("InvalidSpec", "", "capture")
        self.refused("InvalidSpec", "", "capture", interface="lo", wish=True)
        self.assertEqual(self.capture(container=alone, interface="lo").name, "lo")


class EndTest(CaptureTest):
    def test_it_may_do_nothing_else(self):
        self.capture(interface="lo")
        recorder, = recorders()
        status = dict(line.split(":\t", 1) for line in (recorder / "status").read_text().splitlines() if ":\t" in line)
        self.assertEqual((int(status["CapEff"], 16), int(status["CapBnd"], 16), status["NoNewPrivs"]), (0, 0, "1"))
        self.assertEqual(sorted(int(entry.name) for entry in (recorder / "fd").iterdir()), [0, 1, 2, 3, 4])

    def test_it_ends_with_the_reader(self):
        self.capture(interface="lo").close()
        self.captures.clear()
        wait_until(lambda: not recorders(), "it ends")

    def test_it_ends_with_the_container(self):
        self.network("lan")
        row = self.started(ASLEEP, ["lan"])
        capture = self.capture(container=row["id"])
        sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for word in (b"first", b"second"):
            sender.sendto(word, (row["connections"][0]["address"], 9))
        sender.close()
        capture.until(lambda packet: b"second" in packet.data)
        self.launcher.call("stop", container=row["id"])
        capture.rest()
        self.assertEqual(capture.statistics, (len(capture.packets), 0))

    def test_one_who_does_not_read_holds_no_network_namespace(self):
        self.network("lan")
        row = self.started(ASLEEP, ["lan"])
        self.capture(container=row["id"])
        self.launcher.call("stop", container=row["id"])
        wait_until(lambda: not recorders(), "it ends")

    def test_a_slow_reader_keeps_nobody_on_the_network(self):
        self.network("lan")
        row = self.started(ASLEEP, ["lan"])
        connection, = row["connections"]
        capture = self.capture(container=row["id"])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for _ in range(6000):
                sender.sendto(bytes(1400), (connection["address"], 9))
        self.launcher.call("delete", container=row["id"])

        def gone():
            os.read(capture.descriptor, 4096)  # as over a slow line
            time.sleep(0.3)
            return connection["port"] not in links()
        wait_until(gone, "its interface is gone")

    def test_it_ends_with_the_link(self):
        self.pair()
        capture = self.capture(interface="cap1")
        run("ip", "link", "set", "cap1", "down")
        run("ip", "link", "set", "cap1", "up") # goes on
        sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        sender.bind(("cap0", 0))
        sender.send(bytes(12) + struct.pack("!H", 0x88b5) + b"after all" * 8)
        sender.close()
        capture.until(lambda packet: b"after all" in packet.data)
        run("ip", "link", "delete", "cap0")
        capture.rest()
        self.assertEqual(capture.statistics, (len(capture.packets), 0))

    def test_what_a_slow_reader_loses_is_counted(self):
        self.pair()
        capture = self.capture(interface="cap1")
        sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        sender.bind(("cap0", 0))
        frame, count = bytes(12) + struct.pack("!H", 0x88b5) + bytes(1480), 40000
        for _ in range(count):
            sender.send(frame)
        sender.close()
        # It is not read from: pipe, output and socket are full. Then all is read to its end.
        run("ip", "link", "delete", "cap0")
        capture.rest(patience=60)
        received, dropped = capture.statistics
        self.assertGreater(dropped, 0)
        self.assertEqual(received - dropped, len(capture.packets))
        self.assertLessEqual(received, count) # the kernel may lose some before they come to the link


def gateway_of(bridge):
    rows = json.loads(run("ip", "-j", "addr", "show", bridge))[0]["addr_info"]
    return next(row["local"] for row in rows if row["family"] == "inet")


if __name__ == "__main__":
    unittest.main(verbosity=2)
