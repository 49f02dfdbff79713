#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills: of the launcher, of the helper, of a job. What runs goes on."""

import os
import pathlib
import signal
import time

from vitrine_bus import (
    JOB, MANAGER, ROOT, WORKLOAD, Client, Console, HelperTest, main, wait_until)

SLEEPER = {"image": "busybox", "command": ["sleep", "1000"]}
LONG_STOP = 600_000  # milliseconds


class Launcher(HelperTest):
    def kill_launcher(self):
        old = wait_until(self.helper.launcher, "there is a launcher")
        os.kill(old, signal.SIGKILL)
        return wait_until(lambda: self.helper.launcher() not in (0, old) and self.helper.launcher(),
                          "there is another launcher")

    def test_it_is_brought_back_and_finds_what_runs(self):
        path = self.client.made(dict(SLEEPER, name="survivor"), start=True)
        leader = self.client.get(path, WORKLOAD, "Leader")
        self.kill_launcher()
        self.client.plan(SLEEPER)  # answered by the new one, after its list
        self.assertEqual(self.client.state(path), "running")
        self.assertEqual(self.client.get(path, WORKLOAD, "Leader"), leader)
        self.assertTrue(os.path.exists(f"/proc/{leader}"))
        self.client.succeed(path, "Stop", timeout=0)

    def test_what_is_under_way_fails_and_names_it(self):
        path = self.client.made_stubborn("halfway")
        job = self.client.do(path, "Stop", timeout=LONG_STOP)
        wait_until(lambda: self.client.state(path) == "stopping", "the stop is under way")
        self.kill_launcher()
        ended = self.client.finished(job)
        self.assertEqual(ended["State"], "failed")
        self.assertEqual(ended["Error"]["name"], "org.vitrine.Error.Kernel")
        self.assertIn("launcher", ended["Error"]["text"])
        self.assertEqual(ended["Error"]["object"], "vitrine-launcher")
        self.client.succeed(path, "Stop", timeout=0)

    def test_its_feature_says_that_it_is_back(self):
        self.kill_launcher()
        self.client.plan(SLEEPER)
        features = {f["name"]: f for f in self.client.get(ROOT, MANAGER, "Features")}
        self.assertTrue(features["launcher"]["available"])

    def test_the_end_of_a_container_meanwhile_is_noticed(self):
        path = self.client.made(dict(SLEEPER, name="meanwhile"), start=True)
        leader = self.client.get(path, WORKLOAD, "Leader")
        os.kill(self.helper.launcher(), signal.SIGKILL)
        os.kill(leader, signal.SIGKILL)
        wait_until(lambda: self.client.state(path) == "stopped", "it is seen to have ended")


class Helper(HelperTest):
    def test_another_helper_finds_what_runs(self):
        paths = {self.client.made(dict(SLEEPER, name=f"box-{i}"), start=True) for i in range(3)}
        stopped = self.client.made(dict(SLEEPER, name="stopped"))
        leaders = {path: self.client.get(path, WORKLOAD, "Leader") for path in paths}
        self.helper.stop(signal.SIGKILL)
        wait_until(lambda: not self.client.owner(), "the name is free")
        self.helper.start()
        for path in paths:
            self.assertEqual(self.client.state(path), "running")
            self.assertEqual(self.client.get(path, WORKLOAD, "Leader"), leaders[path])
        self.assertEqual(self.client.state(stopped), "stopped")
        console = Console(self.client.open(next(iter(paths)), WORKLOAD, "OpenConsole"))
        console.close()

    def test_only_one_serves_a_bus(self):
        environment = dict(os.environ, DBUS_SESSION_BUS_ADDRESS=self.bus.address)
        status = os.spawnvpe(os.P_WAIT, self.helper.process.args[0],
                             [str(a) for a in self.helper.process.args], environment)
        self.assertEqual(status, 1)
        self.client.plan(SLEEPER)

    def test_a_damaged_record_shows_with_its_reason(self):
        path = self.client.made(dict(SLEEPER, name="precious"))
        self.helper.stop(signal.SIGKILL)
        wait_until(lambda: not self.client.owner(), "the name is free")
        record = self.helper.folder / "data/containers" / path.rpartition("/")[2] / "record.json"
        record.write_text(record.read_text()[:-30])
        self.helper.start()
        self.assertEqual((self.client.state(path), self.client.get(path, WORKLOAD, "Name")), ("damaged", "precious"))
        error = self.client.get(path, WORKLOAD, "LastError")
        self.assertIn("record", error["text"])
        job = self.client.finished(self.client.do(path, "Start"))
        self.assertEqual((job["State"], job["Error"]["text"]), ("failed", error["text"]))
        self.client.succeed(path, "Delete", trash=3600)
        self.client.do(path, "Restore")
        self.assertEqual(self.client.state(path), "damaged")
        self.client.succeed(path, "Delete")
        self.assertNotIn(path, self.client.objects())

    def test_trash_does_not_outlive_it(self):
        path = self.client.made(dict(SLEEPER, name="kept"))
        self.client.succeed(path, "Delete", trash=1000)
        self.helper.stop(signal.SIGKILL)
        wait_until(lambda: not self.client.owner(), "the name is free")
        self.helper.start()
        self.assertEqual(self.client.get(path, WORKLOAD, "TrashedUntil"), 0)


