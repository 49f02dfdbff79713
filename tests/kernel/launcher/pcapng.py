# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader of pcapng by its draft (draft-ietf-opsawg-pcapng), which takes nothing for granted."""

import os
import select
import struct
import time

SECTION, INTERFACE, STATISTICS, PACKET = 0x0A0D0D0A, 1, 5, 6


def options_of(data):
    """{code: value}; they end with a zero option, and nothing stands behind that."""
    found = {}
    while True:
        code, length = struct.unpack_from("=HH", data)
        value, data = data[4:4 + length], data[4 + (length + 3) // 4 * 4:]
        if code == 0:
            if length or data:
                raise AssertionError(f"after the options: {data!r}")
            return found
        found[code] = value


class Packet:
    def __init__(self, body):
        self.interface, high, low, kept, self.length = struct.unpack_from("=IIIII", body)
        self.time = high << 32 | low # ns, as the interface says
        self.data = body[20:20 + kept]
        self.outbound = struct.unpack("=I", options_of(body[20 + (kept + 3) // 4 * 4:])[2])[0] & 3 == 2


class Capture:
    """What comes from a descriptor, block by block."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.data = b""
        self.packets = []
        self.statistics = None # (received, dropped): the last block
        self.ended = False
        kind, body = self.block()
        assert kind == SECTION, kind
        order, major, minor, length = struct.unpack_from("=IHHq", body)
        assert (order, major, minor, length) == (0x1A2B3C4D, 1, 0, -1)
        options_of(body[16:])
        kind, body = self.block()
        assert kind == INTERFACE, kind
        self.link, reserved, self.snap = struct.unpack_from("=HHI", body)
        options = options_of(body[8:])
        self.name, resolution = options[2].decode(), options[9]
        assert (reserved, resolution) == (0, b"\x09")

    def close(self):
        os.close(self.descriptor)

    def more(self, patience):
        if not select.select([self.descriptor], [], [], patience)[0]:
            return False
        piece = os.read(self.descriptor, 1 << 20)
        self.ended = not piece
        self.data += piece
        return bool(piece)

    def block(self, patience=5):
        """(type, body), or None when there is none in PATIENCE seconds or ever."""
        while True:
            if len(self.data) >= 12:
                kind, length = struct.unpack_from("=II", self.data)
                assert length >= 12 and length % 4 == 0, length
                if len(self.data) >= length:
                    body, end = self.data[8:length - 4], struct.unpack_from("=I", self.data, length - 4)[0]
                    assert end == length, (end, length)
                    self.data = self.data[length:]
                    return kind, body
            if not self.more(patience):
                assert not (self.ended and self.data), "it ends within a block"
                return None

    def read(self, patience=0.2):
        """All packets that there are now."""
        while found := self.block(patience):
            kind, body = found
            assert self.statistics is None, "something after the statistics"
            if kind == PACKET:
                self.packets.append(Packet(body))
            else:
                assert kind == STATISTICS, kind
                options = options_of(body[12:])
                self.statistics = tuple(struct.unpack("=Q", options[code])[0] for code in (4, 5))
        return self.packets

    def until(self, condition, patience=10):
        """The first packet for which CONDITION holds."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            for packet in self.read():
                if condition(packet):
                    return packet
        raise AssertionError(f"no such packet among {[packet.data for packet in self.packets]}")

    def rest(self, patience=10):
        """Until its end."""
        deadline = time.monotonic() + patience
        while not self.ended:
            assert time.monotonic() < deadline, "it does not end"
            self.read()
        return self.packets
