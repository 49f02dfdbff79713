#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""exec, attach and start --attach against the real helper: with pipes, and in a terminal."""
import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
import unittest

PROGRAM = sys.argv.pop(1)
ENVIRONMENT = dict(os.environ, DISPLAY=":987", QT_QPA_PLATFORM="xcb")
PATIENCE = 60  # seconds


def vitrine(*arguments, given=b""):
    return subprocess.run([PROGRAM, *arguments], input=given, capture_output=True, env=ENVIRONMENT, timeout=PATIENCE)


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("it never came true")
        time.sleep(0.02)


class InTerminal:
    """The program in a terminal of ours."""

    def __init__(self, *arguments, rows=30, columns=90):
        self.master, self.slave = pty.openpty()
        self.resize(rows, columns)
        self.before = termios.tcgetattr(self.slave)
        self.output = b""
        self.process = subprocess.Popen(
            [PROGRAM, *arguments], stdin=self.slave, stdout=self.slave, stderr=self.slave, env=ENVIRONMENT,
            start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))

    def resize(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text):
        os.write(self.master, text.encode())

    def expect(self, text):
        os.set_blocking(self.master, False)
        def there():
            try:
                self.output += os.read(self.master, 65536)
            except (BlockingIOError, OSError):
                pass
            return text.encode() in self.output
        try:
            wait_until(there)
        except AssertionError:
            raise AssertionError(f"no {text!r} in {self.output!r}") from None

    def end(self):
        """Its status, and whether the terminal is as it was."""
        status = self.process.wait(PATIENCE)
        same = termios.tcgetattr(self.slave) == self.before
        os.close(self.master)
        os.close(self.slave)
        return status, same