class Jobs(HelperTest):
    def test_cancel_ends_a_job(self):
        path = self.client.made_stubborn("patient")
        job = self.client.do(path, "Stop", timeout=LONG_STOP)
        wait_until(lambda: self.client.state(path) == "stopping", "the stop is under way")
        self.client.do(job, "Cancel", JOB)
        ended = self.client.finished(job)
        self.assertEqual(ended["State"], "cancelled")
        self.assertEqual(ended["Error"], {})
        self.client.do(job, "Cancel", JOB)  # too late, and no error
        self.assertEqual(self.client.get(job, JOB, "State"), "cancelled")

    def test_one_job_at_a_time_works_on_a_container(self):
        path = self.client.made_stubborn("single")
        job = self.client.do(path, "Stop", timeout=LONG_STOP)
        for method in ("Start", "Stop", "Restart", "Pause", "Resume", "Delete"):
            self.assertIn("stop", self.refused("Busy", self.client.do, path, method))
        self.client.do(job, "Cancel", JOB)
        self.client.finished(job)

    def test_cancelling_a_create_leaves_nothing(self):
        """Whenever the cancel comes: before, between or after the two phases."""
        for _ in range(10):
            job = self.client.create(dict(SLEEPER, name="fleeting"), start=True)
            self.client.do(job, "Cancel", JOB)
            ended = self.client.finished(job)
            self.assertIn(ended["State"], ("cancelled", "done"))
            if ended["State"] == "done":
                self.client.succeed(ended["Workload"], "Delete")
            self.assertFalse([p for p, i in self.client.objects().items() if WORKLOAD in i])

    def test_a_client_that_leaves_does_not_stop_its_job(self):
        other = Client(self.bus)
        other.create(dict(SLEEPER, name="orphan"), start=True)
        other.close()
        wait_until(lambda: [1 for i in self.client.objects().values()
                            if i.get(WORKLOAD, {}).get("State") == "running"], "it runs")

    def test_a_user_has_only_so_many(self):
        paths = [self.client.made_stubborn(f"many-{number}") for number in range(65)]
        jobs = [self.client.do(path, "Stop", timeout=LONG_STOP) for path in paths[:64]]
        self.assertIn("jobs", self.refused("Quota", self.client.do, paths[64], "Stop"))
        for job in jobs:
            self.client.do(job, "Cancel", JOB)
        for job in jobs:
            self.client.finished(job)
        self.client.succeed(paths[64], "Stop", timeout=0)


def switches(pid):
    """Context switches of all threads of PID so far."""
    total = 0
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        for line in status.read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                total += int(line.split()[1])
    return total


class Idleness(HelperTest):
    def test_it_sleeps_while_nobody_asks_and_leaves_when_nobody_is_there(self):
        path = self.client.made(dict(SLEEPER, name="alone"), start=True)
        leader = self.client.get(path, WORKLOAD, "Leader")
        jobs = [p for p, i in self.client.objects().items() if JOB in i]
        wait_until(lambda: not set(jobs) & set(self.client.objects()) or time.sleep(1),
                   "finished jobs are forgotten after a minute", patience=3 * 60)
        before = switches(self.helper.process.pid)
        time.sleep(5)
        self.assertEqual(switches(self.helper.process.pid), before)

        launcher = self.helper.launcher()
        self.client.close()
        wait_until(lambda: self.helper.process.poll() is not None, "it leaves",
                   patience=3 * 60)
        self.assertEqual(self.helper.process.returncode, 0)
        self.assertFalse(os.path.exists(f"/proc/{launcher}"))
        self.assertTrue(os.path.exists(f"/proc/{leader}"))
        self.client = Client(self.bus)
        self.helper.start()
        self.assertEqual(self.client.get(path, WORKLOAD, "Leader"), leader)


main()
