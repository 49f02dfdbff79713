# SPDX-License-Identifier: GPL-3.0-or-later
"""Subscribers that vanish, are slow or share a look; the observer's life and privileges."""

import os
import pathlib
import socket
import subprocess
import time

from observing import PATIENCE, ObserverTest, Stream, main


class Streams(ObserverTest):
    def status(self, field):
        text = pathlib.Path(f"/proc/{self.observer.pid}/status").read_text()
        return next(line.split(":")[1].strip() for line in text.splitlines()
                    if line.startswith(field + ":"))

    def test_the_first_line_has_every_wanted_table(self):
        stream = self.subscribe()
        line = stream.apply()
        self.assertTrue(line["full"])
        self.assertEqual(line["seq"], 0)
        self.assertEqual(set(line["tables"]), {"processes", "namespaces", "links", "mounts",
                                               "changes", "cgroups"})
        line = self.subscribe(tables=["mounts"]).apply()
        self.assertEqual(line["tables"], {"mounts": {"set": [], "gone": []}})

    def test_ends_when_the_launcher_goes(self):
        stream = self.subscribe()
        stream.apply()
        self.control.close()
        self.assertEqual(self.observer.wait(PATIENCE), 0)

    def test_ends_with_its_last_subscriber_but_not_before(self):
        first, second = self.subscribe(), self.subscribe(kind="stats")
        first.apply()
        second.apply()
        first.close()
        for _ in range(30):  # longer than it would wait without subscribers
            second.apply()
        self.assertIsNone(self.observer.poll())
        second.close()
        self.assertEqual(self.observer.wait(PATIENCE), 0)

    def test_a_next_subscriber_in_time_is_served(self):
        first = self.subscribe()
        first.apply()
        first.close()
        time.sleep(0.2)
        self.assertTrue(self.subscribe().apply()["full"])

    def test_a_socket_that_closes_is_a_subscriber_that_has_gone(self):
        ours, theirs = socket.socketpair()
        self.send({"subscribe": "stats", "uid": 0, "all": True, "interval": 60000}, theirs.fileno())
        theirs.close()
        stream = Stream(os.dup(ours.fileno()))
        stream.apply()
        stream.close()
        ours.close()  # no line is due for a minute: only the hang-up can tell
        self.assertEqual(self.observer.wait(PATIENCE), 0)

    def test_nobody_subscribed_nothing_runs(self):
        self.workload("w")
        stream = self.subscribe(interval=100)
        stream.apply()
        self.control.setblocking(True)
        stream.close()
        self.observer.wait(PATIENCE)
        self.start_observer()
        self.workload("w")
        while self.status("State")[0] != "S":
            time.sleep(0.01)
        time.sleep(0.3)
        before = self.status("voluntary_ctxt_switches")
        time.sleep(1)
        self.assertEqual(self.status("voluntary_ctxt_switches"), before)

    def test_bad_messages_end_nothing(self):
        ours, theirs = os.pipe()
        for message in (b"\xff", b"{}", b"[" * 1000, b'{"workload": 1}',
                        b'{"subscribe": "observe", "uid": 0, "tables": ["x"]}'):
            self.send(message, theirs)
        os.close(theirs)
        self.assertEqual(os.read(ours, 1), b"", "a refused subscriber is hung up on")
        self.assertTrue(self.subscribe().apply()["full"])

    def test_a_slow_reader_gets_a_new_snapshot_and_the_truth(self):
        upper = self.folder / "upper"
        upper.mkdir()
        files = [upper / f"{number:05}-{'x' * 100}" for number in range(6000)]
        for file in files:
            file.touch()
        self.workload("w", upper=str(upper))
        stream = self.subscribe(tables=["changes"])
        witness = self.subscribe(tables=["changes"])
        witness.until(lambda: len(witness.tables["changes"]) == len(files))
        for stamp in (1000, 2000, 3000, 4000, 5000):
            for file in files:
                os.utime(file, (stamp, stamp))
            witness.until(lambda: all(row["modified"] == stamp
                                      for row in witness.tables["changes"].values()))
        resident = int(self.status("VmRSS").split()[0])
        self.assertLess(resident, 64 * 1024, "KiB: the backlog is bounded")
        stream.until(lambda: stream.tables["changes"] == witness.tables["changes"])
        self.assertEqual(stream.fulls, 2)
        (upper / "after").touch()
        stream.until(lambda: "w:/after" in stream.tables["changes"])
        self.assertEqual(stream.fulls, 2, "and then deltas again")

    def test_an_ordinary_subscriber_is_not_made_a_new_snapshot(self):
        stream = self.subscribe(tables=["processes"])
        for _ in range(20):
            stream.apply()
            self.spawn("sleep", "1000")
        self.assertEqual(stream.fulls, 1)

    def test_only_the_capabilities_that_reading_takes(self):
        self.subscribe().apply()
        wanted = 1 << 19 | 1 << 2 | 1 << 21 | 1 << 12
        for field in ("CapPrm", "CapEff"):
            self.assertEqual(int(self.status(field), 16) & ~wanted, 0, field)
        for field in ("CapInh", "CapAmb", "CapBnd"):
            self.assertEqual(int(self.status(field), 16), 0, field)
        self.assertEqual(self.status("NoNewPrivs"), "1")

    def test_usage(self):
        for arguments in ([], ["--control"], ["--control", "x"], ["--control", "0"]):
            done = subprocess.run([self.observer.args[0], *arguments], capture_output=True,
                                  check=False)
            self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    main()
