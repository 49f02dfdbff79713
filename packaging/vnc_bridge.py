#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""vnc_bridge.py [--port N] [--size WxH] COMMAND…: show a Qt program over VNC, to its user only.

Qt's platform plugin "vnc" listens on every interface of the machine and asks for no password (Qt
6.4 has no option for either). So the program runs in a network namespace of its own, with nothing
in it but lo, and the port that it serves there is reached through this bridge alone: a socket on
127.0.0.1 of the real machine that serves only programs of our own uid, and root's. Without
privileges the namespace comes with a user namespace, in which we keep our uid. Abstract sockets
(X11, some session buses) cannot be reached from there; sockets that are files can.
"""

import argparse
import asyncio
import ctypes
import fcntl
import os
import re
import signal
import socket
import struct
import sys

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
INNER_PORT = 5900
LAST_PORT = 5999


def listen(port):
    """A socket on 127.0.0.1 at PORT or, when that is in use, at the next free one."""
    for candidate in range(port, max(port, LAST_PORT) + 1):
        try:
            return socket.create_server(("127.0.0.1", candidate))
        except OSError as error:
            last = error
    raise SystemExit(f"vnc_bridge: no port from {port} to {LAST_PORT} is free: {last}")


def enter_network_namespace():
    """Move this process into a network namespace that holds nothing but lo, and set that up."""
    uid, gid = os.geteuid(), os.getegid()
    flags = CLONE_NEWNET | (CLONE_NEWUSER if uid else 0)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags):
        why = os.strerror(ctypes.get_errno())
        raise SystemExit(f"vnc_bridge: no network namespace to be had ({why}); without one the VNC "
                         "port would be open to the whole network, so the window is not served")
    if uid:
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"),
                           ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = fcntl.ioctl(control, SIOCGIFFLAGS, struct.pack("16sh22x", b"lo", 0))
        up = struct.unpack("16sh22x", request)[1] | IFF_UP
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", up))


def owner(table, ours, theirs):
    """The uid that owns the other end of a loopback connection, from a /proc/net/tcp table."""
    def as_kernel(address):
        word = struct.unpack("=I", socket.inet_aton(address[0]))[0]
        return f"{word:08X}:{address[1]:04X}"
    table.seek(0)
    for row in table.read().splitlines()[1:]:
        fields = row.split()
        if fields[1] == as_kernel(theirs) and fields[2] == as_kernel(ours):
            return int(fields[7])
    return None


async def pump(reader, writer):
    """Hand bytes on until the sender has no more or either side is gone."""
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()


async def serve(reader, writer, table):
    """Connect one viewer with the program."""
    ours, theirs = writer.get_extra_info("sockname"), writer.get_extra_info("peername")
    uid = owner(table, ours, theirs)
    if uid not in (0, os.geteuid()):
        print(f"vnc_bridge: turned away a viewer of uid {uid}", file=sys.stderr)
        writer.close()
        return
    try:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", INNER_PORT)
    except OSError as error:
        print(f"vnc_bridge: the program does not serve VNC: {error}", file=sys.stderr)
        writer.close()
        return
    await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))


def end(program):
    if program.returncode is None:
        program.terminate()


async def run(listener, table, size, command):
    environment = {**os.environ, "QT_QPA_PLATFORM": f"vnc:size={size}:port={INNER_PORT}"}
    program = await asyncio.create_subprocess_exec(*command, env=environment)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, end, program)
    server = await asyncio.start_server(
        lambda reader, writer: serve(reader, writer, table), sock=listener)
    port = listener.getsockname()[1]
    print(f"There is no display: the window is served over VNC on 127.0.0.1, port {port}.\n"
          f"  here:             vncviewer 127.0.0.1:{port}\n"
          f"  from elsewhere:   ssh -L {port}:127.0.0.1:{port} THIS-MACHINE, then the same there",
          flush=True)
    async with server:
        return await program.wait()


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--port", type=int, default=5900)
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if not options.command or not re.fullmatch(r"\d+x\d+", options.size):
        parser.error("wants a command and a size like 1280x800")
    # Both belong to the machine's network namespace for good: they are opened before we leave it.
    listener = listen(options.port)
    with open("/proc/self/net/tcp", encoding="ascii") as table:
        enter_network_namespace()
        status = asyncio.run(run(listener, table, options.size, options.command))
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main())
