#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The helper on a system bus: every method for owner, other, operator and nobody, with real polkit.

Runs under ../polkit-bus.sh.
"""

import contextlib
import json
import os
import pathlib
import pwd
import select
import subprocess
import unittest

from gi.repository import GLib
from vitrine_bus import (
    BIN, CONTAINER, JOB, MANAGER, OBJECT_MANAGER, PATIENCE, PROPERTIES, ROOT, WORKLOAD, Client,
    Console, Refused, main, variants, wait_until)

SLEEPER = {"image": "busybox", "command": ["sleep", "1000"]}
WORK = pathlib.Path(os.environ["VITRINE_WORK"])
RULES = pathlib.Path(os.environ["POLKIT_RULES"])

# alice and bob may make and control their own; olga may see and manage everything; dora nothing.
ALLOWING = """
polkit.addRule(function(action, subject) {
    if (action.id.indexOf("org.vitrine.") != 0)
        return polkit.Result.NOT_HANDLED;
    var own = ["org.vitrine.create-own", "org.vitrine.control-own"];
    var all = ["org.vitrine.inspect-all", "org.vitrine.manage-others"];
    polkit.log("asked " + action.id + " " + subject.user + " " + action.lookup("name")
        + " " + action.lookup("operation"));
    if (subject.isInGroup("operators") && own.concat(all).indexOf(action.id) >= 0)
        return polkit.Result.YES;
    if ((subject.user == "alice" || subject.user == "bob") && own.indexOf(action.id) >= 0)
        return polkit.Result.YES;
    return polkit.Result.NO;
});
"""
DENYING = "polkit.addRule(function(action, subject) { return polkit.Result.NO; });\n"


@contextlib.contextmanager
def acting_as(user):
    """Connections that are made meanwhile belong to USER: the bus asks the kernel who connects."""
    os.seteuid(pwd.getpwnam(user).pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)


def client_of(user):
    with acting_as(user):
        return Client(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])


def children_of_launcher(pid):
    """What the launcher started and still runs."""
    text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return set(text.split())


class SystemTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rules(ALLOWING)
        cls.folder = WORK / cls.__name__
        cls.folder.mkdir(mode=0o755)
        socket = cls.folder / "launcher.sock"
        cls.launcher = subprocess.Popen(
            [BIN / "vitrine-launcher", "--listen", socket, "--client-uid",
             str(pwd.getpwnam("vitrine").pw_uid), "--data", cls.folder / "data",
             "--runtime", cls.folder / "runtime"])
        cls.addClassCleanup(cls.end, cls.launcher)
        wait_until(socket.exists, "the launcher listens")
        cls.helper = subprocess.Popen(
            ["setpriv", "--reuid=vitrine", "--regid=vitrine", "--clear-groups", "--no-new-privs",
             "--inh-caps=-all", "--bounding-set=-all",
             BIN / "vitrine-helper", "--system", "--launcher-socket", socket])
        cls.addClassCleanup(cls.end, cls.helper)
        cls.clients = {user: client_of(user) for user in ("alice", "bob", "olga", "dora")}
        for client in cls.clients.values():
            cls.addClassCleanup(client.close)
        wait_until(cls.clients["alice"].owner, "the helper comes to the bus")

    @staticmethod
    def end(process):
        process.terminate()
        process.wait()

    @staticmethod
    def rules(text):
        """Replace polkit's rules; returns when polkitd follows them."""
        changes = []
        watcher = Client(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
        watcher.connection.signal_subscribe(
            "org.freedesktop.PolicyKit1", "org.freedesktop.PolicyKit1.Authority", "Changed", None,
            None, 0, lambda *arguments: changes.append(1))
        watcher.owner()  # the subscription is in force
        path = RULES / "10-vitrine.rules"
        path.write_text(text)
        wait_until(lambda: changes, "polkitd reads its rules")
        watcher.close()

    def setUp(self):
        self.alice, self.bob, self.olga, self.dora = (
            self.clients[user] for user in ("alice", "bob", "olga", "dora"))

    def tearDown(self):
        root = Client(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
        for path, interfaces in root.objects().items():
            if WORKLOAD in interfaces:
                root.succeed(path, "Delete")
        root.close()

    def refused(self, function, *arguments, **options):
        with self.assertRaises(Refused) as caught:
            function(*arguments, **options)
        self.assertEqual(caught.exception.name, "NotAuthorized", caught.exception.text)
        return caught.exception.text

    def effects(self):
        """What any of the methods would change: objects, processes, files."""
        root = Client(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
        objects = {path: {name: values for name, values in interfaces.items() if name != MANAGER}
                   for path, interfaces in root.objects().items()}
        root.close()
        files = {(str(p), p.lstat().st_mtime_ns) for p in (self.folder / "data").rglob("*")}
        return objects, children_of_launcher(self.launcher.pid), files


# Every method of a container: name, interface, options.
METHODS = [
    ("Start", WORKLOAD, {}),
    ("Stop", WORKLOAD, {"timeout": 0}),
    ("Restart", WORKLOAD, {}),
    ("Pause", WORKLOAD, {}),
    ("Resume", WORKLOAD, {}),
    ("Delete", WORKLOAD, {"trash": 1000}),
    ("Delete", WORKLOAD, {}),
    ("Restore", WORKLOAD, {}),
    ("OpenConsole", WORKLOAD, {}),
    ("OpenLogs", WORKLOAD, {}),
    ("Exec", CONTAINER, {"command": ["true"]}),
]


class Refusals(SystemTest):
    def test_nobody_gets_anywhere_and_nothing_happens(self):
        path = self.alice.made_stubborn("target")
        job = self.alice.do(path, "Stop", timeout=600_000)
        wait_until(lambda: self.alice.state(path) == "stopping", "the stop is under way")
        before = self.effects()
        for stranger in (self.dora, self.bob):
            for method, interface, options in METHODS:
                with self.subTest(method):
                    self.refused(stranger.do, path, method, interface, **options)
            self.refused(stranger.do, job, "Cancel", JOB)
        self.refused(self.dora.create, dict(SLEEPER, name="never"))
        self.refused(self.dora.create, dict(SLEEPER, name="never"), start=True)
        self.assertEqual(self.effects(), before)
        self.alice.do(job, "Cancel", JOB)
        self.alice.finished(job)

    def test_deny_all_refuses_the_owner_too(self):
        path = self.alice.made(dict(SLEEPER, name="target"), start=True)
        before = self.effects()
        self.rules(DENYING)
        try:
            for user in ("alice", "olga", "bob", "dora"):
                for method, interface, options in METHODS:
                    with self.subTest(method, user=user):
                        self.refused(self.clients[user].do, path, method, interface, **options)
                self.refused(self.clients[user].create, dict(SLEEPER, name="never"), start=True)
            self.assertEqual(self.effects(), before)
            self.assertEqual(self.alice.state(path), "running")  # looking needs no leave
        finally:
            self.rules(ALLOWING)

    def test_consent_to_create_is_not_consent_to_start(self):
        self.rules(ALLOWING.replace('"org.vitrine.control-own"', '"org.vitrine.nothing"'))
        try:
            before = self.effects()
            self.assertIn("control-own", self.refused(
                self.alice.create, dict(SLEEPER, name="half"), start=True))
            self.assertEqual(self.effects(), before)
            self.alice.made(dict(SLEEPER, name="half"))
        finally:
            self.rules(ALLOWING)

    def test_without_polkit_nothing_is_allowed(self):
        """The name of polkit can be had by nobody else, and no answer is no."""
        # polkitd is stopped, not ended: it answers late, and the call ends with the caller.
        pid = self.alice.connection.call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
            "GetConnectionUnixProcessID", GLib.Variant("(s)", ("org.freedesktop.PolicyKit1",)),
            None, 0, -1, None).unpack()[0]
        before = self.effects()
        os.kill(pid, 19)
        try:
            impatient = client_of("alice")
            impatient.connection.call(
                "org.vitrine.Helper1", ROOT, MANAGER, "Create", GLib.Variant(
                    "(a{sv}a{sv})", ({"image": GLib.Variant("s", "busybox")}, {})),
                None, 0, -1, None, None)
            impatient.connection.flush_sync(None)
            impatient.close()
        finally:
            os.kill(pid, 18)
        self.alice.plan(SLEEPER)
        self.assertEqual(self.effects(), before)


class Permissions(SystemTest):
    def test_the_owner_does_everything(self):
        path = self.alice.made(dict(SLEEPER, name="mine"), start=True)
        self.assertEqual(self.alice.get(path, WORKLOAD, "Owner"), pwd.getpwnam("alice").pw_uid)
        Console(self.alice.open(path, WORKLOAD, "OpenConsole")).close()
        os.close(self.alice.open(path, WORKLOAD, "OpenLogs"))
        session = Console(self.alice.open(path, CONTAINER, "Exec", command=["id", "-u"]))
        session.finish()
        self.assertEqual(session.output, b"0\n")
        self.alice.succeed(path, "Pause")
        self.alice.succeed(path, "Resume")
        self.alice.succeed(path, "Stop", timeout=0)
        self.alice.succeed(path, "Start")
        self.alice.succeed(path, "Delete", trash=1000)
        self.alice.do(path, "Restore")
        self.alice.succeed(path, "Delete")

    def test_an_operator_manages_others(self):
        path = self.alice.made(dict(SLEEPER, name="managed"), start=True)
        self.olga.succeed(path, "Stop", timeout=0)
        self.olga.succeed(path, "Start")
        Console(self.olga.open(path, WORKLOAD, "OpenConsole")).close()
        os.close(self.olga.open(path, WORKLOAD, "OpenLogs"))
        self.assertEqual(self.alice.state(path), "running")
        self.olga.succeed(path, "Delete")
        self.assertNotIn(path, self.alice.objects())

    def test_polkit_hears_what_it_is_about(self):
        path = self.alice.made(dict(SLEEPER, name="details"))
        self.olga.succeed(path, "Start")
        log = (WORK / "polkitd.log").read_text()
        self.assertIn("asked org.vitrine.create-own alice details create", log)
        self.assertIn("asked org.vitrine.manage-others olga details start", log)


class Sight(SystemTest):
    def paths(self, client, interface=WORKLOAD):
        return {path for path, interfaces in client.objects().items() if interface in interfaces}

    def test_each_sees_their_own(self):
        of_alice = self.alice.made(dict(SLEEPER, name="of-alice"))
        of_bob = self.bob.made(dict(SLEEPER, name="of-bob"))
        self.assertEqual(self.paths(self.alice), {of_alice})
        self.assertEqual(self.paths(self.bob), {of_bob})
        self.assertEqual(self.paths(self.dora), set())
        self.assertEqual(self.paths(self.olga), {of_alice, of_bob})
        self.assertEqual(self.paths(self.dora, "org.vitrine.Image1"),
                         self.paths(self.alice, "org.vitrine.Image1"))
        self.assertEqual(len(self.paths(self.dora, JOB)), 0)
        for client in (self.alice, self.bob, self.dora, self.olga):
            listed = {row[0] for row in client.do(ROOT, "ListWorkloads", MANAGER)}
            self.assertEqual(listed, self.paths(client))

    def test_nothing_of_others_can_be_read(self):
        path = self.alice.made(dict(SLEEPER, name="private"))
        job = self.alice.do(path, "Start")
        self.alice.finished(job)
        for where, interface in ((path, WORKLOAD), (path, CONTAINER), (job, JOB)):
            self.refused(self.bob.call, where, PROPERTIES, "GetAll",
                         GLib.Variant("(s)", (interface,)))
            name = "State" if interface != CONTAINER else "Spec"
            self.refused(self.bob.get, where, interface, name)
            self.refused(self.bob.call, where, "org.freedesktop.DBus.Introspectable", "Introspect")
            self.assertTrue(self.olga.get(where, interface, name))
        for folder in ("containers", "jobs"):
            text = self.bob.call(f"{ROOT}/{folder}", "org.freedesktop.DBus.Introspectable",
                                 "Introspect")
            for hidden in (path, job):
                self.assertNotIn(f'<node name="{hidden.split("/")[-1]}"', text)

    def test_signals_go_to_those_who_may_see(self):
        for client in self.clients.values():
            client.objects()
            client.signals.clear()
        path = self.alice.made(dict(SLEEPER, name="whisper"), start=True)
        for client in (self.alice, self.olga):
            client.wait_for(ROOT, f"{MANAGER}.JobFinished")
            client.wait_for(ROOT, f"{OBJECT_MANAGER}.InterfacesAdded", lambda a: a[0] == path)
            client.wait_for(path, f"{PROPERTIES}.PropertiesChanged")
        for client in (self.bob, self.dora):
            client.plan(SLEEPER)  # whatever was sent before has come by now
            self.drain()
            self.assertEqual(client.signals, [])

    @staticmethod
    def drain():
        while GLib.MainContext.default().iteration(False):
            pass

    def test_leave_to_see_can_be_taken_back(self):
        path = self.alice.made(dict(SLEEPER, name="glimpse"))
        self.assertIn(path, self.olga.objects())
        self.rules(ALLOWING.replace('"org.vitrine.inspect-all"', '"org.vitrine.nothing"'))
        try:
            wait_until(lambda: path not in self.olga.objects(), "olga no longer sees it")
        finally:
            self.rules(ALLOWING)
        wait_until(lambda: path in self.olga.objects(), "olga sees it again")

    def test_streams_show_ones_own(self):
        of_alice = self.alice.made(dict(SLEEPER, name="seen"), start=True).split("/")[-1]
        with self.assertRaises(Refused) as caught:
            self.bob.open(ROOT, MANAGER, "OpenObserve", workload=of_alice)
        self.assertEqual(caught.exception.name, "NotFound")
        for client, wanted in ((self.alice, {of_alice}), (self.bob, set()),
                               (self.olga, {of_alice})):
            with open(client.open(ROOT, MANAGER, "OpenStats", interval=100), "rb",
                      buffering=0) as stream:
                self.assertEqual(set(self.second_line(stream)["workloads"]), wanted)

    def second_line(self, stream):
        text = b""
        while text.count(b"\n") < 2:
            self.assertTrue(select.select([stream], [], [], PATIENCE)[0], "a line comes")
            text += stream.read(65536)
        return json.loads(text.split(b"\n")[1])


class Packets(SystemTest):
    MAY = ALLOWING.replace('"org.vitrine.control-own"]', '"org.vitrine.control-own", "org.vitrine.network-manage"]')

    def capture(self, client, **link):
        """The first word of what comes."""
        _, descriptors = client.raw(ROOT, MANAGER, "Capture", GLib.Variant("(a{sv}a{sv})", (variants(link), {})))
        with open(descriptors[0], "rb", buffering=0) as stream:
            self.assertTrue(select.select([stream], [], [], PATIENCE)[0], "a block comes")
            return stream.read(4)

    def test_they_are_captured_by_whose_they_are(self):
        path = self.alice.made(dict(SLEEPER, name="heard"), start=True)
        link = {"container": path.split("/")[-1], "interface": "lo"}
        self.assertIn("network-manage", self.refused(self.capture, self.alice, **link))
        self.rules(self.MAY)
        try:
            for client in (self.alice, self.olga): # olga may manage others'
                self.assertEqual(self.capture(client, **link), b"\n\r\r\n")
            with self.assertRaises(Refused) as caught:
                self.capture(self.bob, **link)
            self.assertEqual(caught.exception.name, "NotFound")
            self.refused(self.capture, self.dora, interface="lo")
            self.assertIn("inspect-all", self.refused(self.capture, self.alice, interface="lo"))
            self.assertEqual(self.capture(self.olga, interface="lo"), b"\n\r\r\n")
        finally:
            self.rules(ALLOWING)
        wait_until(lambda: not any(name == "vitrine-capture" for name in self.children()), "they end with who reads")

    def test_a_network_outside_needs_leave_of_its_own(self):
        spec = {"name": "outer", "kind": "macvlan", "parent": "lo", "subnet": "203.0.113.0/24"}

        def create(**spec):
            return self.alice.call(ROOT, MANAGER, "CreateNetwork", GLib.Variant("(a{sv}a{sv})", (variants(spec), {})))
        self.rules(self.MAY)
        try:
            self.assertIn("host-network", self.refused(create, **spec))
        finally:
            self.rules(ALLOWING)

    def children(self):
        found = set()
        for child in children_of_launcher(self.launcher.pid):
            with contextlib.suppress(OSError):
                found.add(pathlib.Path(f"/proc/{child}/comm").read_text().strip())
        return found


class Separation(SystemTest):
    def test_the_helper_has_no_privilege(self):
        status = pathlib.Path(f"/proc/{self.helper.pid}/status").read_text()
        fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        self.assertEqual(set(fields["Uid"].split()), {str(pwd.getpwnam("vitrine").pw_uid)})
        for capabilities in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            self.assertEqual(int(fields[capabilities], 16), 0, capabilities)

    def test_nobody_else_may_take_the_name(self):
        for user in ("alice", "vitrine"):
            client = client_of(user)
            flags_do_not_queue = 4
            with contextlib.suppress(GLib.Error):
                answer = client.connection.call_sync(
                    "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                    "RequestName", GLib.Variant("(su)", ("org.vitrine.Helper1", flags_do_not_queue)),
                    None, 0, -1, None).unpack()[0]
                self.assertEqual((user, answer), ("vitrine", 3))  # 3: somebody has it
            client.close()


if __name__ == "__main__":
    main()
