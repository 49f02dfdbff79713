#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is executed in a running container, over D-Bus alone."""

import os
import signal

from gi.repository import GLib
from vitrine_bus import CONTAINER, Console, HelperTest, main, wait_until

SLEEPER = {"image": "busybox", "command": ["sleep", "1000"]}


class Sessions(HelperTest):
    def setUp(self):
        super().setUp()
        self.path = self.client.made(dict(SLEEPER, workingDirectory="/tmp"), start=True)

    def session(self, *command, **options):
        """A console, its id told."""
        console = Console(self.client.open(self.path, CONTAINER, "Exec", command=list(command), **options))
        message = console.socket.recv(64)
        self.assertEqual(message[:1], b"s")
        return console, message[1:].decode()

    def rows(self):
        return self.client.get(self.path, CONTAINER, "Sessions")

    def attach(self, session):
        _, descriptors = self.client.raw(self.path, CONTAINER, "AttachSession",
                                         GLib.Variant("(sa{sv})", (session, {})))
        return Console(descriptors[0])

    def kill(self, session, number):
        self.client.call(self.path, CONTAINER, "SignalSession", GLib.Variant("(ssa{sv})", (session, number, {})))

    def test_they_are_listed_while_they_run(self):
        self.assertEqual(self.rows(), [])
        console, session = self.session("sh", "-c", "pwd; read line", terminal=True, user="0:0")
        console.expect("/tmp")
        row, = wait_until(self.rows, "it is listed")
        self.assertEqual({key: row[key] for key in ("id", "command", "user", "terminal")},
                         {"id": session, "command": ["sh", "-c", "pwd; read line"], "user": "0:0", "terminal": True})
        self.assertTrue(os.path.exists(f"/proc/{row['pid']}"))
        self.assertGreater(row["since"], self.client.get(self.path, "org.vitrine.Workload1", "Started"))
        console.type("\n")
        self.assertEqual(console.finish(), 0)
        wait_until(lambda: not self.rows(), "its end is told")
        wait_until(lambda: [
            len(arguments[1]["Sessions"]) for where, name, arguments in self.client.signals
            if where == self.path and name.endswith("PropertiesChanged") and "Sessions" in arguments[1]] == [1, 0],
                   "both changes are told")

    def test_they_take_signals_and_more_clients(self):
        console, session = self.session("sh", "-c", "echo first; read line; echo got-$line; sleep 1000", terminal=True)
        console.expect("first")
        second = self.attach(session)
        second.expect("first")
        second.type("word\n")
        console.expect("got-word")
        second.expect("got-word")
        second.close()
        self.refused("InvalidSpec", self.kill, session, "NOSUCH")
        self.refused("NotFound", self.kill, "4711", "TERM")
        self.refused("NotFound", self.attach, "x" * 1000)
        self.kill(session, "HUP")
        self.assertEqual(console.finish(), signal.SIGHUP)
        self.refused("NotFound", self.attach, session)

    def test_bad_options_name_their_field(self):
        def refused(name, field, **options):
            text = self.refused(name, self.client.open, self.path, CONTAINER, "Exec",
                                **{"command": ["true"], **options})
            self.assertTrue(text.startswith(field), text)
        for user in ("4294967296", "-1", "0x10", "99999999999999999999", "a:b:c", "nobody-here"):
            refused("InvalidSpec", "user", user=user)
        refused("InvalidSpec", "rows", rows=0)
        refused("InvalidSpec", "columns", columns=70000)
        refused("InvalidSpec", "workingDirectory", workingDirectory="relative")
        refused("InvalidSpec", "workingDirectory", workingDirectory="/proc/self/fd/5")
        refused("InvalidSpec", "environment", environment={"A=B": "c"})
        refused("InvalidSpec", "input", input=5)
        refused("InvalidSpec", "command", command=[])
        self.assertEqual(self.rows(), [])

    def test_streams_of_a_user_are_limited(self):
        consoles = []
        def fill():
            while True:
                consoles.append(self.session("sleep", "1000")[0])
        self.refused("Quota", fill)
        self.assertGreaterEqual(len(consoles), 60)
        for console in consoles:
            console.close()
        wait_until(lambda: not self.rows(), "all end")

    def test_they_outlive_the_helper_and_are_listed_again(self):
        console, session = self.session("sleep", "1000", terminal=True)
        before = wait_until(self.rows, "it is listed")
        self.helper.stop(signal.SIGKILL)
        self.helper.start()
        self.assertEqual(self.rows(), before)
        self.kill(session, "KILL")
        self.assertEqual(console.finish(), signal.SIGKILL)


if __name__ == "__main__":
    main()
