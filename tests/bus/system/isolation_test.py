#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What gives a container more than usual has a polkit action of its own, asked before anything happens.

Runs under ../polkit-bus.sh.
"""

import os
import pwd

from gi.repository import Gio, GLib
from system_test import ALLOWING, SLEEPER, WORK, SystemTest
from vitrine_bus import (
    CONTAINER, MANAGER, NAME, PATIENCE, ROOT, WORKLOAD, Console, Refused, main, variants)

RISKS = [
    ("device-passthrough", {"devices": ["/dev/null"]}),
    ("host-network", {"namespaces": {"net": "host"}}),
    ("network-manage", {"networks": [{"network": "lan"}], "ports": [{"container": 80}]}),
    ("privileged", {"namespaces": {"ipc": "host"}}),
    ("privileged", {"privileged": True}),
    ("privileged", {"noNewPrivileges": False}),
    ("privileged", {"seccomp": "off"}),
    ("privileged", {"capabilities": {"add": ["net_raw"]}}),
]


def also(*actions):
    """Rules that allow ACTIONS besides."""
    return ALLOWING.replace('"org.vitrine.control-own"]', ", ".join(
        ['"org.vitrine.control-own"', *(f'"org.vitrine.{action}"' for action in actions)]) + "]")


class Risks(SystemTest):
    def setUp(self):
        super().setUp()
        self.folder_of_alice = WORK / "folder"
        self.folder_of_alice.mkdir(exist_ok=True)
        os.chown(self.folder_of_alice, pwd.getpwnam("alice").pw_uid, pwd.getpwnam("alice").pw_gid)

    def create_with(self, client, path, start=True, **more):
        """Create with a descriptor of PATH as the one volume; the job."""
        descriptor = os.open(path, os.O_RDONLY)
        descriptors = Gio.UnixFDList()
        descriptors.append(descriptor)  # a copy
        os.close(descriptor)
        try:
            volume = {"source": GLib.Variant("h", 0), "target": GLib.Variant("s", "/data")}
            spec = variants({"image": "busybox", "name": "volumes", **more})
            spec["volumes"] = GLib.Variant("aa{sv}", [volume])
            reply, _ = client.connection.call_with_unix_fd_list_sync(
                NAME, ROOT, MANAGER, "Create",
                GLib.Variant("(a{sv}a{sv})", (spec, variants({"start": True} if start else {}))),
                None, Gio.DBusCallFlags.NO_AUTO_START, PATIENCE * 1000,
                descriptors, None)
        except GLib.Error as error:
            raise Refused(error) from None
        return reply.unpack()[0]

    def test_each_risk_needs_its_own_leave_before_anything_happens(self):
        before = self.effects()
        for action, spec in RISKS:
            with self.subTest(spec):
                text = self.refused(self.alice.create, dict(SLEEPER, name="never", **spec), start=True)
                self.assertIn(f"org.vitrine.{action}", text)
        self.assertIn("org.vitrine.host-path", self.refused(self.create_with, self.alice, self.folder_of_alice))
        self.assertEqual(self.effects(), before)

    def test_leave_for_one_is_not_leave_for_another(self):
        for action, spec in RISKS:
            others = {name for name, _ in RISKS if name != action} | {"host-path"}
            self.rules(also(*others))
            self.refused(self.alice.create, dict(SLEEPER, name="never", **spec))
        self.rules(ALLOWING)

    def test_a_folder_is_handed_over_and_written_as_its_owner(self):
        self.rules(also("host-path"))
        try:
            job = self.alice.finished(self.create_with(
                self.alice, self.folder_of_alice, command=["sh", "-c", "id -u; echo mine > /data/made; sleep 1000"]))
            self.assertEqual(job["State"], "done", job["Error"])
            look = ["sh", "-c", "until test -s /data/made; do sleep 0.01; done; cat /data/made"]
            session = Console(self.alice.open(job["Workload"], CONTAINER, "Exec", command=look))
            session.finish()
            self.assertEqual(session.output, b"mine\n")
            self.assertEqual((self.folder_of_alice / "made").stat().st_uid, pwd.getpwnam("alice").pw_uid)
            self.assertIn("asked org.vitrine.host-path alice volumes", (WORK / "polkitd.log").read_text())
            clone = GLib.Variant("(sa{sv})", ("copy", {}))
            self.rules(ALLOWING)  # consent was to the first one
            self.refused(self.alice.call, job["Workload"], WORKLOAD, "Clone", clone)
        finally:
            self.rules(ALLOWING)

    def test_no_path_of_a_client_is_followed(self):
        self.rules(also("host-path"))
        try:
            for source in ("/etc", str(self.folder_of_alice)):
                volume = {"source": GLib.Variant("s", source), "target": GLib.Variant("s", "/data")}
                with self.assertRaises(Refused) as caught:
                    self.alice.create(dict(SLEEPER, volumes=GLib.Variant("aa{sv}", [volume])))
                self.assertEqual(caught.exception.name, "InvalidSpec")
                self.assertIn("volumes[0].source", caught.exception.text)
            # What alice cannot reach by its path is not hers to give, even with a descriptor of it.
            closed = WORK / "closed"
            (closed / "inner").mkdir(parents=True)
            os.chmod(closed, 0o700)
            job = self.alice.finished(self.create_with(self.alice, closed / "inner"))
            self.assertEqual(job["State"], "failed")
        finally:
            self.rules(ALLOWING)

    def test_a_change_needs_the_same_leave(self):
        path = self.alice.made(dict(SLEEPER, name="plain"))
        spec = self.alice.get(path, CONTAINER, "Spec")
        for action, changes in RISKS:
            with self.subTest(changes):
                text = self.refused(self.alice.call, path, CONTAINER, "Update",
                                    GLib.Variant("(a{sv}a{sv})", (variants(changes), {})))
                self.assertIn(f"org.vitrine.{action}", text)
        self.assertEqual(self.alice.get(path, CONTAINER, "Spec"), spec)

    def test_with_all_leave_others_never_get_the_initial_user_namespace(self):
        self.rules(also("privileged", "host-network", "device-passthrough", "host-path"))
        try:
            job = self.alice.finished(self.alice.create(dict(SLEEPER, name="root", namespaces={"user": "host"})))
            self.assertEqual(job["State"], "failed")
            self.assertEqual(job["Error"]["object"], "namespaces.user")
            path = self.alice.made(dict(SLEEPER, name="net", namespaces={"net": "host"}), start=True)
            session = Console(self.alice.open(path, CONTAINER, "Exec", command=[
                "sh", "-c", "readlink /proc/self/ns/net; readlink /proc/self/ns/user"]))
            session.finish()
            net, user = session.output.decode().split()
            self.assertEqual(net, os.readlink("/proc/self/ns/net"))
            self.assertNotEqual(user, os.readlink("/proc/self/ns/user"))
        finally:
            self.rules(ALLOWING)

    def test_exec_as_nobody_that_there_is(self):
        path = self.alice.made(dict(SLEEPER, name="users"), start=True)
        for user in ("4294967295", "99999999999999999999", "nosuch", "-1", "70000"):
            with self.assertRaises(Refused) as caught:
                self.alice.open(path, CONTAINER, "Exec", command=["id"], user=user)
            self.assertEqual(caught.exception.name, "InvalidSpec", caught.exception.text)


if __name__ == "__main__":
    main()
