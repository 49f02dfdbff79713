# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes and namespaces against /proc and lsns."""

import fcntl
import json
import os
import pathlib

from observing import TYPES, ObserverTest, main, ns, run

NS_GET_USERNS, NS_GET_PARENT = 0xb701, 0xb702
NAME = """
import ctypes
ctypes.CDLL(None).prctl(15, b") R 1 \\xff(\\n")
"""
UNSHARE_TIME = """
import ctypes
assert ctypes.CDLL(None).unshare(0x80) == 0
"""


def above(pid, kind, request):
    """Inode of what an nsfs ioctl leads to from a process's namespace."""
    file = os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY)
    other = fcntl.ioctl(file, request)
    os.close(file)
    inode = os.fstat(other).st_ino
    os.close(other)
    return inode


class Namespaces(ObserverTest):
    def row(self, stream, kind, inode):
        return stream.until(lambda: stream.tables["namespaces"][f"{kind}:{inode}"],
                            f"{kind}:[{inode}]")

    def test_all_eight_of_a_container(self):
        child = self.spawn("unshare", "-Urmuinpf", "--kill-child", "--cgroup", "--time", "sleep", "1000")
        pid = self.executing(child)
        stream = self.subscribe(tables=["processes", "namespaces"])
        process = stream.until(lambda: next((row for row in stream.tables["processes"].values()
                                             if row["pid"] == pid), None))
        self.assertEqual(process["namespaces"], {kind: ns(pid, kind) for kind in TYPES})
        self.assertEqual(process["innerPid"], 1)
        self.assertEqual(process["command"], "sleep 1000")
        self.assertEqual(process["uid"], 0)
        for kind in TYPES:
            row = self.row(stream, kind, ns(pid, kind))
            self.assertFalse(row["initial"], kind)
            self.assertIn(f"process {pid} (sleep)", row["pins"])
            self.assertEqual(row["owner"], above(pid, kind, NS_GET_USERNS), kind)
            if kind in ("user", "pid"):
                self.assertEqual(row["parent"], above(pid, kind, NS_GET_PARENT), kind)
        self.assertEqual(self.row(stream, "user", ns(pid, "user"))["ownerUid"], 0)
        for kind in ("net", "user", "mnt"):
            self.assertTrue(self.row(stream, kind, ns("self", kind))["initial"], kind)

    def test_the_same_set_as_lsns(self):
        for options in ("-n", "-mu", "-i", "-Ur"):
            self.executing(self.spawn("unshare", options, "sleep", "1000"))
        listed = json.loads(run("lsns", "-J", "-o", "NS,TYPE,NPROCS"))["namespaces"]
        expected = {f"{row['type']}:{row['ns']}" for row in listed if int(row["nprocs"]) > 0}
        stream = self.subscribe(tables=["namespaces"])
        self.assertTrue(stream.until(lambda: expected <= set(stream.tables["namespaces"])))
        with_processes = {key for key, row in stream.tables["namespaces"].items()
                          if row["processes"] > 0}
        self.assertEqual(with_processes, expected)

    def test_every_process_and_none_twice(self):
        stream = self.subscribe(tables=["processes"])
        stream.apply()
        seen = sorted(row["pid"] for row in stream.tables["processes"].values())
        self.assertEqual(seen, sorted({*seen}))
        real = {int(entry) for entry in os.listdir("/proc") if entry.isdigit()}
        self.assertEqual(set(seen), real)
        own = stream.tables["processes"][next(
            key for key in stream.tables["processes"] if key.startswith(f"{os.getpid()}:"))]
        stat = pathlib.Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()
        self.assertEqual(own["startTime"], int(stat[19]))
        self.assertEqual(own["parent"], os.getppid())
        self.assertGreater(own["residentBytes"], 1 << 20)

    def test_processes_come_and_go(self):
        stream = self.subscribe(tables=["processes"])
        stream.apply()
        child = self.spawn("sleep", "1000")
        pids = lambda: {row["pid"] for row in stream.tables["processes"].values()}
        stream.until(lambda: child.pid in pids())
        child.kill()
        child.wait()
        stream.until(lambda: child.pid not in pids())
        self.assertEqual(stream.fulls, 1)

    def test_a_name_of_any_bytes(self):
        child = self.ready(NAME)
        stream = self.subscribe(tables=["processes"])
        row = stream.until(lambda: next((row for row in stream.tables["processes"].values()
                                         if row["pid"] == child.pid), None))
        self.assertEqual(row["name"], ") R 1 \ufffd(\n")
        self.assertEqual(row["parent"], os.getpid())

    def test_kept_by_a_bind_mount(self):
        run("ip", "netns", "add", "vt-pinned")
        self.addCleanup(run, "ip", "netns", "delete", "vt-pinned")
        inode = os.stat("/run/netns/vt-pinned").st_ino
        stream = self.subscribe(tables=["namespaces"])
        row = self.row(stream, "net", inode)
        self.assertEqual(row["pins"], ["bind mount /run/netns/vt-pinned"])
        self.assertEqual((row["processes"], row["leader"]), (0, 0))
        self.assertEqual(row["owner"], ns("self", "user"))

    def test_kept_by_an_open_file(self):
        child = self.spawn("unshare", "-u", "sleep", "1000")
        inode = ns(self.executing(child), "uts")
        file = os.open(f"/proc/{child.pid}/ns/uts", os.O_RDONLY)
        child.kill()
        child.wait()
        stream = self.subscribe(tables=["namespaces"])
        row = self.row(stream, "uts", inode)
        name = pathlib.Path("/proc/self/comm").read_text().strip()
        self.assertEqual(row["pins"], [f"open file of {os.getpid()} ({name})"])
        self.assertEqual(row["owner"], ns("self", "user"))
        os.close(file)
        stream.until(lambda: f"uts:{inode}" not in stream.tables["namespaces"])

    def test_kept_by_a_child_namespace_alone(self):
        child = self.spawn("unshare", "-Ur", "unshare", "-Ur", "sleep", "1000")
        pid = self.executing(child)
        middle = above(pid, "user", NS_GET_PARENT)
        self.assertNotEqual(middle, ns("self", "user"))
        stream = self.subscribe(tables=["namespaces"])
        row = self.row(stream, "user", middle)
        self.assertEqual(row["processes"], 0)
        self.assertEqual(row["pins"], [f"child namespace user:[{ns(pid, 'user')}]"])
        self.assertEqual(row["parent"], ns("self", "user"))

    def test_kept_for_future_children(self):
        child = self.ready(UNSHARE_TIME)
        link = os.readlink(f"/proc/{child.pid}/ns/time_for_children")
        inode = int(link.split("[")[1][:-1])
        stream = self.subscribe(tables=["namespaces"])
        row = self.row(stream, "time", inode)
        self.assertEqual(len(row["pins"]), 1)
        self.assertRegex(row["pins"][0], rf"^future children of {child.pid} \(python3")

    def test_kept_by_a_thread(self):
        child = self.ready("import ctypes,threading,time\n"
                           "def inside():\n"
                           "    assert ctypes.CDLL(None).unshare(0x4000000) == 0\n"
                           "    done.set(); time.sleep(1000)\n"
                           "done = threading.Event()\n"
                           "threading.Thread(target=inside, daemon=True).start(); done.wait()")
        thread = next(int(task) for task in os.listdir(f"/proc/{child.pid}/task")
                      if int(task) != child.pid)
        inode = ns(f"{child.pid}/task/{thread}", "uts")
        stream = self.subscribe(tables=["namespaces"])
        self.assertRegex(self.row(stream, "uts", inode)["pins"][0],
                         rf"^thread {thread} of {child.pid} \(python3")

    def test_a_bind_mount_replaced_by_a_fifo_blocks_nobody(self):
        # The name lies in a mount namespace whose files others write.
        run("ip", "netns", "add", "vt-swap")
        self.addCleanup(run, "ip", "netns", "delete", "vt-swap")
        os.mkfifo(self.folder / "fifo")
        run("mount", "--bind", str(self.folder / "fifo"), "/run/netns/vt-swap")
        self.addCleanup(run, "umount", "/run/netns/vt-swap")
        stream = self.subscribe(tables=["namespaces", "links"])
        stream.apply()
        self.assertIn(f"net:{ns('self', 'net')}", stream.tables["namespaces"])


if __name__ == "__main__":
    main()
