#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of OCI containers by the command line: create, start, state, kill, delete, run, exec."""

import json
import os
import pathlib
import socket
import subprocess
import time
import unittest

from bundle import PATIENCE, PROGRAM, OciTest


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("it did not come to that")
        time.sleep(0.01)


class LifecycleTest(OciTest):
    def test_create_start_kill_delete(self):
        self.shell("echo started > /tmp/mark; exec sleep 1000")
        pid_file = self.folder / "pid"
        self.create("c", "--pid-file", pid_file)
        state = self.status()
        self.assertEqual((state["status"], state["id"], state["bundle"]), ("created", "c", str(self.bundle)))
        self.assertEqual(int(pid_file.read_text()), state["pid"])
        mark = self.bundle / "rootfs/tmp/mark"
        self.assertFalse(mark.exists())
        self.want("start", "c")
        wait_for(mark.exists)
        self.assertEqual(self.status()["status"], "running")
        self.assertEqual(json.loads(self.want("list", "--format", "json"))[0]["id"], "c")
        self.assertIn(str(state["pid"]), self.want("ps", "c"))
        self.want("kill", "c", "KILL")
        wait_for(lambda: self.status()["status"] == "stopped")
        self.want("delete", "c")
        self.assertEqual(self.oci("state", "c").status, 1)
        self.assertEqual(self.containers(), [])

    def test_a_name_is_taken_once(self):
        self.shell("exec sleep 1000")
        self.create()
        again = self.run_it()
        self.assertEqual(again.status, 1)
        self.assertIn("already exists", again.errors)
        self.assertEqual(self.status()["status"], "created")  # the first one has not suffered
        self.want("delete", "--force", "c")

    def test_a_pid_file_that_cannot_be_written(self):
        """The container would be nobody's: it is undone, and its end is told to the hooks."""
        told = self.folder / "told"
        self.config["hooks"] = {"poststop": [{"path": "/bin/sh", "args": ["sh", "-c", f"echo stopped >> {told}"]}]}
        self.shell("exec sleep 1000")
        self.write()
        for command in (["create"], ["run"], ["run", "--detach"]):
            result = self.oci(*command, "-b", self.bundle, "--pid-file", self.folder / "missing/pid", "c")
            self.assertEqual(result.status, 1, command)
            self.assertIn("missing/pid", result.errors)
            self.assertEqual(self.containers(), [])
            self.assertEqual(told.read_text(), "stopped\n")
            told.unlink()
        self.create()
        result = self.oci("exec", "-d", "--pid-file", self.folder / "missing/pid", "c", "sleep", "4321")
        self.assertEqual(result.status, 1)
        self.assertEqual(self.want("ps", "c").split(), ["PID", str(self.status()["pid"])])

    def test_what_is_not_its_turn_is_refused(self):
        self.shell("exec sleep 1000")
        self.create()
        self.assertIn("created, not stopped", self.oci("delete", "c").errors)
        self.want("start", "c")
        self.assertIn("running, not created", self.oci("start", "c").errors)
        self.assertIn("running, not stopped", self.oci("delete", "c").errors)
        self.assertIn("running, not paused", self.oci("resume", "c").errors)
        self.want("delete", "--force", "c")
        self.assertIn("does not exist", self.oci("start", "c").errors)
        self.assertEqual(self.oci("delete", "--force", "c").status, 0)  # as often as one likes

    def test_status_of_the_payload(self):
        self.shell("exit 7")
        self.assertEqual(self.run_it().status, 7)
        self.shell("kill -9 $$; sleep 9")  # a first process does not hear its own signals
        self.config["process"]["args"] = ["sh", "-c", "sh -c 'kill -15 $$'; exit $?"]
        self.assertEqual(self.run_it().status, 128 + 15)

    def test_pause_and_resume(self):
        self.shell("exec sleep 1000")
        self.create()
        self.want("start", "c")
        self.want("pause", "c")
        self.assertEqual(self.status()["status"], "paused")
        self.want("resume", "c")
        self.assertEqual(self.status()["status"], "running")
        self.want("pause", "c")
        self.want("delete", "--force", "c")

    def test_no_program_no_container(self):
        self.config["process"]["args"] = ["nonesuch"]
        self.want_refused("executable file `nonesuch` not found in $PATH")
        self.config["process"]["args"] = ["/etc/passwd"]
        self.want_refused("Permission denied")

    def test_the_parent_is_who_called(self):
        """No process of ours stays between: conmon waits for the container itself."""
        self.shell("exec sleep 1000")
        self.create()
        pid = self.status()["pid"]
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        parent = int(stat[1])
        self.assertNotIn("vitrine", pathlib.Path(f"/proc/{parent}/comm").read_text(encoding="utf-8"))
        self.assertEqual(pathlib.Path(f"/proc/{pid}/fd/0").resolve(), pathlib.Path("/dev/null"))

    def test_exec(self):
        self.shell("exec sleep 1000")
        self.create()
        self.want("start", "c")
        output = self.want("exec", "--env", "A=b", "--cwd", "/tmp", "--user", "7:8", "c",
                           "sh", "-c", "echo $A; pwd; id; hostname; cat /proc/self/cgroup")
        self.assertIn("b\n/tmp\nuid=7 gid=8", output)
        self.assertIn("inside\n", output)
        self.assertIn("0::/\n", output)
        self.assertEqual(self.oci("exec", "c", "sh", "-c", "exit 9").status, 9)
        self.assertIn("not found in $PATH", self.oci("exec", "c", "nonesuch").errors)
        process = {"cwd": "/", "args": ["id"], "user": {"uid": 3, "gid": 4, "additionalGids": [5]},
                   "env": ["PATH=/bin"]}
        file = self.folder / "process.json"
        file.write_text(json.dumps(process))
        self.assertIn("uid=3 gid=4 groups=5", self.want("exec", "--process", file, "c"))

    def test_processors_of_exec(self):
        """execCPUAffinity is not the first process's, and "final" is where the program runs."""
        self.config["process"]["execCPUAffinity"] = {"initial": "0"}
        self.shell("grep Cpus_allowed_list /proc/self/status > /tmp/own; exec sleep 1000")
        self.create()
        self.want("start", "c")
        own = self.bundle / "rootfs/tmp/own"
        wait_for(lambda: own.exists() and own.read_text())
        file = self.folder / "process.json"
        everywhere = own.read_text()
        self.assertEqual(self.want("exec", "c", "grep", "Cpus_allowed_list", "/proc/self/status"), everywhere)
        last = max(os.sched_getaffinity(0))
        for affinity, wanted in (({"final": str(last)}, f"Cpus_allowed_list:\t{last}\n"),
                                 ({"initial": str(last), "final": "0"}, "Cpus_allowed_list:\t0\n"), ({}, everywhere)):
            file.write_text(json.dumps({"cwd": "/", "args": ["grep", "Cpus_allowed_list", "/proc/self/status"],
                                        "env": ["PATH=/bin"], "user": {}, "execCPUAffinity": affinity}))
            self.assertEqual(self.want("exec", "--process", file, "c"), wanted)
        for name in ("initial", "final"):
            for wrong in ("1023", "3-1", "99999999999999999999", ",", "-1"):
                file.write_text(json.dumps({"cwd": "/", "args": ["true"], "env": ["PATH=/bin"], "user": {},
                                            "execCPUAffinity": {name: wrong}}))
                result = self.oci("exec", "--process", file, "c")
                self.assertEqual(result.status, 1, wrong)
                self.assertIn(f"process.execCPUAffinity.{name}", result.errors)

    def test_exec_with_numbers_that_overflow(self):
        self.shell("exec sleep 1000")
        self.create()
        self.want("start", "c")
        for user in ("4294967295", "4294967296", "18446744073709551616", "-1", "0x0", "", "1:", ":1", "1:-1", "root"):
            result = self.oci("exec", "--user", user, "c", "id")
            self.assertEqual(result.status, 1, user)
            self.assertIn("--user: must be a whole number", result.errors, user)
            self.assertEqual(result.output, "")

    def test_a_terminal_for_who_listens(self):
        self.shell("tty; stty size; ls -l /dev/console; read line; echo got $line",
                   terminal=True, consoleSize={"height": 11, "width": 33})
        self.config["process"]["env"].append("TERM=dumb")
        path = self.folder / "console.sock"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            listener.listen()
            self.create("c", "--console-socket", path)
            connection, _ = listener.accept()
            with connection:
                _, descriptors, _, _ = socket.recv_fds(connection, 100, 1)
        master = descriptors[0]
        self.want("start", "c")
        os.write(master, b"hello\n")
        output = b""
        while b"got hello" not in output:
            output += os.read(master, 1000)
        os.close(master)
        self.assertIn(b"/dev/console", output)
        self.assertIn(b"11 33", output)

    def test_a_pid_that_is_another_ones_now(self):
        """state.json names a process of that number that was not its own: it has ended."""
        self.shell("exec sleep 1000")
        self.create()
        file = self.state / "c/state.json"
        state = json.loads(file.read_text())
        first = state["pid"]
        time.sleep(0.05)  # start times are counted in ticks of 10 ms, and numbers do not come again within one
        with subprocess.Popen(["sleep", "1000"]) as other:
            try:
                os.kill(first, 9)
                state["pid"] = other.pid
                file.write_text(json.dumps(state))
                self.assertEqual(self.status()["status"], "stopped")
                self.assertIn("stopped, not running", self.oci("kill", "c", "KILL").errors)
                self.assertIn("not running", self.oci("exec", "c", "true").errors)
                self.want("delete", "c")
                self.assertIsNone(other.poll())
            finally:
                other.kill()

    def test_hooks(self):
        log = self.folder / "hooks"
        script = self.folder / "hook.sh"
        script.write_text(f'#!/bin/sh\necho "$1 $(cat)" >> {log}\n')
        script.chmod(0o755)
        phases = ["prestart", "createRuntime", "createContainer", "poststart", "poststop"]
        self.config["hooks"] = {phase: [{"path": str(script), "args": ["hook", phase], "env": ["PATH=/bin:/usr/bin"]}]
                                for phase in phases}
        self.config["hooks"]["startContainer"] = [{"path": "/bin/touch", "args": ["touch", "/tmp/hooked"]}]
        self.config["annotations"] = {"org.test": "kept"}
        self.shell("ls /tmp/hooked")
        self.want_run()
        lines = [line.split(" ", 1) for line in log.read_text().splitlines()]
        self.assertEqual([phase for phase, _ in lines], phases)
        states = {phase: json.loads(state) for phase, state in lines}
        self.assertEqual(states["createRuntime"]["annotations"], {"org.test": "kept"})
        self.assertEqual(len({states[phase]["pid"] for phase in phases[:4]}), 1)
        self.assertGreater(states["createContainer"]["pid"], 1)
        self.assertEqual(states["poststop"]["status"], "stopped")

    def test_a_hook_that_fails_or_hangs(self):
        self.config["hooks"] = {"createRuntime": [{"path": "/bin/false"}]}
        self.want_refused("hook /bin/false: ended with status 1")
        self.config["hooks"] = {"createContainer": [{"path": "/bin/sleep", "args": ["sleep", "1000"], "timeout": 1}]}
        self.want_refused("did not end within 1 s")
        self.config["hooks"] = {"prestart": [{"path": "/nonexistent"}]}
        self.want_refused("No such file or directory")

    def test_errors_for_engines(self):
        log = self.folder / "log"
        self.write()
        result = self.oci("--log", log, "--log-format", "json", "run", "--bundle", "/nonexistent", "c")
        self.assertEqual(result.status, 1)
        entry = json.loads(log.read_text())
        self.assertEqual(entry["level"], "error")
        self.assertIn("/nonexistent", entry["msg"])
        for words, text in ((["nonesuch"], "is no command"), (["--nonesuch"], "unknown option"),
                            (["state"], "ID: is missing"), (["state", "../x"], "must be 1 to 200 letters"),
                            (["--systemd-cgroup", "run", "-b", self.bundle, "c"], "--systemd-cgroup"),
                            (["run", "--no-pivot", "-b", self.bundle, "c"], "pivot_root")):
            result = self.oci(*words)
            self.assertEqual(result.status, 1, words)
            self.assertIn(text, result.errors)

    def test_events_and_update(self):
        self.shell("exec sleep 1000")
        self.create()
        event = json.loads(self.want("events", "--stats", "c"))
        self.assertEqual((event["type"], event["id"]), ("stats", "c"))
        self.assertIn("total", event["data"]["cpu"]["usage"])
        self.assertIn("linux.resources.memory.limit", self.oci("update", "--memory", "9x", "c").errors
                      + self.oci("update", "--memory", "1000000", "c").errors)

    def test_version_and_help(self):
        self.assertIn("spec: 1.2", subprocess.run([PROGRAM, "--version"], capture_output=True, text=True,
                                                  check=True).stdout)
        self.assertIn("create", self.want("--help"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
