# SPDX-License-Identifier: GPL-3.0-or-later
"""A private message bus, the real helper on it, and clients of it, for the tests in this folder.

The programs under test are in the folder that the environment's VITRINE_BIN names.
"""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

SKIPPED = 77
BIN = pathlib.Path(os.environ.get("VITRINE_BIN", "."))
SOURCE = pathlib.Path(__file__).resolve().parents[2]

try:
    from gi.repository import Gio, GLib
except ImportError:
    print("SKIP: python3-gi is not installed")
    sys.exit(SKIPPED)

NAME = "org.vitrine.Helper1"
ROOT = "/org/vitrine"
MANAGER = "org.vitrine.Manager1"
WORKLOAD = "org.vitrine.Workload1"
CONTAINER = "org.vitrine.Container1"
IMAGE = "org.vitrine.Image1"
JOB = "org.vitrine.Job1"
PROPERTIES = "org.freedesktop.DBus.Properties"
OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"
PATIENCE = 60  # seconds until something that must happen counts as not happening

SESSION_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/> <!-- other users get this far; the helper is to refuse them -->
    <allow own="*"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
"""


class Refused(Exception):
    """An error reply: `name` without org.vitrine.Error., and its text."""

    def __init__(self, error):
        remote = Gio.DBusError.get_remote_error(error) or ""
        self.bus_name = remote
        self.name = remote.removeprefix("org.vitrine.Error.")
        self.text = error.message.removeprefix(f"GDBus.Error:{remote}: ")
        super().__init__(f"{self.name}: {self.text}")


def wait_until(condition, what, patience=PATIENCE):
    """Run the main loop until CONDITION() is true; its value."""
    deadline = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"did not happen: {what}")
        if not GLib.MainContext.default().iteration(False):
            time.sleep(0.005)


class Bus:
    """A dbus-daemon of our own, gone with close()."""

    def __init__(self, configuration=SESSION_CONFIGURATION):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vitrine-bus-"))
        self.folder.chmod(0o755)
        path = self.folder / "socket"
        config = self.folder / "bus.conf"
        config.write_text(configuration.format(socket=path))
        self.address = f"unix:path={path}"
        self.log = open(self.folder / "bus.log", "wb")
        self.process = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address"],
            stdout=subprocess.PIPE, stderr=self.log)
        self.process.stdout.readline()  # the socket is there before somebody listens on it
        path.chmod(0o666)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()
        subprocess.run(["rm", "-rf", "--", self.folder], check=True)


class Helper:
    """vitrine-helper on BUS with folders of its own."""

    def __init__(self, bus, *arguments, folder=None):
        self.bus = bus
        self.folder = pathlib.Path(folder or bus.folder)
        self.arguments = arguments or (
            "--data", str(self.folder / "data"), "--runtime", str(self.folder / "runtime"))
        self.process = None
        self.start()

    def start(self):
        client = Client(self.bus)
        environment = dict(os.environ, DBUS_SESSION_BUS_ADDRESS=self.bus.address)
        self.process = subprocess.Popen(
            [BIN / "vitrine-helper", *self.arguments], env=environment)
        try:
            wait_until(lambda: client.owner() or self.process.poll() is not None,
                       "the helper comes to the bus")
        except AssertionError:
            self.stop()
            raise
        finally:
            client.close()
        if self.process.poll() is not None:
            raise AssertionError(f"the helper ended with status {self.process.returncode}")

    def launcher(self):
        """Process id of its launcher, 0 when it has none."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for pid in children.read_text().split():
            with contextlib.suppress(OSError):
                if pathlib.Path(f"/proc/{pid}/comm").read_text().startswith("vitrine-launch"):
                    if " Z " not in pathlib.Path(f"/proc/{pid}/stat").read_text():
                        return int(pid)
        return 0

    def stop(self, number=signal.SIGTERM):
        """End it; returns when its launcher has gone, too."""
        launcher = self.launcher() if self.process.poll() is None else 0
        self.process.send_signal(number)
        status = self.process.wait()
        wait_until(lambda: not launcher or not os.path.exists(f"/proc/{launcher}/fd/0"),
                   "the launcher goes")
        return status