class Sessions(unittest.TestCase):
    def setUp(self):
        made = vitrine("run", "-d", "--name", "box", "busybox", "sh", "-c",
                       "echo hello; while read line; do echo got-$line; stty size; done; exit 9")
        self.assertEqual(made.returncode, 0, made.stderr)

    def tearDown(self):
        for row in json.loads(vitrine("list", "--json").stdout):
            vitrine("rm", row["name"])

    def sessions(self):
        return json.loads(vitrine("sessions", "--json", "box").stdout)

    # --- with pipes ------------------------------------------------------------------------------

    def test_streams_are_apart_and_whole(self):
        data = bytes(range(256)) * 20000
        done = vitrine("exec", "-i", "box", "sh", "-c", "cat; echo bad >&2; exit 3", given=data)
        self.assertEqual((done.returncode, done.stdout == data, done.stderr), (3, True, b"bad\n"))

    def test_without_interactive_input_is_not_touched(self):
        script = f"{PROGRAM} exec box cat; cat"
        done = subprocess.run(["sh", "-c", script], input=b"for the second\n", capture_output=True, env=ENVIRONMENT,
                              timeout=PATIENCE)
        self.assertEqual(done.stdout, b"for the second\n")

    def test_statuses_are_the_fields(self):
        for status, arguments in ((0, ["box", "true"]), (3, ["box", "sh", "-c", "exit 3"]),
                                  (137, ["box", "sh", "-c", "kill -9 $$"]), (127, ["box", "nosuch"]),
                                  (127, ["box", "/no/such"]), (126, ["box", "/etc"]), (125, ["nobody", "true"]),
                                  (125, ["box"]), (125, ["--nosuch", "box", "true"]),
                                  (125, ["-u", "4294967296", "box", "true"]), (125, ["-u", "-1", "box", "true"]),
                                  (125, ["-w", "/proc/self/fd/7", "box", "true"]),
                                  (125, ["--detach-keys", "ctrl-", "box", "true"])):
            done = vitrine("exec", *arguments)
            self.assertEqual(done.returncode, status, (arguments, done.stderr))
            self.assertEqual(done.stderr == b"", status not in (125, 126, 127))
        self.assertEqual(vitrine("attach", "nobody").returncode, 125)

    def test_user_directory_and_environment(self):
        done = vitrine("exec", "-u", "root:0", "-w", "/etc", "-e", "A=b c", "-e", "C=", "box", "sh", "-c",
                       'id -u; pwd; echo "$A|${C-unset}"')
        self.assertEqual(done.stdout, b"0\n/etc\nb c|\n")

    def test_signals_are_passed_on(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            running = subprocess.Popen([PROGRAM, "exec", "box", "sh", "-c", f"trap 'echo told; exit 6' {int(number)}; "
                                        "echo ready; while :; do sleep 0.1; done"], stdout=subprocess.PIPE, env=ENVIRONMENT)
            self.assertEqual(running.stdout.readline(), b"ready\n")
            running.send_signal(number)
            self.assertEqual(running.communicate(timeout=PATIENCE)[0], b"told\n")
            self.assertEqual(running.returncode, 6)

    def test_a_killed_client_leaves_nothing(self):
        running = subprocess.Popen([PROGRAM, "exec", "box", "sh", "-c", "echo ready; sleep 4261"], stdout=subprocess.PIPE,
                                   env=ENVIRONMENT)
        self.assertEqual(running.stdout.readline(), b"ready\n")
        wait_until(self.sessions)
        running.kill()
        running.communicate()
        wait_until(lambda: not self.sessions())
        self.assertNotIn(b"4261", vitrine("exec", "box", "ps").stdout)

    def test_detached_ones_are_listed_and_killed(self):
        number = vitrine("exec", "-d", "-u", "0", "box", "sleep", "1000").stdout.decode().strip()
        wait_until(self.sessions)  # several changes at once are told together, a moment later
        row, = self.sessions()
        self.assertEqual((row["id"], row["user"], row["command"]), (number, "0", ["sleep", "1000"]))
        self.assertIn(b"sleep 1000", vitrine("sessions", "box").stdout)
        self.assertEqual(vitrine("sessions", "--kill", number, "--signal", "NOSUCH", "box").returncode, 2)
        self.assertEqual(vitrine("sessions", "--kill", "99", "box").returncode, 3)
        self.assertEqual(vitrine("sessions", "--kill", number, "box").returncode, 0)
        wait_until(lambda: not self.sessions())

    # --- in a terminal -----------------------------------------------------------------------------

    def test_a_shell_in_a_terminal(self):
        shell = InTerminal("exec", "-it", "box", "sh")
        shell.type("stty size; tty\n")
        shell.expect("30 90")
        shell.expect("/dev/pts/")
        shell.resize(44, 55)
        def resized():
            shell.output = b""
            shell.type("stty size\n")
            shell.expect("\n")
            time.sleep(0.1)
            shell.expect("\n")
            return b"44 55" in shell.output
        wait_until(resized)
        shell.type("sleep 4262\n")
        wait_until(lambda: b"sleep 4262\n" in vitrine("exec", "box", "ps", "-o", "args").stdout)
        shell.type("\x03")
        wait_until(lambda: b"sleep 4262\n" not in vitrine("exec", "box", "ps", "-o", "args").stdout)
        shell.type("echo after-$((1+1))\n")
        shell.expect("after-2")
        shell.type("exit 5\n")
        self.assertEqual(shell.end(), (5, True))

    def test_the_terminal_is_restored_however_it_ends(self):
        for number in (signal.SIGTERM, signal.SIGHUP):
            shell = InTerminal("exec", "-it", "box", "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done")
            shell.expect("ready")
            shell.process.send_signal(number)
            if number == signal.SIGTERM:
                time.sleep(0.2)  # the first one was passed on, and is ignored
                shell.process.send_signal(number)
            self.assertEqual(shell.end(), (128 + number, True))
        wait_until(lambda: not self.sessions())

    def test_leaving_a_session_and_coming_back(self):
        shell = InTerminal("exec", "-it", "--detach-keys", "ctrl-a,d", "box", "sh")
        shell.type("\x01\x10\x11echo still-$((2+1))\n")  # neither is the keys
        shell.expect("still-3")
        shell.type("\x01d")
        shell.expect("goes on")
        self.assertEqual(shell.end(), (0, True))
        row, = self.sessions()
        again = InTerminal("attach", "--session", row["id"], "box")
        again.expect("still-3")
        again.type("\nexit 4\n")
        self.assertEqual(again.end(), (4, True))

    def test_attaching_many_times_and_at_once(self):
        for _ in range(3):
            one = InTerminal("attach", "box", rows=20, columns=60)
            one.expect("hello")
            two = InTerminal("attach", "box", rows=25, columns=70)
            two.expect("hello")
            two.type("word\n")
            one.expect("got-word")
            two.expect("25 70")
            for client in (one, two):
                client.type("\x10\x11")
                self.assertEqual(client.end(), (0, True))
        last = InTerminal("attach", "box")
        last.expect("hello")
        last.type("\x04")
        self.assertEqual(last.end(), (9, True))
        self.assertEqual(vitrine("attach", "box").returncode, 125)

    def test_start_attached(self):
        vitrine("create", "--name", "cat", "--no-tty", "busybox", "sh", "-c", "cat; exit 8")
        done = vitrine("start", "-a", "-i", "cat", given=b"through\n")
        self.assertEqual((done.returncode, done.stdout), (8, b"through\n"))
        self.assertEqual(vitrine("start", "-a", "cat", "box").returncode, 125)
        self.assertEqual(vitrine("start", "-i", "cat").returncode, 2)
        self.assertEqual(vitrine("start", "nothing").returncode, 3)


if __name__ == "__main__":
    unittest.main()
