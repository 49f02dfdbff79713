#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a launcher makes of damaged, lost and wrong files, and of a shim that does not answer: no
container is hidden, none goes on unwatched, and nothing is left behind."""

import errno
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest

from launcher import Launcher, LauncherTest, Refused, scratch, wait_for_empty_trash, wait_until


def parent_of(pid):
    return int(pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def state_of(pid):
    """The letter of /proc/PID/stat; "" when there is no such process."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


class RecoveryTest(LauncherTest):
    grouped = True  # root's has a control group for each container

    def begin(self):
        if self.user:
            self.wrapper = ["setpriv", "--reuid", str(self.user), "--regid", str(self.user), "--clear-groups"]
        super().begin()

    def end(self):
        super().end()
        self.assertEqual(list(pathlib.Path("/sys/fs/cgroup").glob("vitrine-*")), [])

    def create(self, *command, **spec):
        return self.launcher.create(uid=self.user, command=list(command or ["sleep", "1000"]), **spec)

    def running(self, *command, **spec):
        """A container that runs: its id, leader and shim."""
        container = self.create(*command, **spec)
        self.launcher.call("start", container=container)
        row = self.launcher.containers[container]
        self.assertEqual(bool(row["cgroup"]), self.grouped)
        return container, row["leader"], parent_of(row["leader"])

    def record(self, container):
        return self.base / "data/containers" / container / "record.json"

    def runtime(self, container):
        return self.base / "run/containers" / container

    def runs_and_answers(self, container, leader):
        self.assertEqual((self.row(container)["state"], self.row(container)["leader"]), ("running", leader))
        output, _, _ = self.launcher.exec(container, "echo", "here")
        self.assertEqual(output, "here\n")

    # --- the launcher itself -----------------------------------------------------------------

    def test_an_end_that_was_told_is_known_to_the_next_launcher(self):
        containers = [self.create("sh", "-c", "exit 7", terminal=False) for _ in range(30)]
        for container in containers:
            self.launcher.send("start", container=container)

        def told():
            return [each for each in containers if self.launcher.containers[each].get("exitStatus") == 7]

        while len(told()) < 10: # the others keep it from what can wait
            self.launcher.receive()
        ended = told()
        self.restart_launcher()
        for container in ended:
            with self.subTest(container):
                row = self.row(container)
                self.assertEqual((row["state"], row["exitStatus"]), ("stopped", 7))
        wait_until(lambda: not any(self.runtime(each).exists() for each in ended), "all written up")

    def test_one_that_is_killed_right_after_a_delete_leaves_nothing(self):
        for _ in range(10):
            container, leader, shim = self.running()
            self.launcher.call("delete", container=container)
            self.launcher.kill()
            self.begin()
            self.assertNotIn(container, self.launcher.containers)
            wait_for_empty_trash(self.base)
            wait_until(lambda: not self.runtime(container).exists(), "its runtime directory goes")
            for pid in (leader, shim):
                wait_until(lambda: state_of(pid) in ("", "Z"), f"{pid} has ended")
            self.assertEqual(os.listdir(self.base / "data/containers"), [])

    # --- records ---------------------------------------------------------------------------

    def test_a_record_that_cannot_be_read_does_not_hide_its_container(self):
        whole = None
        for damage in (lambda text: text[:-40], lambda text: "", lambda text: "\0" * 500, lambda text: "[" * 5000,
                       lambda text: text.replace(f'"owner":{self.user}', '"owner":-7'),
                       lambda text: text.replace('"image"', '"imaeg"'), lambda text: text.replace('"id":"', '"id":"0')):
            container = self.create(name="precious")
            upper = self.base / "data/containers" / container / "upper"
            (upper / "work-of-years").write_text("kept")
            whole = self.record(container).read_text()
            self.launcher.close()
            self.record(container).write_text(damage(whole))
            with self.subTest(self.record(container).read_text()[:200]):
                self.begin()
                row = self.row(container)
                self.assertEqual((row["state"], row["owner"]), ("damaged", self.user))
                knows = '"name":"precious"' in self.record(container).read_text()
                self.assertEqual(row["name"], "precious" if knows else container)
                self.assertIn("record", row["error"]["text"])
                self.assertIn("record.json", row["error"]["object"])
                for call, arguments in (("start", {}), ("console", {}), ("rename", {"name": "other"}),
                                        ("clone", {"name": "other"}), ("limits", {"limits": {}, "kill": False}),
                                        ("update", {"changes": {"hostname": "other"}, "reset": []})):
                    with self.assertRaises(Refused) as refused:
                        self.launcher.call(call, container=container, **arguments)
                    self.assertEqual(refused.exception.error["text"], row["error"]["text"])
                self.assertEqual((upper / "work-of-years").read_text(), "kept")
                self.assertEqual(self.record(container).read_text(), damage(whole))
            self.launcher.call("delete", container=container)
            self.assertEqual(os.listdir(self.base / "data/containers"), [])

    def test_no_record_at_all(self):
        container = self.create()
        self.launcher.close()
        self.record(container).unlink()
        self.begin()
        self.assertEqual(self.row(container)["state"], "damaged")
        self.assertEqual(self.row(container)["error"]["errnoText"], "No such file or directory")

    def test_the_copy_of_a_container_is_told_from_it(self):
        container = self.create(name="web")
        self.launcher.close()
        copy = "0123456789abcdef"
        subprocess.run(["cp", "-a", self.base / "data/containers" / container, self.base / "data/containers" / copy],
                       check=True)
        self.begin()
        self.assertEqual([self.row(container)[field] for field in ("state", "name")], ["stopped", "web"])
        self.assertEqual([self.row(copy)[field] for field in ("state", "name")], ["damaged", copy])

    def test_one_that_runs_goes_on_when_its_record_is_damaged(self):
        container, leader, _ = self.running()
        self.launcher.kill()
        self.record(container).write_text("{")
        self.begin()
        self.runs_and_answers(container, leader)
        self.assertIn("record", self.row(container)["error"]["text"])
        self.launcher.call("stop", container=container, timeout=0)
        self.assertEqual(self.row(container)["state"], "damaged")
        self.assertEqual(self.record(container).read_text(), "{")

    # --- the runtime directory --------------------------------------------------------------

    def test_a_damaged_journal_leaves_no_group(self):
        for damage in (lambda journal: journal.write_text('{"cgroup": {"mou\0\0'), lambda journal: journal.unlink(missing_ok=True),
                       lambda journal: (journal.unlink(missing_ok=True), journal.mkdir())):
            container, leader, shim = self.running()
            self.launcher.kill()
            os.kill(shim, signal.SIGKILL)
            damage(self.runtime(container) / "journal")
            self.begin()
            self.assertEqual(self.row(container)["state"], "stopped")
            wait_until(lambda: state_of(leader) in ("", "Z"))
            self.launcher.call("start", container=container)
            self.launcher.call("delete", container=container)

    def test_a_start_that_was_not_committed_is_killed_though_its_journal_is_damaged(self):
        if not self.grouped:
            self.skipTest("without a control group nothing is made that has a name")
        container = self.create()
        self.launcher.kill()
        self.runtime(container).mkdir()
        (self.runtime(container) / "journal").write_text("nonsense")
        group = pathlib.Path("/sys/fs/cgroup/vitrine-" + container)
        group.mkdir()
        (group / "inner").mkdir()
        with subprocess.Popen(["sleep", "1000"]) as left:
            (group / "inner/cgroup.procs").write_text(str(left.pid))
            self.begin()
            self.assertEqual(left.wait(30), -signal.SIGKILL)
        self.assertFalse(group.exists())
        self.launcher.call("start", container=container)

    def test_one_that_lost_its_state_goes_on(self):
        other = {"leader": os.getpid(), "startTime": 1, "cgroup": "", "started": 1}
        for text in (None, "", "{}", '{"leader": "x"}', json.dumps(other)):
            with self.subTest(text):
                container, leader, _ = self.running()
                before = self.row(container)
                self.launcher.kill()
                state = self.runtime(container) / "state.json"
                state.unlink()
                if text is not None:
                    state.write_text(text)
                for _ in range(2):  # the first one has put it right
                    self.begin()
                    self.runs_and_answers(container, leader)
                    self.assertEqual(self.row(container)["cgroup"], before["cgroup"])
                    self.assertLess(abs(self.row(container)["started"] - before["started"]), 2_000_000)
                    self.launcher.kill()
                self.begin()
                self.launcher.call("stop", container=container, timeout=0)
                self.assertEqual(self.row(container)["exitReason"], "killed by SIGKILL")
                self.launcher.call("delete", container=container)

    def test_one_whose_shim_cannot_be_reached_is_ended(self):
        def whole_directory(directory):
            shutil.rmtree(directory)
        def socket_and_state(directory):
            (directory / "shim.sock").unlink()
            (directory / "state.json").unlink()
        for loss in (whole_directory, socket_and_state):
            with self.subTest(loss.__name__):
                container, leader, shim = self.running()
                self.launcher.kill()
                loss(self.runtime(container))
                self.begin()
                self.assertEqual(self.row(container)["state"], "stopped")
                wait_until(lambda: state_of(leader) in ("", "Z") and state_of(shim) in ("", "Z"))
                wait_until(lambda: os.listdir(self.base / "run/containers") == [], "its directory is gone")
                self.launcher.call("start", container=container)
                self.launcher.call("delete", container=container)

    def test_one_whose_shim_was_killed_while_nobody_looked_has_ended(self):
        container, leader, shim = self.running()
        self.launcher.kill()
        os.kill(shim, signal.SIGKILL)
        (self.runtime(container) / "state.json").unlink()
        wait_until(lambda: state_of(leader) in ("", "Z"))
        self.begin()
        self.assertEqual(self.row(container)["state"], "stopped")
        self.launcher.call("start", container=container)

    # --- shims ------------------------------------------------------------------------------

    def test_a_stopped_shim_goes_on_when_it_is_needed(self):
        for verb, options in (("stop", {"timeout": 0}), ("delete", {})):
            container, _, shim = self.running()
            os.kill(shim, signal.SIGSTOP)
            self.launcher.call(verb, container=container, **options)
            wait_until(lambda: state_of(shim) in ("", "Z"))
            if verb == "stop":
                self.assertEqual(self.row(container)["exitReason"], "killed by SIGKILL")

    def test_an_end_is_noticed_though_the_shim_is_stopped(self):
        container, _, shim = self.running("sh", "-c", "sleep 0.5; exit 9")
        os.kill(shim, signal.SIGSTOP)
        self.launcher.wait_state(container, "stopped")
        self.assertEqual(self.row(container)["exitStatus"], 9)

    def test_one_that_is_stopped_again_and_again_is_done_without(self):
        container, _, shim = self.running()
        process = os.pidfd_open(shim)
        ended = threading.Event()
        def stop_it():
            while not ended.is_set():
                try:
                    signal.pidfd_send_signal(process, signal.SIGSTOP)
                except ProcessLookupError:
                    return
        keeper = threading.Thread(target=stop_it)
        keeper.start()
        try:
            self.launcher.call("stop", container=container, timeout=0)
        finally:
            ended.set()
            keeper.join()
            os.close(process)
        row = self.row(container)
        self.assertEqual((row["state"], row["exitStatus"]), ("stopped", 137))
        wait_until(lambda: state_of(shim) in ("", "Z"))
        self.launcher.call("start", container=container)

    def test_a_stopped_shim_with_a_full_queue_does_not_hold_a_launcher_up(self):
        container, leader, shim = self.running()
        os.kill(shim, signal.SIGSTOP)
        for _ in range(8):  # each connects
            self.launcher.kill()
            self.begin()
        self.assertIn(self.row(container)["state"], ("running", "stopped"))
        self.launcher.call("stop", container=container, timeout=0)
        wait_until(lambda: state_of(leader) in ("", "Z") and state_of(shim) in ("", "Z"))

    # --- the process that lets go of roots ---------------------------------------------------

    def releaser(self):
        launcher = self.launcher.process.pid
        found = [pid for pid in pathlib.Path(f"/proc/{launcher}/task/{launcher}/children").read_text().split()
                 if pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == "vitrine-release"]
        self.assertEqual(len(found), 1)
        return int(found[0])

    def test_roots_are_let_go_of_when_the_process_for_it_was_killed(self):
        container = self.create()
        work = self.base / "data/containers" / container / "work"
        before = self.releaser()
        for killed in (False, True, False):
            self.launcher.call("start", container=container)
            self.assertEqual(os.listdir(work), ["work"])
            if killed:
                os.kill(self.releaser(), signal.SIGKILL)
                wait_until(lambda: state_of(before) == "", "it is reaped")
            self.launcher.call("stop", container=container, timeout=0)
            self.assertEqual(os.listdir(work), [])
        self.assertNotEqual(self.releaser(), before)

    def test_nobody_who_deletes_waits_for_the_root(self):
        container = self.create()
        self.launcher.call("start", container=container)
        releaser = self.releaser()
        os.kill(releaser, signal.SIGSTOP)
        self.launcher.call("delete", container=container)
        self.assertEqual(state_of(releaser), "T") # after some seconds it is continued
        self.assertNotIn(container, self.launcher.containers)
        self.assertEqual(os.listdir(self.base / "data/trash"), [container])
        os.kill(releaser, signal.SIGCONT)
        wait_for_empty_trash(self.base)

    def test_roots_are_let_go_of_when_the_process_for_it_was_stopped(self):
        container = self.create()
        self.launcher.call("start", container=container)
        os.kill(self.releaser(), signal.SIGSTOP)
        self.launcher.call("stop", container=container, timeout=0)
        self.launcher.call("start", container=container)
        self.launcher.call("delete", container=container)
        self.assertNotIn(container, os.listdir(self.base / "data/containers"))

    def test_the_process_for_roots_goes_with_the_launcher(self):
        releaser = self.releaser()
        self.running()
        self.launcher.kill()
        wait_until(lambda: state_of(releaser) in ("", "Z"), "it has gone")
        self.begin()


