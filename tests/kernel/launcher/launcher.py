# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of vitrine-launcher (helper/launcher/protocol.h) for tests."""

import array
import contextlib
import json
import os
import pathlib
import socket
import struct
import subprocess
import tempfile
import time
import unittest

PROGRAMS = pathlib.Path(os.environ["VITRINE_PROGRAMS"])
PATIENCE = 60  # seconds; a machine under load is slow, a hang is not


class Refused(Exception):
    """The launcher's error reply; ERROR as in protocol.h."""

    def __init__(self, error):
        super().__init__(f"{error['name']}: {error['text']} ({error['object']} {error['call']} "
                         f"{error['errnoText']})")
        self.error = error


def wait_until(condition, what="it comes true"):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"did not happen: {what}")
        time.sleep(0.02)


def wait_for_empty_trash(base):
    """The files of what was deleted go while nobody waits."""
    wait_until(lambda: not os.listdir(base / "data/trash"), "the trash is emptied")


@contextlib.contextmanager
def device_for_all(path):
    """Meanwhile everybody may open the device at PATH, as where udev runs; in a mount namespace of our own."""
    with tempfile.TemporaryDirectory(dir="/run") as folder:
        node = pathlib.Path(folder) / "device"
        os.mknod(node, 0o20666, os.stat(path).st_rdev)
        os.chmod(node, 0o666)
        subprocess.run(["mount", "--bind", node, path], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", path], check=True)


def receive_with_descriptors(sock):
    """One datagram and the descriptors that came with it."""
    body, ancillary, _, _ = sock.recvmsg(256 * 1024, socket.CMSG_SPACE(8 * 4))
    descriptors = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(data[:len(data) - len(data) % descriptors.itemsize])
    return body, list(descriptors)


class Console:
    """A console socket (helper/api/console_protocol.h)."""

    def __init__(self, descriptor):
        self.socket = socket.socket(fileno=descriptor)
        self.socket.settimeout(PATIENCE)
        self.output = b""
        self.errors = b""
        self.status = None
        self.session = None

    def write(self, text):
        self.socket.send(b"i" + text.encode())

    def end_of_input(self):
        try:
            self.socket.send(b"e")
        except BrokenPipeError:
            pass # it has ended: what it said still waits

    def resize(self, rows, columns):
        self.socket.send(b"r" + struct.pack("<HH", rows, columns))

    def signal(self, number):
        self.socket.send(b"k" + bytes([number]))

    def detach(self):
        self.socket.send(b"d")
        self.socket.close()

    def read(self):
        """Take one message; False at the end."""
        try:
            message = self.socket.recv(64 * 1024)
        except ConnectionResetError: # it went without reading our last; what it said still waits
            message = self.socket.recv(64 * 1024)
        kind, body = message[:1], message[1:]
        if kind == b"o":
            self.output += body
        elif kind == b"E":
            self.errors += body
        elif kind == b"s":
            self.session = body.decode()
        elif kind == b"x":
            self.status = struct.unpack("<i", body)[0]
        return bool(message) and kind not in (b"x", b"f")

    def read_until(self, text):
        wanted = text.encode()
        while wanted not in self.output:
            if not self.read():
                raise AssertionError(f"console ended before {text!r}: {self.output!r}")
        return self.output.decode()

    def read_all(self):
        while self.read():
            pass
        return self.output.decode()

    def close(self):
        self.socket.close()


class Launcher:
    """A running vitrine-launcher and the conversation with it."""

    def __init__(self, base, wrapper=()):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.base = pathlib.Path(base)
        self.process = subprocess.Popen(
            [*wrapper, PROGRAMS / "vitrine-launcher", "--socket", str(theirs.fileno()),
             "--data", self.base / "data", "--runtime", self.base / "run"],
            pass_fds=[theirs.fileno()], stderr=subprocess.PIPE, text=True)
        theirs.close()
        self.socket = ours
        self.socket.settimeout(PATIENCE)
        self.events = []
        self.next_id = 0
        self.containers = {}
        self.sessions = {}
        self.networks = {}

    def __enter__(self):
        self.call("hello", version=1)
        self.call("list")
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Hang up; the launcher goes when its daemon has gone."""
        self.socket.close()
        self.process.wait(PATIENCE)
        self.process.stderr.close()

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.close()

    def receive(self):
        body, descriptors = receive_with_descriptors(self.socket)
        if not body:
            raise EOFError("the launcher has gone")
        message = json.loads(body)
        if message.get("event") == "container":
            row = message["container"]
            self.containers.setdefault(row["id"], {}).update(row)
        elif message.get("event") == "removed":
            self.containers.pop(message["container"], None)
        elif message.get("event") == "network":
            self.networks[message["network"]["id"]] = message["network"]
        elif message.get("event") == "network-removed":
            self.networks.pop(message["network"], None)
        elif message.get("event") == "sessions":
            self.sessions[message["container"]] = message["sessions"]
        return message, descriptors

    def send(self, call, **arguments):
        self.next_id += 1
        body = {"id": self.next_id, "call": call, "args": arguments}
        self.socket.send(json.dumps(body).encode())
        return self.next_id

    def result(self, request):
        """Wait for the reply to REQUEST: (result, descriptors), or Refused."""
        while True:
            message, descriptors = self.receive()
            if message.get("id") != request:
                continue
            if "error" in message:
                raise Refused(message["error"])
            if "result" in message:
                return message["result"], descriptors

    def call(self, call, **arguments):
        return self.result(self.send(call, **arguments))[0]

    def open(self, call, **arguments):
        _, descriptors = self.result(self.send(call, **arguments))
        return Console(descriptors[0])

    def wait_state(self, container, state):
        deadline = time.monotonic() + PATIENCE
        while self.containers.get(container, {}).get("state") != state:
            if time.monotonic() > deadline:
                raise AssertionError(f"{container} never became {state}")
            self.receive()
        return self.containers[container]

    def wait_sessions(self, container, condition):
        """Until CONDITION holds for the list of its sessions; that list."""
        deadline = time.monotonic() + PATIENCE
        while not condition(self.sessions.get(container, [])):
            if time.monotonic() > deadline:
                raise AssertionError(f"sessions are still {self.sessions.get(container)}")
            self.receive()
        return self.sessions.get(container, [])

    def create(self, uid=None, **spec):
        spec.setdefault("image", "busybox")
        uid = os.geteuid() if uid is None else uid
        return self.call("create", spec=spec, uid=uid)["container"]

    def run(self, *command, uid=None, **spec):
        """Create, start, wait for the end: (output, exit status); the container stays."""
        container = self.create(uid=uid, command=list(command), terminal=False, **spec)
        self.call("start", container=container)
        self.wait_state(container, "stopped")
        console = self.open("console", container=container)
        return console.read_all(), self.containers[container]["exitStatus"]

    def exec(self, container, *command, **options):
        """Run in a container: (output, errors, wait status)."""
        console = self.open("exec", container=container, command=list(command), **options)
        console.read_all()
        console.close()
        return console.output.decode(), console.errors.decode(), console.status


def scratch():
    """A directory on a disk file system: overlays need one for their upper layer."""
    return tempfile.TemporaryDirectory(prefix="vitrine-test-", dir="/var/tmp",
                                       ignore_cleanup_errors=True)


class LauncherTest(unittest.TestCase):
    """A launcher with storage of its own; all its containers are gone at the end."""
    user = 0  # whose launcher it is
    wrapper = ()  # what makes it that user's

    def setUp(self):
        folder = scratch()
        self.addCleanup(folder.cleanup)
        os.chmod(folder.name, 0o755)
        self.base = pathlib.Path(folder.name) / "home"
        self.base.mkdir()
        os.chown(self.base, self.user, self.user)
        self.begin()
        self.addCleanup(self.end)

    def begin(self):
        self.launcher = Launcher(self.base, self.wrapper)
        self.launcher.__enter__()

    def end(self):
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        wait_for_empty_trash(self.base)
        self.launcher.close()
        for storage in ("run/containers", "data/containers"):
            self.assertEqual(os.listdir(self.base / storage), [])

    def restart_launcher(self, while_gone=lambda: None):
        """The launcher is killed, and another one takes its place."""
        self.launcher.kill()
        while_gone()
        self.begin()

    def row(self, container):
        return self.launcher.containers[container]

    def wait(self, container, condition):
        """The container's row, once CONDITION is true of it."""
        deadline = time.monotonic() + PATIENCE
        while not condition(self.row(container)):
            self.assertLess(time.monotonic(), deadline, self.row(container))
            self.launcher.receive()
        return self.row(container)
