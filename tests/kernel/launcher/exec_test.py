#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""More processes in a running container: as whom, where, with what, and how they end."""

import os
import pathlib
import subprocess
import sys
import time
import unittest

from launcher import Launcher, LauncherTest, Refused, wait_until

USER = 4217  # nobody's


class ExecTest(LauncherTest):
    def started(self, **spec):
        spec.setdefault("command", ["sleep", "1000"])
        container = self.launcher.create(uid=self.user, terminal=False, **spec)
        self.launcher.call("start", container=container)
        return container

    def output(self, container, *command, **options):
        output, errors, status = self.launcher.exec(container, *command, **options)
        self.assertEqual((errors, status), ("", 0))
        return output

    def refused(self, kind, container, *command, **options):
        with self.assertRaises(Refused) as caught:
            self.launcher.open("exec", container=container, command=list(command or ["true"]), **options)
        self.assertEqual(caught.exception.error["name"], kind, caught.exception)
        return caught.exception.error

    # --- where ---------------------------------------------------------------------------------

    def test_no_descriptor_of_the_launcher_is_a_way_out(self):
        """CVE-2024-21626: what the launcher holds open, among it directories of the host."""
        container = self.started()
        for number in range(3, 64):
            for directory in (f"/proc/self/fd/{number}", f"/proc/self/fd/{number}/../../.."):
                error = self.refused("InvalidSpec", container, workingDirectory=directory)
                self.assertTrue(error["object"].startswith("workingDirectory"), error)
        for link in ("/proc/1/root", "/proc/self/cwd", "/proc/self/root/tmp"):
            self.refused("InvalidSpec", container, workingDirectory=link)
        for number in range(3, 64):
            self.refused("NotFound", container, f"/proc/self/fd/{number}/bin/sh")

    def test_directories_are_looked_up_in_the_container(self):
        container = self.started()
        self.output(container, "sh", "-c", "mkdir -p /a/b; ln -s /a/b /link; ln -s ../../../../../../a /up; "
                    "ln -s /proc/1/cwd /magic; ln -s loop /loop; touch /file")
        for directory, wanted in (("/", "/"), ("/a/b", "/a/b"), ("/link", "/a/b"), ("/up", "/a"),
                                  ("/../../../a", "/a"), ("/proc/self", None), ("/dev", "/dev")):
            output = self.output(container, "pwd", "-P", workingDirectory=directory).strip()
            self.assertRegex(output, wanted or "^/proc/[0-9]+$")
        for directory, number in (("/missing", 2), ("/file", 20), ("/magic", 40), ("/loop", 40)):
            error = self.refused("InvalidSpec", container, workingDirectory=directory)
            self.assertEqual((error["call"], error["errno"]), ("chdir", number))
        self.refused("InvalidSpec", container, workingDirectory="a")

    def test_it_holds_its_streams_open_and_nothing_else(self):
        container = self.started()
        for terminal in (False, True):
            output, _, _ = self.launcher.exec(container, "ls", "/proc/self/fd", terminal=terminal)
            self.assertEqual(output.split(), ["0", "1", "2", "3"])  # 3: what ls reads

    # --- as whom -------------------------------------------------------------------------------

    def test_numbers_that_are_no_ids_are_refused(self):
        container = self.started()
        for number in ("4294967295", "4294967296", "18446744073709551616", "99999999999999999999", "-1", "+1",
                       "0x10", "0X0", "1 ", "", "1e3"):
            for user in (number, f"0:{number}", f"{number}:0"):
                if user == "":
                    continue  # the container's own
                error = self.refused("InvalidSpec", container, user=user)
                self.assertTrue(error["object"].startswith("user"), error)
        self.refused("InvalidSpec", container, user=0)

    def test_tables_of_users_are_read_as_what_somebody_else_wrote(self):
        container = self.started()
        def write(passwd, group=""):
            console = self.launcher.open("exec", container=container, command=["sh", "-c", "rm -rf /etc/passwd /etc/group; "
                                         "cat > /etc/passwd; echo \"$1\" > /etc/group", "sh", group])
            console.write(passwd)
            console.end_of_input()
            console.read_all()
            self.assertEqual(console.status, 0, console.errors)
        write("ann:x:0:0::/first:/bin/sh\nann:x:5:5::/second:/bin/sh\n")
        self.assertEqual(self.output(container, "sh", "-c", "echo $HOME", user="ann"), "/first\n")
        write("ann:x:4294967296:0::/:\nbob:x:0:4294967296::/:\n")
        for user in ("ann", "bob"):
            self.assertIn("no id", self.refused("InvalidSpec", container, user=user)["text"])
        for script, word in (("mkfifo /etc/passwd", "no regular file"), ("mkdir /etc/passwd", "no regular file"),
                             ("ln -s /dev/zero /etc/passwd", "no regular file"),
                             ("ln -s /dev/stdin /etc/passwd", ""), ("ln -s /proc/self/fd/0 /etc/passwd", ""),
                             ("ln -s passwd /etc/passwd", ""),
                             ("ln -s ../../../../../../etc/passwd- /etc/passwd", "no user"),
                             ("head -c 2000000 /dev/zero > /etc/passwd", "longer than 1 MiB")):
            self.output(container, "sh", "-c", "rm -rf /etc/passwd; " + script, user="0:0")
            with self.assertRaises(Refused, msg=script) as caught:
                self.launcher.open("exec", container=container, command=["true"], user="ann")
            self.assertIn(word, caught.exception.error["text"], script)


    # --- many, and how they end ------------------------------------------------------------------

    def open(self, container, *command, **options):
        console = self.launcher.open("exec", container=container, command=list(command), **options)
        console.read()
        self.assertIsNotNone(console.session)
        return console

    def processes(self, container, word):
        """Command lines in the container with WORD in them."""
        output, _, _ = self.launcher.exec(container, "sh", "-c", "cd /proc; for p in [0-9]*; do tr '\\0' ' ' < $p/cmdline; echo; done")
        return [line for line in output.splitlines() if word in line and "/proc" not in line]

    def test_fifty_at_once_are_told_apart(self):
        container = self.started()
        consoles = []
        for number in range(50):
            options = {"user": f"{number}:0"} if self.user == 0 else {}  # else there is root alone
            consoles.append(self.open(
                container, "sh", "-c", f"stty size; echo \"$A $(id -u) $PWD\"; read line; exit {number}",
                terminal=True, rows=20 + number, columns=100 + number, environment={"A": f"value {number}"},
                workingDirectory="/tmp" if number % 2 else "/", **options))
        rows = self.launcher.wait_sessions(container, lambda rows: len(rows) == 50)
        for number, (console, row) in enumerate(zip(consoles, rows)):
            user = number if self.user == 0 else 0
            place = "/tmp" if number % 2 else "/"
            text = console.read_until(f"{place}\r\n")
            self.assertEqual(text, f"{20 + number} {100 + number}\r\nvalue {number} {user} {place}\r\n")
            self.assertEqual(row["id"], console.session)
            self.assertEqual((row["command"][0], row["terminal"]), ("sh", True))
            self.assertEqual(row["user"], f"{number}:0" if self.user == 0 else "root")
            children = pathlib.Path(f"/proc/{row['pid']}/cmdline").read_bytes().split(b"\0")
            self.assertIn(f"exit {number}".encode(), children[2])
        self.assertEqual(len({row["pid"] for row in rows}), 50)
        for console in reversed(consoles):
            console.write("\n")
        for number, console in enumerate(consoles):
            console.read_all()
            self.assertEqual(os.waitstatus_to_exitcode(console.status), number)
            console.close()
        self.launcher.wait_sessions(container, lambda rows: not rows)
        runtime = self.base / "run/containers" / container
        wait_until(lambda: not list(runtime.glob("*session*")), "nothing of them is left")

    def test_too_many_are_refused(self):
        container = self.started(name="full")
        consoles = [self.open(container, "sleep", "1000") for _ in range(128)]
        error = self.refused("Quota", container)
        self.assertEqual(error["object"], "sessions")
        self.assertIn("128", error["text"])
        consoles.pop().close()
        def free():
            try:
                self.launcher.exec(container, "true")
            except Refused:
                return False
            return True
        wait_until(free)
        for console in consoles:
            console.close()

    def test_one_can_be_sent_signals(self):
        container = self.started()
        console = self.open(container, "sh", "-c", "trap 'echo usr1; exit 7' USR1; echo ready; while :; do sleep 0.1; done")
        console.read_until("ready")
        for wrong in ("", "NOSUCH", "0", "65", "-1", "4294967305", "9 "):
            with self.assertRaises(Refused) as caught:
                self.launcher.call("signal", container=container, session=console.session, signal=wrong)
            self.assertEqual(caught.exception.error["object"], "signal")
        for wrong in ("", "0", "99", "-1", "4294967297", "1x"):
            for call, arguments in (("signal", {"signal": "KILL"}), ("attach", {})):
                with self.assertRaises(Refused) as caught:
                    self.launcher.call(call, container=container, session=wrong, **arguments)
                self.assertEqual(caught.exception.error["name"], "NotFound")
        self.launcher.call("signal", container=container, session=console.session, signal="SIGUSR1")
        self.assertEqual(console.read_all(), "ready\nusr1\n")
        self.assertEqual(os.waitstatus_to_exitcode(console.status), 7)
        console = self.open(container, "sleep", "1000")
        console.signal(15)
        console.read_all()
        self.assertEqual(os.waitstatus_to_exitcode(console.status), -15)

    def test_input_can_be_left_out(self):
        container = self.started()
        output, _, status = self.launcher.exec(container, "wc", "-c", input=False)
        self.assertEqual((output.strip(), status), ("0", 0))

    def test_nothing_is_left_when_a_client_goes(self):
        """Its foreground, its background, what ignores SIGHUP and what is stopped."""
        container = self.started()
        script = ("trap '' HUP; (trap '' HUP TERM; exec sleep 4251) & sleep 4251 & "
                  "(sleep 4251 & kill -STOP $!); echo ready; sleep 4251; sleep 4251")
        for terminal in (True, False):
            console = self.open(container, "sh", "-c", script, terminal=terminal)
            console.read_until("ready")
            wait_until(lambda: len(self.processes(container, "4251")) == 5) # with the shell itself
            console.close()
            wait_until(lambda: self.processes(container, "4251") == [])
            self.launcher.wait_sessions(container, lambda rows: not rows)

    def test_a_shell_hears_of_its_clients_end(self):
        container = self.started()
        console = self.open(container, "sh", "-c", "trap 'echo bye > /bye; exit' HUP; echo ready; while :; do sleep 0.1; done",
                            terminal=True)
        console.read_until("ready")
        console.close()
        wait_until(lambda: self.launcher.exec(container, "cat", "/bye")[0] == "bye\n")

    def test_a_client_that_goes_while_it_is_typed_to(self):
        """Input waits for a process that does not read: the shim must not run for ever."""
        container = self.started()
        console = self.open(container, "sleep", "4252")
        console.socket.settimeout(0.5)
        try:
            for _ in range(100):
                console.write("x" * 30000)
        except TimeoutError:
            pass
        console.close()
        wait_until(lambda: self.processes(container, "4252") == [])

    def test_a_slow_reader_gets_all_of_it(self):
        container = self.started()
        size = 5_000_000
        console = self.open(container, "sh", "-c", f"head -c {size} /dev/zero; head -c 60000 /dev/zero; exit 3")
        time.sleep(4)  # longer than a client of a container's console may take
        self.assertEqual(len(self.launcher.exec(container, "echo", "others go on")[0]), 13)
        console.read_all()
        self.assertEqual((len(console.output), os.waitstatus_to_exitcode(console.status)), (size + 60000, 3))

    def test_the_end_does_not_wait_for_what_stays_behind(self):
        container = self.started()
        output, _, status = self.launcher.exec(container, "sh", "-c", "sleep 4253 & yes & exit 4")
        self.assertEqual(os.waitstatus_to_exitcode(status), 4)
        self.assertEqual(len(self.processes(container, "sleep 4253")), 1)

    def test_one_can_be_left_and_come_back_to(self):
        container = self.started()
        console = self.open(container, "sh", "-c", "echo before; read line; echo \"got $line\"; stty size; read line",
                            terminal=True)
        console.read_until("before")
        session = console.session
        console.detach()
        first = self.launcher.open("attach", container=container, session=session)
        first.read_until("before")
        second = self.launcher.open("attach", container=container, session=session)
        second.read_until("before")
        first.resize(33, 44)
        second.resize(55, 66)
        first.write("word\n")  # who types has the size
        second.read_until("got word")
        second.read_until("33 44")
        first.close()
        second.close()
        self.assertEqual([row["id"] for row in self.launcher.wait_sessions(container, lambda rows: len(rows) == 1)], [session])
        self.launcher.call("signal", container=container, session=session, signal="9")
        self.launcher.wait_sessions(container, lambda rows: not rows)

    def test_they_end_with_their_container(self):
        container = self.started()
        consoles = [self.open(container, "sleep", "1000", terminal=terminal) for terminal in (True, False)]
        self.launcher.wait_sessions(container, lambda rows: len(rows) == 2)
        self.launcher.call("stop", container=container, timeout=0)
        for console in consoles:
            console.read_all()
            self.assertEqual(os.waitstatus_to_exitcode(console.status), -9)
        self.launcher.wait_sessions(container, lambda rows: not rows)

    def test_they_outlive_a_killed_launcher_but_not_their_clients(self):
        container = self.started()
        kept, gone = (self.open(container, "sleep", str(seconds), terminal=True) for seconds in (4254, 4255))
        before = self.launcher.wait_sessions(container, lambda rows: len(rows) == 2)
        wait_until(lambda: len([name for name in os.listdir(self.base / "run/containers" / container)
                                if name.endswith(".json") and "session" in name]) == 2)
        self.launcher.kill()
        gone.close()
        wait_until(lambda: not os.path.exists(f"/proc/{before[1]['pid']}"))
        self.launcher = Launcher(self.base, self.wrapper)
        self.launcher.__enter__()
        self.assertEqual(self.launcher.sessions[container], before[:1])
        self.assertNotEqual(self.open(container, "true").session, before[1]["id"])
        again = self.launcher.open("attach", container=container, session=before[0]["id"])
        self.launcher.call("signal", container=container, session=before[0]["id"], signal="TERM")
        for console in (kept, again):
            console.read_all()
            self.assertEqual(os.waitstatus_to_exitcode(console.status), -15)
        self.launcher.wait_sessions(container, lambda rows: not rows)

    def test_a_record_of_another_process_is_not_believed(self):
        """The number of a process that has ended may be another's by now."""
        container = self.started()
        console = self.open(container, "sleep", "1000")
        row, = self.launcher.wait_sessions(container, lambda rows: len(rows) == 1)
        record = self.base / "run/containers" / container / f"session-{row['id']}.json"
        wait_until(record.exists)
        self.launcher.kill()
        text = record.read_text()
        other = subprocess.Popen(["sleep", "1000"])
        try:
            for wrong in (text.replace(f'"pid":{row["pid"]}', f'"pid":{other.pid}'), text.replace('"startTime":', '"startTime":1'),
                          text[:-5], "{}", "[]", ""):
                self.assertNotEqual(wrong, text)
                record.write_text(wrong)
                self.launcher = Launcher(self.base, self.wrapper)
                self.launcher.__enter__()
                self.assertEqual(self.launcher.sessions[container], [])
                with self.assertRaises(Refused):
                    self.launcher.call("signal", container=container, session=row["id"], signal="KILL")
                self.launcher.kill()
        finally:
            self.assertIsNone(other.poll())
            other.kill()
            other.wait()
        self.launcher = Launcher(self.base, self.wrapper)
        self.launcher.__enter__()
        console.close()

    def test_a_shim_that_is_killed_takes_its_process_with_it(self):
        container = self.started()
        console = self.open(container, "sleep", "4256")
        row, = self.launcher.wait_sessions(container, lambda rows: len(rows) == 1)
        shim = int(pathlib.Path(f"/proc/{row['pid']}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(shim, 9)
        self.launcher.wait_sessions(container, lambda rows: not rows)
        wait_until(lambda: self.processes(container, "4256") == [])
        console.close()

    def test_a_hundred_leave_no_descriptor_behind(self):
        container = self.started()
        descriptors = []
        for _ in range(100):
            self.launcher.exec(container, "true")
            self.launcher.call("list")
            descriptors.append(len(os.listdir(f"/proc/{self.launcher.process.pid}/fd")))
        self.launcher.wait_sessions(container, lambda rows: not rows)
        self.assertLessEqual(max(descriptors[50:]), max(descriptors[:50]) + 2, descriptors)


class OfAnOrdinaryUser(ExecTest):
    wrapper = ("setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups")
    user = USER


if __name__ == "__main__":
    if os.environ.get("VITRINE_TEST_PRIVATE") != "1":
        print("SKIP: needs namespaces of its own")
        sys.exit(77)
    unittest.main(verbosity=2)
