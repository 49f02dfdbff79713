#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Containers on the real kernel, through the real launcher."""

import errno
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time
import unittest

from launcher import Launcher, Refused, scratch, wait_for_empty_trash, wait_until

NAMESPACES = ["mnt", "uts", "ipc", "pid", "net", "user", "cgroup", "time"]


def namespaces_of(pid):
    return {name: os.readlink(f"/proc/{pid}/ns/{name}") for name in NAMESPACES}


class ContainerTest(unittest.TestCase):
    def setUp(self):
        folder = scratch()
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name)
        self.launcher = Launcher(self.base)
        self.launcher.__enter__()
        self.addCleanup(self.end)

    def end(self):
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        wait_for_empty_trash(self.base)
        self.launcher.close()

    def restart_launcher(self):
        self.launcher = Launcher(self.base)
        self.launcher.__enter__()

    def refuse(self, kind, **spec):
        with self.assertRaises(Refused) as refused:
            self.launcher.create(**spec)
        self.assertEqual(refused.exception.error["name"], kind, refused.exception)
        return refused.exception.error

    def start_shell(self, **spec):
        container = self.launcher.create(**spec)
        self.launcher.call("start", container=container)
        return container, self.launcher.open("console", container=container)

    def assert_nothing_runs(self):
        """The end is told before the runtime directory is cleared."""
        wait_until(lambda: os.listdir(self.base / "run/containers") == [])

    # --- what a container is ---------------------------------------------------------------

    def test_first_process_is_in_eight_namespaces_of_its_own(self):
        container, console = self.start_shell(name="web")
        leader = self.launcher.containers[container]["leader"]
        ours, its = namespaces_of("self"), namespaces_of(leader)
        self.assertEqual([name for name in NAMESPACES if ours[name] == its[name]], [])
        console.write("hostname; id -u; echo pid $$; ls /proc | grep -c '^[0-9]'\n")
        console.write("echo END-of-it | tr a-z A-Z\n")
        text = console.read_until("END-OF-IT").replace("\r", "")
        for wanted in ("\nweb\n", "\n0\n", "\npid 1\n"):
            self.assertIn(wanted, text)

    def test_its_mounts_stay_inside_where_the_host_shares_its_own(self):
        """As systemd has it: what is mounted in a shared mount appears in its peers."""
        with scratch() as folder:
            shared = Launcher(folder, ("unshare", "--mount", "--propagation", "shared"))
            with shared:
                for _ in range(2):
                    output, status = shared.run("sh", "-c", "ls /; echo in-it > /marker")
                    self.assertEqual(status, 0, output)
                mounts = pathlib.Path(f"/proc/{shared.process.pid}/mountinfo").read_text()
                self.assertEqual([line for line in mounts.splitlines() if folder in line], [])
                for container in list(shared.containers):
                    shared.call("delete", container=container)

    def test_root_inside_is_nobody_outside(self):
        container, _ = self.start_shell()
        leader = self.launcher.containers[container]["leader"]
        self.assertGreaterEqual(os.stat(f"/proc/{leader}").st_uid, 1 << 30)

    def test_confinement(self):
        output, status = self.launcher.run(
            "sh", "-c", "cat /proc/self/status; ls -l /proc/self/fd; echo x > /proc/sys/kernel/core_pattern;"
            "mount -t tmpfs x /mnt; cat /proc/keys | wc -c; mknod /tmp/sda b 8 0; readlink /proc/1/exe")
        self.assertEqual(status, 0, output)
        self.assertRegex(output, r"NoNewPrivs:\s+1")
        self.assertRegex(output, r"Seccomp:\s+2")
        self.assertRegex(output, r"CapInh:\s+0+\n")
        self.assertRegex(output, r"CapBnd:\s+00000000800405fb\n")
        descriptors = [line.split()[-3:] for line in output.splitlines() if " -> " in line]
        self.assertEqual([d[0] for d in descriptors if d[0].isdigit()], ["0", "1", "2"], output)

    def test_writes_land_in_the_upper_layer_and_not_in_the_image(self):
        container, console = self.start_shell()
        console.write("touch /marker; rm /etc/hosts; echo DONE-$((1+1))\n")
        console.read_until("DONE-2")
        upper = self.base / "data/containers" / container / "upper"
        self.assertTrue((upper / "marker").is_file())
        self.assertTrue((upper / "etc/hosts").is_char_device())
        image, = (path for path in (self.base / "data/images").iterdir() if path.name.startswith("busybox-"))
        self.assertTrue((image / "etc/hosts").is_file())
        self.assertFalse((image / "marker").exists())

    def test_storage_is_closed_to_others(self):
        for folder in ("data", "run"):
            self.assertEqual(os.stat(self.base / folder).st_mode & 0o777, 0o700)

    def test_read_only_root(self):
        output, _ = self.launcher.run("sh", "-c", "touch /marker; touch /dev/shm/ok && echo shm", readOnlyRoot=True)
        self.assertIn("shm", output)
        output, _ = self.launcher.run("sh", "-c", "touch /marker 2>&1; true", readOnlyRoot=True)
        self.assertIn("Read-only file system", output)

    def test_this_system_hides_homes_and_storage(self):
        output, status = self.launcher.run(
            "sh", "-c", "ls -A /root /home /tmp /run /var/tmp; id -u; grep -c . /etc/os-release", image="this-system")
        self.assertEqual(status, 0, output)
        self.assertNotIn("data", output)
        self.assertIn("\n0\n", output)
        before = os.stat("/etc/os-release")
        self.launcher.run("sh", "-c", "echo changed > /etc/hostname; rm -rf /usr/bin/env", image="this-system")
        self.assertTrue(os.path.exists("/usr/bin/env"))
        self.assertEqual(before.st_mtime, os.stat("/etc/os-release").st_mtime)

    # --- its life ----------------------------------------------------------------------------

    def test_delete_leaves_nothing(self):
        container, _ = self.start_shell()
        leader = self.launcher.containers[container]["leader"]
        self.launcher.call("delete", container=container)
        self.assertFalse(os.path.exists(f"/proc/{leader}"))
        self.assertEqual(os.listdir(self.base / "data/containers"), [])
        self.assert_nothing_runs()
        wait_for_empty_trash(self.base)
        self.assertNotIn(container, self.launcher.containers)

    def test_exit_status_and_reason_are_kept(self):
        _, status = self.launcher.run("sh", "-c", "exit 7")
        self.assertEqual(status, 7)
        container = list(self.launcher.containers)[0]
        self.assertEqual(self.launcher.containers[container]["exitReason"], "exited with status 7")
        self.launcher.close()
        self.restart_launcher()
        self.assertEqual(self.launcher.containers[container]["exitStatus"], 7)

    def test_stop_lets_a_process_that_handles_sigterm_finish(self):
        container, console = self.start_shell(
            command=["sh", "-c", "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done"])
        console.read_until("ready")
        self.launcher.call("stop", container=container, timeout=20000)
        self.assertEqual(self.launcher.containers[container]["exitStatus"], 3)

    def test_stop_kills_one_that_does_not_end(self):
        container, console = self.start_shell(
            command=["sh", "-c", "trap 'echo no' TERM; echo ready; while :; do sleep 0.05; done"])
        console.read_until("ready")
        self.launcher.call("stop", container=container, timeout=200)
        self.assertEqual(self.launcher.containers[container]["exitReason"], "killed by SIGKILL")

    def test_a_stop_that_is_not_waited_for_is_cancelled(self):
        container, console = self.start_shell(
            command=["sh", "-c", "trap 'echo no' TERM; echo ready; while :; do sleep 0.05; done"])
        console.read_until("ready")
        stop = self.launcher.send("stop", container=container, timeout=60000)
        self.launcher.send("cancel", request=stop)
        with self.assertRaises(Refused) as refused:
            self.launcher.result(stop)
        self.assertEqual(refused.exception.error["name"], "Cancelled")
        self.assertEqual(self.launcher.containers[container]["state"], "running")

    def test_pause_stops_and_resume_goes_on(self):
        container, console = self.start_shell(
            command=["sh", "-c", "while :; do echo x >> /ticks; sleep 0.02; done"])
        ticks = self.base / "data/containers" / container / "upper/ticks"
        wait_until(lambda: ticks.exists())
        self.launcher.call("pause", container=container)
        self.assertEqual(self.launcher.containers[container]["state"], "paused")
        size = ticks.stat().st_size
        time.sleep(0.3)
        self.assertEqual(ticks.stat().st_size, size)
        self.launcher.call("resume", container=container)
        wait_until(lambda: ticks.stat().st_size > size)
        self.launcher.call("pause", container=container)
        self.launcher.call("stop", container=container, timeout=0)
        self.assert_nothing_runs()

    def test_processes_that_it_leaves_behind_end_with_it(self):
        container, console = self.start_shell(
            command=["sh", "-c", "sleep 4242 & setsid sleep 4243 & echo ready; read line"])
        console.read_until("ready")
        console.write("\n")
        self.launcher.wait_state(container, "stopped")
        self.assert_nothing_runs()

    def test_a_hundred_rounds_leave_no_descriptor_behind(self):
        container = self.launcher.create(command=["true"], terminal=False)
        descriptors = []
        for _ in range(100):
            self.launcher.call("start", container=container)
            self.launcher.wait_state(container, "stopped")
            self.launcher.call("list")  # what it does after the news is done by then
            descriptors.append(len(os.listdir(f"/proc/{self.launcher.process.pid}/fd")))
        # One more while the last round's files are let go of.
        self.assertLessEqual(max(descriptors[50:]), max(descriptors[:50]), descriptors)

    # --- console and exec --------------------------------------------------------------------

    def test_a_second_client_sees_what_was_printed_before(self):
        container, console = self.start_shell()
        console.write("echo first-$((40+2))\n")
        console.read_until("first-42")
        console.close()
        again = self.launcher.open("console", container=container)
        again.read_until("first-42")
        again.resize(33, 101)
        again.write("stty size\n")
        again.read_until("33 101")

    def test_last_output_stays_readable(self):
        output, _ = self.launcher.run("sh", "-c", "echo last words; echo and errors >&2")
        self.assertIn("last words\n", output)

    def test_a_console_opened_while_it_ends_tells_the_whole_end(self):
        container = self.launcher.create(command=["sh", "-c", "echo last-word; exit 7"], terminal=False)
        for _ in range(100):
            self.launcher.call("start", container=container)
            console = self.launcher.open("console", container=container)
            console.end_of_input()
            self.assertEqual(console.read_all(), "last-word\n")
            self.assertEqual(os.waitstatus_to_exitcode(console.status), 7)
            console.close()
            self.launcher.wait_state(container, "stopped")
            self.assertEqual(self.launcher.containers[container]["exitReason"], "exited with status 7")

    def test_exec_has_streams_and_a_status_of_its_own(self):
        container, _ = self.start_shell()
        output, errors, status = self.launcher.exec(
            container, "sh", "-c", "pwd; echo $A; echo bad >&2; exit 9", environment={"A": "b c"}, workingDirectory="/tmp")
        self.assertEqual((output, errors, os.waitstatus_to_exitcode(status)), ("/tmp\nb c\n", "bad\n", 9))

    def test_exec_reads_its_input_to_the_end(self):
        container, _ = self.start_shell()
        console = self.launcher.open("exec", container=container, command=["wc", "-c"])
        for _ in range(20):
            console.write("x" * 10000)
        console.end_of_input()
        self.assertEqual(console.read_all().strip(), "200000")

    def test_exec_is_in_the_same_namespaces_and_confined(self):
        container, _ = self.start_shell()
        leader = self.launcher.containers[container]["leader"]
        output, _, _ = self.launcher.exec(
            container, "sh", "-c", "for n in %s; do readlink /proc/self/ns/$n; done; grep -E 'Seccomp:|NoNew|CapBnd' /proc/self/status; tty"
            % " ".join(NAMESPACES))
        self.assertEqual(output.splitlines()[:8], list(namespaces_of(leader).values()))
        self.assertRegex(output, r"NoNewPrivs:\s+1")
        self.assertRegex(output, r"Seccomp:\s+2")
        self.assertIn("not a tty", output)
        output, _, _ = self.launcher.exec(container, "tty", terminal=True)
        self.assertIn("/dev/pts/", output)

    def test_a_session_ends_when_its_client_goes(self):
        container, _ = self.start_shell()
        console = self.launcher.open("exec", container=container, command=["sh", "-c", "echo $$; exec sleep 4244"])
        pid = console.read_until("\n").strip()
        console.close()
        def gone():
            output, _, _ = self.launcher.exec(container, "sh", "-c", f"test -e /proc/{pid} && echo there; true")
            return output == ""
        wait_until(gone)

    def test_exec_of_a_missing_command(self):
        container, _ = self.start_shell()
        with self.assertRaises(Refused) as refused:
            self.launcher.open("exec", container=container, command=["nosuch"])
        self.assertEqual(refused.exception.error["name"], "NotFound")
        self.assertEqual(refused.exception.error["call"], "execve")
        self.assertEqual(refused.exception.error["errno"], 2)

    # --- bad input ---------------------------------------------------------------------------

    def test_refusals_name_the_field_and_leave_nothing(self):
        self.assertEqual(self.refuse("InvalidSpec", name="A b")["object"], "name")
        self.assertEqual(self.refuse("NotFound", image="debian")["object"], "image")
        self.assertEqual(self.refuse("InvalidSpec", limits={"memory": 5})["object"], "limits.memory")
        self.assertEqual(self.refuse("InvalidSpec", colour="red")["object"], "colour")
        self.launcher.create(name="twice")
        self.assertEqual(self.refuse("Exists", name="twice")["object"], "name")
        self.launcher.create(name="twice", uid=4711)  # names are each user's own
        self.assertEqual(len(os.listdir(self.base / "data/containers")), 2)

    def test_a_start_that_fails_says_where_and_leaves_nothing(self):
        for spec, name, call in (({"command": ["/nosuch"]}, "NotFound", "execve"),
                                 ({"command": ["/etc"]}, "InvalidSpec", "execve"),
                                 ({"workingDirectory": "/nosuch"}, "InvalidSpec", "chdir")):
            container = self.launcher.create(**spec)
            with self.assertRaises(Refused) as refused:
                self.launcher.call("start", container=container)
            self.assertEqual((refused.exception.error["name"], refused.exception.error["call"]), (name, call))
            row = self.launcher.containers[container]
            self.assertEqual(row["state"], "failed")
            failed, = (step for step in row["steps"] if step["state"] == "failed")
            self.assertEqual(failed["index"], row["error"]["step"])
            self.assert_nothing_runs()
            self.launcher.close()
            self.restart_launcher()
            again = self.launcher.containers[container]
            self.assertEqual((again["state"], again["error"]), ("failed", row["error"]))

    def test_a_plan_makes_nothing(self):
        steps = self.launcher.call("plan", spec={"image": "busybox"}, uid=0)["steps"]
        self.assertEqual(steps[-1]["kind"], "execute")
        self.assertEqual(os.listdir(self.base / "data/images"), [])

    def test_unknown_calls_and_shapes_are_answered(self):
        for call, arguments in (("fly", {}), ("start", {}), ("start", {"container": "../x"}),
                                ("stop", {"container": 7}), ("create", {"spec": [], "uid": 0})):
            with self.assertRaises(Refused):
                self.launcher.call(call, **arguments)
        self.launcher.call("features")

    def test_a_second_launcher_is_refused(self):
        second = Launcher(self.base)
        message, _ = second.receive()
        self.assertEqual((message["event"], message["error"]["name"]), ("failed", "Busy"))
        self.assertIn(f"process {self.launcher.process.pid})", message["error"]["text"])
        self.assertEqual(second.process.wait(30), 1)
        self.assertIn("another launcher", second.process.stderr.read())
        second.close()

    def test_a_full_disk_is_told_and_running_containers_go_on(self):
        self.launcher.close()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m,mode=0700", "small", self.base / "data"], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", self.base / "data"], check=True)
        self.restart_launcher()
        container, console = self.start_shell()
        console.write("dd if=/dev/zero of=/fill bs=64k; echo full-$((40+2))\n")
        console.read_until("full-42")
        with self.assertRaises(Refused) as refused:
            self.launcher.create(name="late")
        self.assertEqual(refused.exception.error["errno"], errno.ENOSPC, refused.exception)
        self.assertEqual(os.listdir(self.base / "data/containers"), [container])
        console.write("echo alive-$((40+2))\n")
        console.read_until("alive-42")
        self.launcher.call("stop", container=container, timeout=0)
        self.assertEqual(self.launcher.containers[container]["state"], "stopped")
        self.launcher.call("delete", container=container)
        self.assertEqual(os.listdir(self.base / "data/containers"), [])
        wait_for_empty_trash(self.base)
        self.launcher.call("delete", container=self.launcher.create(name="late"))

    def test_one_whose_storage_has_gone_can_still_be_deleted(self):
        container = self.launcher.create()
        shutil.rmtree(self.base / "data/containers" / container)
        with self.assertRaises(Refused):
            self.launcher.call("start", container=container)
        self.launcher.call("delete", container=container)
        self.assertNotIn(container, self.launcher.containers)

    # --- death of the launcher ---------------------------------------------------------------

    def test_what_a_killed_launcher_had_not_removed_goes(self):
        trash = self.base / "data/trash"
        self.launcher.kill()
        (trash / "0123456789abcdef/upper/d").mkdir(parents=True)
        self.restart_launcher()
        wait_until(lambda: not list(trash.iterdir()))

    def test_what_its_end_could_not_clear_its_next_start_does(self):
        container = self.launcher.create(command=["sleep", "1000"], terminal=False)
        self.launcher.call("start", container=container)
        busy = self.base / "group"
        (busy / "within").mkdir(parents=True)
        with (self.base / "run/containers" / container / "journal").open("a") as journal:
            journal.write(json.dumps({"cgroup": {"mount": str(self.base), "path": "/group"}}) + "\n")
        self.launcher.call("stop", container=container, timeout=0)
        with self.assertRaises(Refused) as refused:
            self.launcher.call("start", container=container)
        self.assertIn("cgroup.kill", refused.exception.error["object"])
        (busy / "within").rmdir()
        self.launcher.call("start", container=container)
        self.assertFalse(busy.exists())

    def test_containers_outlive_a_killed_launcher(self):
        container, console = self.start_shell()
        console.write("echo still-$((40+2))\n")
        console.read_until("still-42")
        steps = self.launcher.call("steps", container=container)["steps"]
        while "steps" not in self.launcher.containers[container]: # says that they are kept
            self.launcher.receive()
        before = self.launcher.containers[container]
        self.assertEqual(before["steps"], steps)
        self.launcher.kill()
        self.restart_launcher()
        after = self.launcher.containers[container]
        for field in ("state", "leader", "cgroup", "steps", "started"):
            self.assertEqual(before[field], after[field], field)
        again = self.launcher.open("console", container=container)
        again.read_until("still-42")
        output, _, _ = self.launcher.exec(container, "hostname")
        self.assertEqual(output.strip(), before["hostname"])
        self.launcher.call("stop", container=container, timeout=0)
        self.assert_nothing_runs()

    def test_an_end_without_a_launcher_is_not_lost(self):
        container, _ = self.start_shell(command=["sh", "-c", "echo ended alone; sleep 0.5; exit 5"])
        self.launcher.kill()
        shim_gone = self.base / "run/containers" / container / "exit"
        wait_until(lambda: shim_gone.exists())
        self.restart_launcher()
        self.assertEqual(self.launcher.containers[container]["exitStatus"], 5)
        self.assertIn("ended alone", self.launcher.open("console", container=container).read_all())
        self.assert_nothing_runs()

    def test_a_killed_shim_takes_its_container_along(self):
        container, _ = self.start_shell()
        leader = self.launcher.containers[container]["leader"]
        shim = int(pathlib.Path(f"/proc/{leader}/stat").read_text().rsplit(")", 1)[1].split()[1])
        os.kill(shim, signal.SIGKILL)
        row = self.launcher.wait_state(container, "stopped")
        self.assertNotEqual(row["exitStatus"], 0)
        # Its new parent may let it lie as a zombie.
        wait_until(lambda: not os.path.exists(f"/proc/{leader}/ns/net"))
        wait_until(lambda: not os.listdir(self.base / "run/containers"))  # its end is told before that


if __name__ == "__main__":
    unittest.main(verbosity=2)