class UngroupedRecoveryTest(RecoveryTest):
    """An ordinary user whose control group nobody has delegated."""
    user = 4217  # nobody's
    grouped = False

    def test_a_record_of_somebody_else(self):
        container = self.create(name="web")
        self.launcher.close()
        os.chown(self.record(container), 0, 0)
        self.record(container).chmod(0o600)
        self.begin()
        self.assertEqual([self.row(container)[field] for field in ("state", "name")], ["damaged", container])
        self.assertEqual(self.row(container)["error"]["errnoText"], "Permission denied")
        self.launcher.close()
        os.chown(self.record(container), self.user, self.user)
        self.record(container).write_text(self.record(container).read_text().replace(f'"owner":{self.user}', '"owner":0'))
        self.begin()
        self.assertEqual([self.row(container)[field] for field in ("state", "name", "owner")],
                         ["damaged", "web", self.user])
        self.assertIn("owner", self.row(container)["error"]["object"])


class OwnProgramTest(unittest.TestCase):
    def test_its_file_cannot_be_written_by_way_of_it(self):
        folder = scratch()
        self.addCleanup(folder.cleanup)
        launcher = Launcher(folder.name)
        self.addCleanup(launcher.close)
        launcher.call("hello", version=1)
        exe = f"/proc/{launcher.process.pid}/exe"
        self.assertEqual(os.readlink(exe), "/")  # of a mount that is nowhere
        with self.assertRaises(OSError) as refused:
            os.truncate(exe, 0)
        self.assertEqual(refused.exception.errno, errno.EROFS)


