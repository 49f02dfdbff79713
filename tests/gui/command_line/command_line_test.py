#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line against the real helper: what it prints, what it passes on, how it ends."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv.pop(1)
# A display that is not there: whoever loads a platform plugin fails.
ENVIRONMENT = dict(os.environ, DISPLAY=":987", QT_QPA_PLATFORM="xcb")


def vitrine(*arguments, given=b""):
    return subprocess.run([PROGRAM, *arguments], input=given, capture_output=True,
                          env=ENVIRONMENT, timeout=60)


def names():
    return [workload["name"] for workload in json.loads(vitrine("list", "--json").stdout)]


class CommandLine(unittest.TestCase):
    def tearDown(self):
        for name in names():
            vitrine("rm", name)
        self.assertEqual(names(), [])

    def test_run_passes_on_streams_and_status(self):
        done = vitrine("run", "--rm", "busybox", "sh", "-c", "cat; echo no >&2; exit 7", given=b"in\n")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (7, b"in\n", b"no\n"))
        self.assertEqual(names(), [])

    def test_what_is_in_the_trash_can_be_restored(self):
        vitrine("create", "--name", "web", "busybox")
        self.assertEqual(vitrine("rm", "--trash", "60", "web").returncode, 0)
        self.assertEqual(vitrine("list", "--quiet").stdout, b"")
        self.assertIn(b"in trash", vitrine("list", "--all").stdout)
        refused = vitrine("start", "web")
        self.assertNotEqual(refused.returncode, 0)
        self.assertEqual(vitrine("restore", "web").stdout, b"web\n")
        self.assertEqual(vitrine("list", "--quiet").stdout, b"web\n")
        self.assertNotEqual(vitrine("restore", "web").returncode, 0)

    def test_packets_go_into_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "lo.pcapng"
            capture = subprocess.Popen([PROGRAM, "network", "capture", "host:lo", "-w", file], env=ENVIRONMENT,
                                       stderr=subprocess.PIPE)
            sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            deadline = time.monotonic() + 20
            while not (file.exists() and b"a word in private" in file.read_bytes()):
                self.assertLess(time.monotonic(), deadline, "it comes into the file")
                sender.sendto(b"a word in private", ("127.0.0.1", 9))
                time.sleep(0.05)
            sender.close()
            capture.send_signal(signal.SIGTERM)
            self.assertRegex(capture.communicate(timeout=20)[1], rb"Packets: [1-9]")
            self.assertEqual((capture.returncode, file.stat().st_mode & 0o777), (0, 0o600))
            data = file.read_bytes() # whole blocks, each with its length at both ends
            while data:
                length = int.from_bytes(data[4:8], sys.byteorder)
                self.assertEqual(data[4:8], data[length - 4:length])
                data = data[length:]
            refused = vitrine("network", "capture", "host:lo", "-w", folder)
            self.assertEqual((refused.returncode, b"cannot write" in refused.stderr), (1, True))
        for wrong, status in (("host", 2), ("nothing", 3), ("host:eth77", 3)):
            self.assertEqual(vitrine("network", "capture", wrong).returncode, status)

    def test_networks_are_made_used_and_deleted(self):
        self.assertIn(b"ip link add vt-lan", vitrine("network", "plan", "lan").stdout)
        refused = vitrine("network", "create", "--kind", "routed", "--subnet", "10.0.0.1/24", "lan")
        self.assertEqual((refused.returncode, b"10.0.0.0/24" in refused.stderr), (2, True))
        self.assertEqual(vitrine("network", "--forwarding", "--subnet", "10.99.1.0/24", "create", "lan").stdout, b"lan\n")
        try:
            self.assertEqual(vitrine("run", "-d", "--name", "web", "--network", "lan:address=10.99.1.9", "-p",
                                     "127.0.0.1:8080:80", "busybox", "sh", "-c",
                                     "mkdir /www; echo here > /www/index.html; exec httpd -f -p 80 -h /www").returncode, 0)
            web, = json.loads(vitrine("list", "--json").stdout)
            self.assertEqual(web["connections"][0]["address"], "10.99.1.9")
            self.assertEqual(web["spec"]["ports"], [{"address": "127.0.0.1", "container": 80, "count": 1, "host": 8080,
                                                     "protocol": "tcp"}])
            fetch = "until wget -q -O - http://10.99.1.9/; do sleep 0.05; done"
            capture = subprocess.Popen([PROGRAM, "network", "capture", "web"], stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, env=ENVIRONMENT)
            self.assertEqual(capture.stdout.read(4), b"\n\r\r\n") # pcapng
            fetched = vitrine("run", "--rm", "--network", "lan", "busybox", "timeout", "20", "sh", "-c", fetch)
            capture.send_signal(signal.SIGINT)
            packets, told = capture.communicate(timeout=20)
            self.assertEqual((capture.returncode, b"GET / HTTP" in packets), (0, True))
            self.assertRegex(told, rb"Packets: [1-9]")
            self.assertEqual(fetched.stdout, b"here\n", fetched.stderr)
            self.assertIn(b"vt-lan", vitrine("network").stdout)
            self.assertIn(b"lan.internal", vitrine("network").stdout)
            self.assertEqual(json.loads(vitrine("network", "--json").stdout)[0]["names"], "running")
            for given, port in (("80", (80, 80, 1)), ("8080:80", (8080, 80, 1)), ("8000-8003:80/udp", (8000, 80, 4))):
                spec = vitrine("plan", "--commands", "--network", "lan", "-p", given, "busybox").stdout.decode()
                protocol = "udp" if "udp" in given else "tcp"
                for i in range(port[2]):
                    self.assertIn(f"{protocol} . {port[0] + i} : 10.99.1.2 . {port[1] + i} ", spec)
            self.assertEqual(vitrine("network", "rm", "lan").returncode, 5)  # busy
            self.assertEqual(vitrine("run", "-d", "--name", "late", "busybox", "sleep", "1000").returncode, 0)
            self.assertEqual(vitrine("network", "connect", "lan", "late").stdout, b"late\n")
            self.assertIn(b"late", vitrine("network").stdout)
            self.assertIn(b"10.99.1.", vitrine("exec", "late", "ip", "addr", "show", "eth0").stdout)
            self.assertIn(b"already", vitrine("network", "connect", "lan", "late").stderr)
            for source, target in (("late", "web:80"), ("late", "10.99.1.9:80/tcp"), ("host", "127.0.0.1:8080"), ("late", "web")):
                followed = vitrine("network", "follow", source, target, "--test")
                self.assertEqual(followed.returncode, 0, followed.stdout + followed.stderr)
                self.assertIn(b"Delivered to web\n", followed.stdout)
                self.assertIn(b"Tested: It was answered (", followed.stdout)
            self.assertIn(b"Delivered to this computer\n", vitrine("network", "follow", "late", "host").stdout)
            path = json.loads(vitrine("network", "follow", "--json", "--ipv6", "late", "web:80").stdout)
            self.assertEqual(([hop["kind"] for hop in path["hops"]][-1], ":" in path["address"], "test" in path),
                             ("delivered", True, False))
            ended = vitrine("network", "follow", "late", "10.99.1.200")
            self.assertEqual((ended.returncode, b"Nobody on the bridge vt-lan" in ended.stdout), (1, True))
            for wrong in ("web:0", "web:65536", "web:x", "[web]:80", "web:80/sctp"):
                self.assertEqual(vitrine("network", "follow", "late", wrong).returncode, 2, wrong)
            self.assertEqual(vitrine("network", "follow", "late").returncode, 2)
            self.assertIn(b"nowhere", vitrine("network", "follow", "late", "nowhere").stderr)
            self.assertEqual(vitrine("network", "set", "--inbound", "10m", "--link", "down", "lan", "late").stdout, b"late\n")
            late, = (row for row in json.loads(vitrine("list", "--json").stdout) if row["name"] == "late")
            connection, = late["connections"]
            self.assertEqual((connection["inbound"], connection["outbound"], connection["up"]), (10_000_000, 0, False))
            self.assertEqual(vitrine("network", "set", "--inbound", "none", "--link", "up", "lan", "late").returncode, 0)
            for wrong in (["--inbound", "10"], ["--inbound", "fast"], ["--link", "maybe"], []):
                self.assertEqual(vitrine("network", "set", *wrong, "lan", "late").returncode != 0, True, wrong)
            self.assertEqual(vitrine("network", "--forwarding", "create", "other").stdout, b"other\n")
            self.assertEqual(vitrine("network", "allow", "lan", "other").returncode, 0)
            reaches = {row["name"]: len(row["reaches"]) for row in json.loads(vitrine("network", "--json").stdout)}
            self.assertEqual(reaches, {"lan": 1, "other": 0})
            self.assertEqual(vitrine("network", "deny", "lan", "other").returncode, 0)
            self.assertIn(b"no network", vitrine("network", "deny", "lan", "none").stderr)
            self.assertEqual(vitrine("network", "rm", "other").returncode, 0)
            self.assertEqual(vitrine("network", "disconnect", "lan", "late").stdout, b"late\n")
            self.assertNotEqual(vitrine("exec", "late", "ip", "addr", "show", "eth0").returncode, 0)
            self.assertIn(b"not in the network", vitrine("network", "disconnect", "lan", "late").stderr)
            vitrine("rm", "late")
            self.assertEqual(vitrine("rm", "web").returncode, 0)
        finally:
            self.assertEqual(vitrine("network", "rm", "lan").stdout, b"lan\n")
        for wrong in ("x:80", "80:x", "8080-8081:80-85", "1.2.3.4:80:80:80"):
            self.assertEqual(vitrine("run", "-p", wrong, "busybox").returncode, 125, wrong)

    def test_networks_outside(self):
        subprocess.run(["ip", "link", "add", "uplink7", "type", "veth", "peer", "name", "outside7"], check=True)
        try:
            options = ("--kind", "macvlan", "--parent", "uplink7", "--subnet", "203.0.113.0/24")
            plan = vitrine("network", "plan", *options, "outer").stdout
            self.assertIn(b"do not reach each other", plan)
            self.assertIn(b"no bridge", vitrine("network", "create", *options, "--kind", "bridge", "outer").stderr)
            self.assertIn(b"parent", vitrine("network", "create", "--kind", "macvlan", "outer").stderr)
            created = vitrine("network", "create", *options, "--gateway", "203.0.113.1", "--range", "203.0.113.64/28", "outer")
            self.assertEqual(created.stdout, b"outer\n")
            row, = json.loads(vitrine("network", "list", "--json").stdout)
            self.assertEqual((row["kind"], row["interface"], row["gateway"], row["state"]),
                             ("macvlan", "uplink7", "203.0.113.1", "up"))
            self.assertEqual(row["hindrances"], ["uplink7 is down: ip link set uplink7 up"])
            inside = vitrine("run", "--rm", "--network", "outer", "busybox", "ip", "addr", "show", "eth0").stdout
            self.assertIn(b"203.0.113.64/24", inside)
            self.assertEqual(vitrine("network", "rm", "outer").stdout, b"outer\n")
        finally:
            subprocess.run(["ip", "link", "del", "uplink7"], check=True)

    def test_logs_are_printed_and_followed(self):
        vitrine("create", "--name", "web", "-T", "busybox", "sh", "-c", "echo said; echo bad >&2; printf end")
        with subprocess.Popen([PROGRAM, "logs", "--follow", "web"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=ENVIRONMENT) as follower:
            vitrine("start", "web")
            self.assertEqual(follower.stdout.readline(), b"said\n")
            self.assertEqual(follower.stderr.readline(), b"bad\n")
            self.assertEqual(follower.stdout.read(3), b"end")
            shown = vitrine("logs", "web")
            self.assertEqual((shown.returncode, shown.stdout, shown.stderr), (0, b"said\nend", b"bad\n"))
            self.assertRegex(vitrine("logs", "--timestamps", "--tail", "1", "--stream", "stderr", "web").stderr,
                             rb"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z bad\n$")
            rows = [json.loads(line) for line in vitrine("logs", "--json", "web").stdout.splitlines()]
            self.assertEqual([row["text"] for row in rows if row["stream"] == "stdout"], ["said", "end"])
            self.assertEqual(vitrine("logs", "--since", "2200-01-01T00:00:00", "web").stdout, b"")
            vitrine("rm", "web")
            self.assertEqual(follower.wait(60), 0) # it ends with the container
        for wrong in (["--tail", "few"], ["--since", "yesterday"], ["--stream", "both"]):
            self.assertEqual(vitrine("logs", *wrong, "web").returncode, 3 if wrong[0] == "--stream" else 2)
        self.assertEqual(vitrine("create", "--log-size", "1", "busybox").returncode, 2)

    def test_times_have_units(self):
        vitrine("create", "--name", "timed", "--stop-timeout", "1.5s", "--health-cmd", "true", "--health-interval",
                "2m", "--health-timeout", "500ms", "--health-start-period", "700", "busybox")
        spec = json.loads(vitrine("list", "--json").stdout)[0]["spec"]
        self.assertEqual((spec["stopTimeout"], spec["health"]["interval"], spec["health"]["timeout"],
                          spec["health"]["startPeriod"]), (1500, 120_000, 500, 700))
        for option in ("--stop-timeout", "--health-interval"):
            for wrong in ("soon", "1 s", "-1s", "1d", "", "9e9s", "99999999999999999999s"):
                done = vitrine("create", option, wrong, "--health-cmd", "true", "busybox")
                self.assertEqual(done.returncode, 2, wrong)
                self.assertIn(f"{option} wants a time such as 500ms, 10s or 2m", done.stderr.decode())
        self.assertEqual(vitrine("stop", "--timeout", "soon", "timed").returncode, 2)
        self.assertEqual(vitrine("stop", "--timeout", "0.1s", "timed").returncode, 0)

    def test_features_tell_what_there_is_and_what_to_do(self):
        features = {feature["name"]: feature for feature in json.loads(vitrine("features", "--json").stdout)}
        self.assertTrue(features["launcher"]["available"])
        shown = vitrine("features").stdout.decode()
        for feature in features.values():
            self.assertIn(("yes  " if feature["available"] else "NO   ") + feature["title"], shown)

    def test_errors_advise_what_a_terminal_can_do(self):
        done = vitrine("run", "--memory", "64m", "busybox", "true")
        if done.returncode == 0:
            self.skipTest("there is a memory controller here: nothing to refuse")
        self.assertEqual(done.returncode, 125)
        self.assertIn("vitrine features", done.stderr.decode())
        self.assertNotIn("System check", done.stderr.decode())

    def test_run_removes_what_did_not_start(self):
        done = vitrine("run", "--rm", "busybox", "/no/such/program")
        self.assertEqual(done.returncode, 127)
        self.assertIn(b"/no/such/program", done.stderr)
        self.assertEqual(names(), [])

    def test_control_characters_do_not_reach_the_terminal(self):
        done = vitrine("run", "--rm", "busybox", "/no/\x1b]52;c;aGk=\x07\x9b2Jsuch")
        self.assertEqual(done.returncode, 127)
        text = done.stderr.decode()
        self.assertIn("]52;c;aGk=", text)
        self.assertEqual([c for c in text if c < " " and c != "\n" or "\x7f" <= c < "\xa0"], [])

    def attached(self, script, *options):
        """`vitrine run` of a shell SCRIPT that prints a line when it is ready."""
        running = subprocess.Popen([PROGRAM, "run", *options, "busybox", "sh", "-c", script],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=ENVIRONMENT)
        self.addCleanup(running.kill)
        self.assertEqual(running.stdout.readline(), b"ready\n")
        return running

    def test_a_signal_to_run_stops_the_container(self):
        for number in signal.SIGINT, signal.SIGTERM:
            with self.subTest(signal=number):
                running = self.attached(
                    "trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.1; done",
                    "--name", "polite")
                running.send_signal(number)
                self.assertEqual(running.communicate(timeout=30), (b"bye\n", b""))
                self.assertEqual(running.returncode, 5)
                row = json.loads(vitrine("list", "--json").stdout)[0]
                self.assertEqual((row["name"], row["state"]), ("polite", "stopped"))
                vitrine("rm", "polite")

    def test_a_second_signal_to_run_kills_the_container(self):
        running = self.attached(
            "trap 'echo no' TERM; echo ready; while :; do sleep 0.1; done", "--rm")
        running.send_signal(signal.SIGINT)
        self.assertEqual(running.stdout.readline(), b"no\n")  # it was asked, and stays
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=30)
        self.assertEqual(running.returncode, 128 + signal.SIGKILL)
        self.assertEqual(names(), [])

    def test_two_dashes_before_the_command(self):
        name = vitrine("run", "-d", "busybox", "--", "sleep", "100").stdout.decode().strip()
        self.assertEqual(names(), [name])
        for arguments in ([name, "--", "echo", "--"], ["--", name, "echo", "--"],
                          [name, "echo", "--"]):
            with self.subTest(arguments=arguments):
                self.assertEqual(vitrine("exec", *arguments).stdout, b"--\n")
        self.assertEqual(vitrine("exec", name, "--").returncode, 125)
        self.assertEqual(vitrine("stop", "--", name).stdout.decode().strip(), name)

    def test_create_prints_the_name_that_it_chose(self):
        printed = [vitrine("create", "busybox").stdout.decode().strip() for _ in range(2)]
        self.assertEqual(sorted(printed), sorted(names()))
        self.assertEqual(len(set(printed)), 2)

    def test_life_of_a_container(self):
        self.assertEqual(vitrine("create", "--name", "box", "busybox").stdout, b"box\n")
        self.assertEqual(vitrine("start", "box").returncode, 0)
        row = json.loads(vitrine("--json", "list").stdout)[0]
        self.assertEqual((row["name"], row["state"], row["image"]), ("box", "running", "busybox"))
        self.assertGreater(row["leader"], 1)
        done = vitrine("exec", "-e", "A=b", "-w", "/etc", "box", "sh", "-c", "echo $A; pwd; exit 3")
        self.assertEqual((done.returncode, done.stdout), (3, b"b\n/etc\n"))
        for verb, state in (("pause", "paused"), ("resume", "running"), ("stop", "stopped")):
            options = ["--timeout", "0"] if verb == "stop" else []
            self.assertEqual(vitrine(verb, *options, "box").returncode, 0)
            self.assertEqual(json.loads(vitrine("list", "--json").stdout)[0]["state"], state)

    def row(self, name):
        return next(row for row in json.loads(vitrine("list", "--json").stdout) if row["name"] == name)

    def test_update_rename_and_clone(self):
        vitrine("run", "-d", "--name", "box", "--restart", "always", "busybox", "sleep", "1000")
        done = vitrine("update", "-e", "A=b", "--restart", "no", "box")
        self.assertEqual((done.returncode, done.stdout), (0, b"box\n"))
        self.assertIn(b"restart box to apply: environment", done.stderr)
        self.assertEqual(self.row("box")["pending"], ["environment"])
        self.assertEqual(vitrine("update", "--reset", "environment", "box").stderr, b"")
        self.assertEqual(vitrine("rename", "box", "crate").stdout, b"crate\n")
        self.assertEqual(vitrine("clone", "crate", "copy").returncode, 5)
        vitrine("stop", "--timeout", "0", "crate")
        self.assertEqual(vitrine("clone", "crate", "copy").stdout, b"copy\n")
        self.assertEqual(names(), ["crate", "copy"])
        for status, arguments in ((2, ["update", "crate"]), (2, ["rename", "crate"]),
                                  (4, ["rename", "crate", "copy"]), (3, ["clone", "nothing", "new"]),
                                  (2, ["update", "--restart", "never", "crate"])):
            self.assertEqual(vitrine(*arguments).returncode, status, arguments)

    def test_an_update_keeps_what_it_does_not_name(self):
        vitrine("create", "--name", "box", "-e", "A=1", "-e", "B=2", "--health-cmd", "true", "--health-retries", "7",
                "--log-size", "2m", "--log-files", "5", "busybox", "sleep", "1000")
        done = vitrine("update", "-e", "B=3", "--health-interval", "9s", "--log-size", "1m", "box")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        spec = self.row("box")["spec"]
        self.assertEqual(spec["environment"], {"A": "1", "B": "3"})
        self.assertEqual(spec["health"]["command"], ["sh", "-c", "true"])
        self.assertEqual((spec["health"]["retries"], spec["health"]["interval"]), (7, 9000))
        self.assertEqual((spec["log"]["maxSize"], spec["log"]["files"]), (1 << 20, 5))
        vitrine("update", "--reset", "environment", "-e", "C=4", "--health-cmd", "none", "box")
        spec = self.row("box")["spec"]
        self.assertEqual(spec["environment"], {"C": "4"})
        self.assertEqual(spec["health"], {})
        done = vitrine("update", "--health-interval", "9s", "box")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"health.command", done.stderr)
        done = vitrine("rename", "box", "Bad Name")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"vitrine: name: must be", done.stderr)

    def test_large_streams_arrive_whole(self):
        vitrine("run", "-d", "--name", "pipe", "busybox")
        count = 3_000_000
        done = vitrine("exec", "-i", "pipe", "wc", "-c", given=b"y" * count)
        self.assertEqual(done.stdout.strip(), str(count).encode())
        done = vitrine("exec", "pipe", "sh", "-c", f"yes | head -c {count}")
        self.assertEqual(len(done.stdout), count)

    def test_plan_changes_nothing(self):
        steps = json.loads(vitrine("plan", "--json", "busybox").stdout)
        self.assertEqual([step["index"] for step in steps], list(range(len(steps))))
        self.assertGreater(len(steps), 10)
        self.assertEqual(names(), [])

    def test_errors_have_their_status(self):
        vitrine("create", "--name", "box", "busybox")
        for status, arguments in (
                (2, ["frobnicate"]), (125, ["run"]), (2, ["list", "--no-such-option"]),
                (2, ["create", "--memory", "much", "busybox"]), (2, ["create", "--name", "-", "busybox"]),
                (3, ["start", "nothing"]), (3, ["plan", "no-such-image"]),
                (4, ["create", "--name", "box", "busybox"])):
            with self.subTest(arguments=arguments):
                done = vitrine(*arguments)
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertEqual(done.stdout, b"")
                self.assertNotEqual(done.stderr, b"")
        error = json.loads(vitrine("--json", "start", "nothing").stderr)["error"]
        self.assertEqual(error["name"], "org.vitrine.Error.NotFound")

    def test_help_needs_no_helper(self):
        self.assertIn(b"exec", vitrine("--help").stdout)
        for command in ("run", "create", "plan", "exec", "list", "start", "stop", "rm"):
            done = vitrine(command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"Usage: vitrine " + command.encode(), done.stdout)


if __name__ == "__main__":
    unittest.main()
