#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs of containers: written by the real shim, read through the real launcher."""

import os
import pathlib
import re
import shutil
import signal
import stat
import subprocess
import time
import unittest

from launcher import LauncherTest, Refused, wait_until

KIB, MIB = 1024, 1024 * 1024
FLOOD = "head -c %d /dev/zero | tr '\\0' x | fold -w 99; echo; echo flooded"
LINE = re.compile(rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) (stdout|stderr|vitrine) ([FP]) (.*)\n")


def lines_of(data):
    """[(stream, tag, text)]; every byte must belong to a line."""
    found = [LINE.fullmatch(line) for line in data.splitlines(keepends=True)
             ] if b"\r" not in data else [LINE.fullmatch(line + b"\n") for line in data.split(b"\n")[:-1]]
    if None in found:
        raise AssertionError(f"line {found.index(None)} is none: {data[:200]!r}")
    return [(m[2].decode(), m[3].decode(), m[4]) for m in found]


def texts_of(data, stream="stdout"):
    return [text for name, _, text in lines_of(data) if name == stream]


class Stream:
    """What the logs call hands out."""

    def __init__(self, descriptor):
        self.file = os.fdopen(descriptor, "rb", buffering=0)
        self.data = b""

    def read_until(self, text):
        while text not in self.data:
            piece = self.file.read(65536)
            if not piece:
                raise AssertionError(f"ended before {text!r}: {self.data!r}")
            self.data += piece
        return self.data

    def read_all(self):
        while piece := self.file.read(65536):
            self.data += piece
        self.file.close()
        return self.data

    def close(self):
        self.file.close()


