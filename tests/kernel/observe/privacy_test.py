# SPDX-License-Identifier: GPL-3.0-or-later
"""What users are shown of each other, and what an ordinary user's observer can see."""

import pathlib

from observing import OBSERVER, ObserverTest, main, ns, run

ALICE, BOB = 65533, 65534


def as_user(uid, *command):
    return ("setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", *command)


class Privacy(ObserverTest):
    def rows(self, stream, table, field):
        return {row[field] for row in stream.tables[table].values()}

    def test_each_sees_his_own(self):
        alice = self.executing(self.spawn(*as_user(ALICE, "unshare", "-Ur", "-n", "sleep", "1000")))
        bob = self.executing(self.spawn(*as_user(BOB, "unshare", "-Ur", "-n", "sleep", "1000")))
        stream = self.subscribe(uid=ALICE, everything=False)
        stream.apply()
        self.assertEqual(self.rows(stream, "processes", "pid"), {alice})
        self.assertEqual(self.rows(stream, "links", "netns"), {ns(alice, "net"), ns("self", "net")})
        namespaces = stream.tables["namespaces"]
        self.assertIn(f"net:{ns(alice, 'net')}", namespaces)
        self.assertNotIn(f"net:{ns(bob, 'net')}", namespaces)
        self.assertNotIn(f"user:{ns(bob, 'user')}", namespaces)
        pins = {pin for row in namespaces.values() for pin in row["pins"]}
        self.assertFalse([pin for pin in pins if str(bob) in pin.split(" ")[1:2]], pins)
        self.assertEqual({row["leader"] for row in namespaces.values()} - {0}, {alice})

    def test_the_workloads_of_others_are_not_shown(self):
        folders = {}
        for name, owner in (("mine", ALICE), ("theirs", BOB)):
            folders[name] = self.folder / name
            folders[name].mkdir()
            (folders[name] / name).touch()
            child = self.executing(self.spawn("unshare", "-npf", "--kill-child", "sleep", "1000"))
            self.workload(name, owner=owner, leader=child, upper=str(folders[name]))
        stream = self.subscribe(uid=ALICE, everything=False)
        stream.until(lambda: stream.tables["changes"])
        for table in ("mounts", "changes", "processes"):
            self.assertEqual(self.rows(stream, table, "workload"), {"mine"}, table)
        self.assertEqual(self.rows(stream, "links", "workload"), {"mine", ""})
        stats = self.subscribe(kind="stats", uid=ALICE, everything=False)
        stats.until(lambda: stats.stats["workloads"])
        self.assertEqual(set(stats.stats["workloads"]), {"mine"})
        everything = self.subscribe(uid=ALICE, everything=True)
        everything.until(lambda: self.rows(everything, "mounts", "workload") == {"mine", "theirs"})
        asked = self.subscribe(uid=ALICE, everything=False, workload="theirs")
        asked.apply()
        self.assertFalse([row for table in asked.tables.values() for row in table.values()])

    def test_an_ordinary_users_observer(self):
        self.folder.chmod(0o755)
        program = self.folder / "vitrine-observer"
        program.write_bytes(pathlib.Path(OBSERVER).read_bytes())
        program.chmod(0o755)
        child = self.spawn(*as_user(BOB, "unshare", "-Urn", "sh", "-c",
                                    "ip link add one type veth peer name two; exec sleep 1000"))
        pid = self.executing(child)
        self.control.close()
        self.observer.wait()
        self.start_observer(*as_user(BOB), program=str(program))
        stream = self.subscribe(uid=BOB, everything=False)
        stream.apply()
        self.assertIn(pid, self.rows(stream, "processes", "pid"))
        links = {row["name"]: row for row in stream.tables["links"].values()
                 if row["netns"] == ns(pid, "net")}
        self.assertEqual(set(links), {"lo", "one", "two"})
        self.assertEqual((links["one"]["peerNetns"], links["one"]["peerIndex"]),
                         (ns(pid, "net"), links["two"]["index"]))
        self.assertIn(f"user:{ns(pid, 'user')}", stream.tables["namespaces"])
        self.assertIn(ns("self", "net"), self.rows(stream, "links", "netns"))


if __name__ == "__main__":
    main()