class Client:
    """A connection to BUS that remembers the helper's signals."""

    def __init__(self, bus):
        flags = Gio.DBusConnectionFlags
        self.connection = Gio.DBusConnection.new_for_address_sync(
            getattr(bus, "address", bus),
            flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        self.signals = []  # (path, "interface.Name", arguments)
        self.connection.signal_subscribe(
            NAME, None, None, None, None, Gio.DBusSignalFlags.NONE, self._remember)

    def _remember(self, _connection, _sender, path, interface, name, arguments):
        self.signals.append((path, f"{interface}.{name}", arguments.unpack()))

    def owner(self):
        try:
            return self.connection.call_sync(
                "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                "GetNameOwner", GLib.Variant("(s)", (NAME,)), None, 0, -1, None).unpack()[0]
        except GLib.Error:
            return ""

    def close(self):
        self.connection.close_sync(None)

    def raw(self, path, interface, method, arguments=None):
        """The reply as (GLib.Variant, [descriptor …])."""
        try:
            reply, descriptors = self.connection.call_with_unix_fd_list_sync(
                NAME, path, interface, method, arguments, None,
                Gio.DBusCallFlags.NO_AUTO_START, PATIENCE * 1000, None, None)
        except GLib.Error as error:
            raise Refused(error) from None
        return reply, descriptors.steal_fds() if descriptors else []

    def call(self, path, interface, method, arguments=None):
        """The reply's arguments: none, the only one, or a tuple."""
        values = self.raw(path, interface, method, arguments)[0].unpack()
        return values[0] if len(values) == 1 else values or None

    def get(self, path, interface, name):
        return self.call(path, PROPERTIES, "Get", GLib.Variant("(ss)", (interface, name)))

    def objects(self):
        return self.call(ROOT, OBJECT_MANAGER, "GetManagedObjects")

    def create(self, spec, start=False):
        """Path of the job."""
        return self.call(ROOT, MANAGER, "Create", GLib.Variant(
            "(a{sv}a{sv})", (variants(spec), variants({"start": start} if start else {}))))

    def plan(self, spec, options=None):
        return self.call(ROOT, MANAGER, "Plan", GLib.Variant(
            "(a{sv}a{sv})", (variants(spec), variants(options or {}))))

    def do(self, path, method, interface=WORKLOAD, **options):
        """Call METHOD, which takes only options."""
        return self.call(path, interface, method, GLib.Variant("(a{sv})", (variants(options),)))

    def open(self, path, interface, method, **options):
        """The one descriptor that METHOD hands out."""
        _, descriptors = self.raw(
            path, interface, method, GLib.Variant("(a{sv})", (variants(options),)))
        assert len(descriptors) == 1, descriptors
        return descriptors[0]

    def finished(self, job):
        """Wait for the end of JOB; its properties then."""
        wait_until(lambda: self.get(job, JOB, "State") != "running", f"{job} ends")
        return self.call(job, PROPERTIES, "GetAll", GLib.Variant("(s)", (JOB,)))

    def made(self, spec, start=False):
        """Create a container and wait for it; its path."""
        job = self.finished(self.create(spec, start))
        assert job["State"] == "done", job["Error"]
        return job["Workload"]

    def made_stubborn(self, name):
        """A container that runs and does not mind SIGTERM: stopping it takes the whole timeout."""
        path = self.made({"image": "busybox", "name": name, "command": [
            "sh", "-c", "trap true TERM; echo ready; while true; do sleep 1; done"]}, start=True)
        with contextlib.closing(Console(self.open(path, WORKLOAD, "OpenConsole"))) as console:
            console.expect("ready")
        return path

    def succeed(self, path, method, **options):
        job = self.finished(self.do(path, method, **options))
        assert job["State"] == "done", job["Error"]
        return job

    def state(self, path):
        return self.get(path, WORKLOAD, "State")

    def wait_for(self, path, signal_name, matches=lambda arguments: True):
        """Wait for a signal; its arguments."""
        def found():
            for where, name, arguments in self.signals:
                if where == path and name == signal_name and matches(arguments):
                    return (arguments,)
            return None
        return wait_until(found, f"{signal_name} of {path}")[0]


def variants(dictionary):
    """A dictionary of plain values as a{sv}."""
    return {key: variant(value) for key, value in dictionary.items()}


def variant(value):
    if isinstance(value, GLib.Variant):
        return value
    if isinstance(value, bool):
        return GLib.Variant("b", value)
    if isinstance(value, int):
        return GLib.Variant("u" if 0 <= value < 2**32 else "x", value)
    if isinstance(value, float):
        return GLib.Variant("d", value)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return GLib.Variant("aa{sv}", [variants(entry) for entry in value])
    if isinstance(value, list):
        return GLib.Variant("as", value)
    if isinstance(value, dict):
        return GLib.Variant("a{sv}", variants(value))
    return GLib.Variant("s", value)


class Console:
    """A client of helper/api/console_protocol.h."""

    def __init__(self, descriptor):
        self.socket = socket.socket(fileno=descriptor)
        self.socket.settimeout(PATIENCE)
        self.output = b""
        self.errors = b""
        self.ended = None  # wait status

    def type(self, text):
        self.socket.send(b"i" + text.encode())

    def end_of_input(self):
        self.socket.send(b"e")

    def step(self):
        """Take one message; False at the end."""
        message = self.socket.recv(64 * 1024)
        kind, body = message[:1], message[1:]
        if kind == b"o":
            self.output += body
        elif kind == b"E":
            self.errors += body
        elif kind == b"x":
            self.ended = int.from_bytes(body, "little", signed=True)
        elif kind == b"f":
            raise AssertionError(body)
        return bool(message) and self.ended is None

    def expect(self, text):
        """Read until the output has TEXT."""
        while text.encode() not in self.output:
            if not self.step():
                raise AssertionError(f"no {text!r} in {self.output!r}")
        return self.output.decode()

    def finish(self):
        """Read to the end and close; the wait status."""
        while self.step():
            pass
        self.close()
        return self.ended

    def close(self):
        self.socket.close()


class HelperTest(unittest.TestCase):
    """Each class has a bus and a helper, each test a client and no containers."""

    @classmethod
    def setUpClass(cls):
        cls.bus = Bus()
        cls.addClassCleanup(cls.bus.close)
        cls.helper = Helper(cls.bus)
        cls.addClassCleanup(lambda: cls.helper.process.poll() is None and cls.helper.stop())

    def setUp(self):
        self.client = Client(self.bus)

    def tearDown(self):
        for path, interfaces in self.client.objects().items():
            if WORKLOAD in interfaces:
                self.client.succeed(path, "Delete")
        self.client.close()

    def refused(self, name, function, *arguments, **options):
        """Want FUNCTION to fail with the error NAME; its text."""
        with self.assertRaises(Refused) as caught:
            function(*arguments, **options)
        self.assertEqual(caught.exception.name, name, caught.exception.text)
        return caught.exception.text


def main():
    for program in ("dbus-daemon",):
        if not any((pathlib.Path(folder) / program).exists()
                   for folder in os.environ["PATH"].split(":")):
            print(f"SKIP: {program} is not installed")
            sys.exit(SKIPPED)
    unittest.main(verbosity=2)