class SealedProgramTest(unittest.TestCase):
    NOEXEC = pathlib.Path("/proc/sys/vm/memfd_noexec")

    def launcher(self, noexec):
        """One that may not mount, in a pid namespace, which has this setting for itself."""
        folder = scratch()
        self.addCleanup(folder.cleanup)
        launcher = Launcher(folder.name, [
            "unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c",
            f'echo {noexec} > {self.NOEXEC} && exec setpriv --bounding-set -sys_admin "$0" "$@"'])
        self.addCleanup(launcher.close)
        return launcher

    def setUp(self):
        if not self.NOEXEC.exists():
            self.skipTest("this kernel has no vm.memfd_noexec")

    def test_it_runs_where_programs_in_memory_must_say_so(self):
        launcher = self.launcher(1)
        launcher.call("hello", version=1)
        shown = subprocess.run(["readlink", *(path / "exe" for path in pathlib.Path("/proc").glob("[0-9]*"))],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        self.assertIn("memfd:vitrine-launcher", shown.stdout)

    def test_it_says_what_to_do_where_they_are_forbidden(self):
        message, _ = self.launcher(2).receive()
        self.assertEqual((message["event"], message["error"]["name"]), ("failed", "NotSupported"))
        self.assertIn("sysctl vm.memfd_noexec=1", message["error"]["text"])
        self.assertEqual((message["error"]["call"], message["error"]["errnoText"]), ("memfd_create", "Permission denied"))


if __name__ == "__main__":
    if os.environ.get("VITRINE_TEST_PRIVATE") != "1":
        print("SKIP: needs namespaces of its own")
        sys.exit(77)
    unittest.main(verbosity=2)