class LogsTest(LauncherTest):
    def open_logs(self, container, **options):
        _, descriptors = self.launcher.result(
            self.launcher.send("logs", container=container, **options))
        return Stream(descriptors[0])

    def logs(self, container, **options):
        return self.open_logs(container, **options).read_all()

    def storage(self, container):
        return self.base / "data/containers" / container

    def files(self, container):
        """{name: size}"""
        return {path.name: path.stat().st_size
                for path in sorted(self.storage(container).glob("log*"))}

    def made(self, script, **spec):
        spec.setdefault("terminal", False)
        return self.launcher.create(command=["sh", "-c", script], **spec)

    def run_once(self, container):
        self.launcher.call("start", container=container)
        self.launcher.wait_state(container, "stopped")

    def run_script(self, script, **spec):
        container = self.made(script, **spec)
        self.run_once(container)
        return container

    def go_on_after_flood(self, container):
        """Once the log has caught up: what comes then is not lost."""
        log = self.storage(container) / "log"
        def caught_up():
            try:
                tail = log.read_bytes()[-200:]
            except FileNotFoundError: # not yet, or it is rotated
                return False
            return tail.endswith(b" flooded\n") or b" vitrine F lost " in tail
        wait_until(caught_up, "the end of the flood is in the log")
        console = self.launcher.open("console", container=container)
        console.read_until("flooded\n")
        console.write("\n")
        console.close()

    # --- what is in it -----------------------------------------------------------------------

    def test_lines_of_both_streams_with_their_times(self):
        before = time.time_ns()
        container = self.run_script("echo one; echo two >&2; printf 'no end'")
        data = (self.storage(container) / "log").read_bytes()
        self.assertEqual(self.logs(container), data)
        lines = lines_of(data)
        self.assertEqual(lines[0], ("vitrine", "F", b"started"))
        self.assertEqual(sorted(lines[1:]), [("stderr", "F", b"two"), ("stdout", "F", b"one"), ("stdout", "P", b"no end")])
        seconds = time.mktime(time.strptime(data[:19].decode(), "%Y-%m-%dT%H:%M:%S")) - time.timezone
        self.assertTrue(before // 10**9 <= seconds <= time.time(), data)
        status = (self.storage(container) / "log").stat()
        self.assertEqual((stat.S_IMODE(status.st_mode), status.st_uid), (0o600, os.geteuid()))

    def test_a_silent_container_has_no_log_and_no_thread(self):
        container = self.made("exec sleep 4250")
        self.launcher.call("start", container=container)
        leader = self.launcher.containers[container]["leader"]
        shim = int(re.search(r"PPid:\s+(\d+)", pathlib.Path(f"/proc/{leader}/status").read_text())[1])
        self.assertEqual(len(os.listdir(f"/proc/{shim}/task")), 1)
        self.assertEqual(self.files(container), {})
        self.assertEqual(self.logs(container), b"")

    def test_nothing_is_kept_when_none_is_asked_for(self):
        container = self.run_script("echo secret", log="none")
        self.assertEqual(self.files(container), {})
        self.assertEqual(self.launcher.open("console", container=container).read_all(), "")

    def test_any_bytes_and_long_lines(self):
        container = self.run_script(r"printf 'a\000b\377\033[1mc\r\n'; head -c 20000 /dev/zero | tr '\0' x; echo end")
        data = self.logs(container)
        self.assertEqual(texts_of(data)[0], b"a\0b\xff\x1b[1mc\r")
        parts = [(tag, text) for name, tag, text in lines_of(data) if name == "stdout"][1:]
        self.assertEqual([tag for tag, _ in parts], ["P", "P", "F"])
        self.assertEqual(b"".join(text for _, text in parts), b"x" * 20000 + b"end")

    def test_a_line_that_has_no_end_yet_is_told_soon(self):
        container = self.made("printf 'name: '; read x; echo got $x", terminal=True)
        self.launcher.call("start", container=container)
        stream = self.open_logs(container, follow=True)
        self.assertIn(("stdout", "P", b"name: "), lines_of(stream.read_until(b"name: \n")))
        console = self.launcher.open("console", container=container)
        console.write("me\n")
        stream.read_until(b"got me\r\n")
        stream.close()

    # --- over time ---------------------------------------------------------------------------

    def test_it_goes_on_over_restarts_and_goes_with_the_container(self):
        container = self.run_script("echo run")
        stream = self.open_logs(container, follow=True)
        stream.read_until(b"run\n")
        self.run_once(container)
        while stream.data.count(b"run\n") < 2:
            stream.data += stream.file.read(4096)
        self.assertEqual([text for _, _, text in lines_of(self.logs(container))],
                         [b"started", b"run"] * 2)
        self.launcher.call("delete", container=container)
        stream.read_all() # ends

    def test_its_console_shows_this_run_only(self):
        container = self.run_script("test -e /been || echo first; touch /been")
        self.assertEqual(self.launcher.open("console", container=container).read_all(), "first\n")
        self.run_once(container)
        self.assertEqual(self.launcher.open("console", container=container).read_all(), "")

    def test_a_clone_begins_without_one(self):
        container = self.run_script("echo run")
        clone = self.launcher.call("clone", container=container, name="copy")["container"]
        self.assertEqual(self.files(clone), {})
        self.run_once(clone)
        self.assertEqual(texts_of(self.logs(clone)), [b"run"])

    def test_what_is_asked_for(self):
        container = self.run_script("for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done")
        self.assertEqual(len(lines_of(self.logs(container))), 11)
        self.assertEqual(texts_of(self.logs(container, stream="stderr"), "stderr"), [b"err %d" % i for i in range(1, 6)])
        self.assertEqual(texts_of(self.logs(container, stream="stderr")), [])
        self.assertEqual(texts_of(self.logs(container, stream="stdout", tail=2)), [b"out 4", b"out 5"])
        self.assertEqual(self.logs(container, tail=0), b"")
        self.assertEqual(len(lines_of(self.logs(container, tail=1000))), 11)
        later = time.time_ns() // 1000
        self.assertEqual(self.logs(container, since=later), b"")
        self.run_once(container)
        self.assertEqual(len(lines_of(self.logs(container, since=later))), 11)

    def test_wrong_questions(self):
        container = self.made("true")
        for name, value in (("stream", "both"), ("since", 2**63), ("tail", -1), ("follow", "yes"), ("colour", 1)):
            with self.subTest(name), self.assertRaises(Refused) as refused:
                self.logs(container, **{name: value})
            self.assertEqual((refused.exception.error["name"], refused.exception.error["object"]), ("InvalidSpec", name))
        for log, field in (("all", "log"), ({"maxSize": 1}, "log.maxSize"), ({"files": 17}, "log.files"),
                           ({"files": 0}, "log.files"), ({"size": 1}, "log.size"), (7, "log")):
            with self.subTest(log=log), self.assertRaises(Refused) as refused:
                self.made("true", log=log)
            self.assertEqual((refused.exception.error["name"], refused.exception.error["object"]), ("InvalidSpec", field))

    # --- bounds ------------------------------------------------------------------------------

    def test_rotation(self):
        container = self.made("i=0; while [ $i -lt 6000 ]; do echo line-$i; i=$((i+1)); [ $((i%500)) = 0 ] && read x; done",
                              log={"maxSize": 64 * KIB, "files": 3})
        stream = self.open_logs(container, follow=True)
        self.launcher.call("start", container=container)
        console = self.launcher.open("console", container=container)
        for i in range(500, 6001, 500):
            console.read_until(f"line-{i - 1}\n")
            stream.read_until(b"line-%d\n" % (i - 1))
            console.write("\n")
        console.read_all()
        self.launcher.wait_state(container, "stopped")
        files = self.files(container)
        self.assertEqual(sorted(files), ["log", "log.1", "log.2"])
        self.assertLessEqual(max(files.values()), 64 * KIB)
        self.assertEqual(texts_of(stream.data), [b"line-%d" % i for i in range(6000)]) # over each rotation
        stream.close()
        kept = texts_of(self.logs(container))
        self.assertEqual(kept, [b"line-%d" % i for i in range(6000 - len(kept), 6000)])
        self.assertEqual(kept[-4000:][:1], texts_of(self.logs(container, tail=4000))[:1] or kept[:1])

    def test_fewer_files_than_before(self):
        container = self.run_script("head -c 400000 /dev/zero | tr '\\0' 'x' | fold -w 100",
                                    log={"maxSize": 64 * KIB, "files": 4})
        self.assertEqual(len(self.files(container)), 4)
        self.launcher.call("update", container=container, changes={"log": {"maxSize": 64 * KIB, "files": 1}}, reset=[])
        self.run_once(container)
        files = self.files(container)
        self.assertEqual(list(files), ["log"])
        self.assertLessEqual(files["log"], 64 * KIB)

    def test_a_flood_stays_bounded_and_does_not_hold_the_container_up(self):
        """100 MB: all of it is either in the log or counted as lost."""
        container = self.made(f"{FLOOD % 100_000_000}; read x; echo last", log={"maxSize": MIB, "files": 3})
        self.launcher.call("start", container=container)
        self.go_on_after_flood(container)
        self.launcher.wait_state(container, "stopped")
        self.assertEqual(self.launcher.containers[container]["exitStatus"], 0)
        files = self.files(container)
        self.assertEqual(len(files), 3)
        self.assertLessEqual(max(files.values()), MIB)
        self.assertEqual(texts_of(self.logs(container, tail=1)), [b"last"])
        self.assertEqual(self.launcher.open("console", container=container).read_all()[-6:], "\nlast\n")

    def test_a_reader_that_does_not_read_holds_nobody_up(self):
        container = self.made(f"read x; {FLOOD % 8_000_000}; read x; echo last", log={"maxSize": 64 * KIB, "files": 2})
        self.launcher.call("start", container=container)
        slow = self.open_logs(container, follow=True)
        self.launcher.open("console", container=container).write("\n")
        self.go_on_after_flood(container)
        self.launcher.wait_state(container, "stopped")
        data = slow.read_until(b"last\n")
        self.assertIn(b"lost 0 0 The reader was too slow", [text for text in texts_of(data, "vitrine")])
        slow.close()

    # --- what goes wrong ---------------------------------------------------------------------

    def fill(self, folder):
        """Use up all that FOLDER's file system has, to the last byte."""
        size = MIB
        with open(folder / "filling", "ab", buffering=0) as file:
            while size > 0:
                try:
                    file.write(b"x" * size)
                except OSError:
                    size //= 2

    def on_a_small_disk(self, container, size):
        """Put the directory of CONTAINER on a file system of SIZE bytes."""
        storage = self.storage(container)
        aside = self.base / "aside"
        shutil.copytree(storage, aside)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", storage], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", storage], check=False)
        shutil.copytree(aside, storage, dirs_exist_ok=True)
        try:
            os.setxattr(storage / "upper", "user.test", b"1")
        except OSError as error:
            self.skipTest(f"tmpfs has no user attributes here, which layers need: {error}")
        return storage

    def test_a_full_disk_costs_lines_which_are_counted(self):
        script = ("echo before; read x; i=0; while [ $i -lt 3000 ]; do echo line-$i; i=$((i+1)); done;"
                  " echo told; read x; echo after")
        container = self.made(script)
        storage = self.on_a_small_disk(container, 160 * KIB)
        self.launcher.call("start", container=container)
        console = self.launcher.open("console", container=container)
        log = storage / "log"
        wait_until(lambda: log.exists() and b"before\n" in log.read_bytes(), "the first line")
        self.fill(storage)
        console.write("\n")
        console.read_until("told\n") # the container went on
        full = log.stat().st_size
        os.unlink(storage / "filling")
        time.sleep(1.1) # a second after a failure the shim tries again
        console.write("\n")
        console.read_all()
        self.launcher.wait_state(container, "stopped")
        lines = lines_of(self.logs(container))
        printed = 3003 # before, 3000 lines, told, after
        notes = [text for name, _, text in lines if name == "vitrine"]
        self.assertEqual(len(notes), 2, notes)
        lost = re.fullmatch(rb"lost (\d+) (\d+) No space left on device", notes[1])
        self.assertTrue(lost, notes)
        self.assertEqual(int(lost[1]) + len(lines) - len(notes), printed)
        self.assertGreater(int(lost[1]), 2000)
        self.assertEqual(lines[-1], ("stdout", "F", b"after"))
        self.assertLess(full, 64 * KIB)

    def test_a_disk_that_stays_full_says_so(self):
        container = self.made("echo before; read x; i=0; while [ $i -lt 3000 ]; do echo line-$i; i=$((i+1)); done")
        storage = self.on_a_small_disk(container, 160 * KIB)
        self.launcher.call("start", container=container)
        log = storage / "log"
        wait_until(lambda: log.exists() and b"before\n" in log.read_bytes(), "the first line")
        self.fill(storage)
        console = self.launcher.open("console", container=container)
        console.write("\n")
        console.read_all()
        self.launcher.wait_state(container, "stopped")
        lines = lines_of(self.logs(container))
        lost = re.fullmatch(rb"lost (\d+) (\d+) No space left on device", lines[-1][2])
        self.assertTrue(lost, lines)
        self.assertEqual(int(lost[1]) + len(lines) - 2, 3001)

    def test_a_planted_symlink_is_not_followed(self):
        target = self.base / "precious"
        target.write_text("precious\n")
        for plant in (lambda log: log.symlink_to(target), lambda log: os.link(target, log), os.mkfifo):
            container = self.made("echo told")
            plant(self.storage(container) / "log")
            self.assertEqual(self.logs(container, tail=0), b"") # neither by the reader
            self.run_once(container)
            self.assertEqual(target.read_text(), "precious\n")
            self.assertTrue(stat.S_ISREG((self.storage(container) / "log").lstat().st_mode))
            self.assertEqual(texts_of(self.logs(container)), [b"told"])

    def test_a_directory_in_its_place_costs_the_log_only(self):
        container = self.made("echo told; exit 3")
        (self.storage(container) / "log").mkdir()
        self.run_once(container)
        self.assertEqual(self.launcher.containers[container]["exitStatus"], 3)
        self.assertEqual(self.logs(container), b"")

    def test_a_killed_shim_leaves_whole_lines(self):
        container = self.made("i=0; while :; do echo line-$i; i=$((i+1)); done")
        self.launcher.call("start", container=container)
        leader = self.launcher.containers[container]["leader"]
        shim = int(re.search(r"PPid:\s+(\d+)", pathlib.Path(f"/proc/{leader}/status").read_text())[1])
        log = self.storage(container) / "log"
        wait_until(lambda: log.exists() and log.stat().st_size > 200_000, "it printed")
        os.kill(shim, signal.SIGKILL)
        self.launcher.wait_state(container, "stopped")
        with open(log, "ab") as file: # as if it had been in the middle of a line
            file.write(b"2026-11-23T00:00:00.000000000Z stdout F half a li")
        count = len(texts_of(self.logs(container)))
        self.assertGreater(count, 3000)
        self.launcher.call("update", container=container, changes={"command": ["echo", "again"]}, reset=[])
        self.run_once(container)
        data = self.logs(container)
        self.assertEqual(texts_of(data)[-2:], [b"half a li", b"again"])
        self.assertEqual(len(texts_of(data)), count + 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
