# SPDX-License-Identifier: GPL-3.0-or-later
"""Control groups and figures against the files of cgroup2."""

import os
import pathlib
import time

from observing import ObserverTest, main, ns


def cgroup2():
    return next(pathlib.Path(line.split()[4])
                for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines()
                if " - cgroup2 " in line)


class Cgroups(ObserverTest):
    def setUp(self):
        super().setUp()
        self.made = []
        self.box = self.make("vt-observe")
        self.inner = self.make("vt-observe/inner")

    def make(self, path):
        folder = cgroup2() / path
        folder.mkdir()
        self.made.append(folder)
        return folder

    def tearDown(self):
        for child in self.children:
            child.kill()
            child.wait()
        for folder in reversed(self.made):
            self.remove(folder)
        super().tearDown()

    def remove(self, folder):
        """The last process may be on its way out still."""
        for _ in range(500):
            try:
                if folder.exists():
                    folder.rmdir()
                return
            except OSError:
                time.sleep(0.01)
        self.fail(f"{folder} stays busy")

    def put(self, child, folder):
        (folder / "cgroup.procs").write_text(str(child.pid))

    def usage(self, folder):
        return int((folder / "cpu.stat").read_text().split()[1])

    def test_the_tree_with_its_figures(self):
        busy = self.spawn("sh", "-c", "while :; do :; done")
        self.put(busy, self.inner)
        stream = self.subscribe(tables=["cgroups", "processes"])
        row = stream.until(lambda: stream.tables["cgroups"]["/vt-observe/inner"])
        self.assertEqual((row["processes"], row["populated"], row["frozen"]), (1, True, False))
        stream.until(lambda: stream.tables["cgroups"]["/vt-observe/inner"]["cpuUsec"] > 200_000)
        row = stream.tables["cgroups"]["/vt-observe/inner"]
        self.assertLessEqual(row["cpuUsec"], self.usage(self.inner))
        box = stream.tables["cgroups"]["/vt-observe"]
        self.assertEqual((box["processes"], box["populated"]), (0, True))
        if not (self.inner / "memory.current").exists():
            self.assertEqual(row["memorySource"], "processes")
            process = next(row for row in stream.tables["processes"].values()
                           if row["pid"] == busy.pid)
            self.assertEqual(row["memoryBytes"], process["residentBytes"])
            self.assertEqual((row["memoryMax"], row["throttledUsec"], row["cpuMax"]), (-1, -1, ""))
        self.assertEqual(process["cgroup"], "/vt-observe/inner")
        self.assertIn("/", stream.tables["cgroups"])

    def test_frozen_emptied_removed_and_new_ones(self):
        child = self.spawn("sleep", "1000")
        self.put(child, self.inner)
        stream = self.subscribe(tables=["cgroups"])
        rows = lambda: stream.tables["cgroups"]
        stream.until(lambda: rows()["/vt-observe/inner"]["populated"])
        (self.inner / "cgroup.freeze").write_text("1")
        stream.until(lambda: rows()["/vt-observe/inner"]["frozen"])
        (self.inner / "cgroup.freeze").write_text("0")
        stream.until(lambda: not rows()["/vt-observe/inner"]["frozen"])
        child.kill()
        child.wait()
        stream.until(lambda: not rows()["/vt-observe/inner"]["populated"])
        self.assertEqual(rows()["/vt-observe/inner"]["processes"], 0)
        # One goes and one comes between two looks: the number of children stays the same.
        self.inner.rmdir()
        self.make("vt-observe/other")
        stream.until(lambda: "/vt-observe/other" in rows())
        self.assertNotIn("/vt-observe/inner", rows())

    def test_every_cgroup_that_there_is(self):
        folders = {str(path.relative_to(cgroup2())) for path in cgroup2().glob("**/")}
        stream = self.subscribe(tables=["cgroups"])
        stream.apply()
        self.assertEqual(set(stream.tables["cgroups"]),
                         {"/" if path == "." else "/" + path for path in folders})

    def test_processes_below_a_workloads_cgroup_are_its_own(self):
        child = self.spawn("sleep", "1000")
        self.put(child, self.inner)
        self.workload("w", cgroup="/vt-observe")
        stream = self.subscribe(tables=["cgroups", "processes"], workload="w")
        stream.until(lambda: stream.tables["processes"])
        self.assertEqual([row["pid"] for row in stream.tables["processes"].values()], [child.pid])
        self.assertEqual(set(stream.tables["cgroups"]), {"/vt-observe", "/vt-observe/inner"})

    def test_figures_of_a_workload(self):
        child = self.spawn("unshare", "-npf", "--kill-child", "sh", "-c",
                           "ip link add d0 type bridge; while :; do :; done")
        self.put(child, self.box)
        leader = self.executing(child, "sh")
        self.put(type("Leader", (), {"pid": leader}), self.box)
        self.workload("w", leader=leader, cgroup="vt-observe")
        self.workload("stopped", leader=0, cgroup="vt-observe/inner")
        stream = self.subscribe(kind="stats")
        stream.until(lambda: stream.stats["workloads"]["w"]["cpuUsec"] > 200_000
                     and stream.stats["workloads"]["w"]["processes"] == 2)
        self.assertEqual(set(stream.stats["workloads"]), {"w"})
        stat, host = stream.stats["workloads"]["w"], stream.stats["host"]
        self.assertLessEqual(stat["cpuUsec"], self.usage(self.box))
        self.assertGreater(stat["memoryBytes"], 100_000)
        self.assertGreaterEqual(stat["rxBytes"], 0)
        devices = pathlib.Path(f"/proc/{leader}/net/dev").read_text()
        self.assertIn("d0:", devices)
        self.assertNotEqual(ns(leader, "net"), ns("self", "net"))
        self.assertEqual(host["memorySource"], "meminfo")
        self.assertEqual(host["cpuMax"], os.cpu_count())
        self.assertGreater(host["cpuUsec"], stat["cpuUsec"])
        times = [stream.apply() for _ in range(3)]
        self.assertEqual(sorted(line["time"] for line in times), [line["time"] for line in times])


if __name__ == "__main__":
    main()
