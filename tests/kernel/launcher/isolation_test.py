#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Namespaces that are shared, users, privileges, devices and process 1, on the real kernel."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

from launcher import LauncherTest, Refused, device_for_all, scratch

USER = 4217  # nobody's
KINDS = ["uts", "ipc", "pid", "net", "user", "cgroup", "time"]
SHOW = "for n in mnt %s; do readlink /proc/self/ns/$n; done" % " ".join(KINDS)


class IsolationTest(LauncherTest):
    def output_of(self, script, status=0, **spec):
        output, ended = self.launcher.run("sh", "-c", script, uid=self.user, **spec)
        self.assertEqual(ended, status, output)
        return output

    def started(self, name, **spec):
        spec.setdefault("command", ["sleep", "1000"])
        container = self.launcher.create(uid=self.user, name=name, terminal=False, **spec)
        self.launcher.call("start", container=container)
        return container

    def refused(self, kind, field, start=False, **spec):
        with self.assertRaises(Refused) as caught:
            container = self.launcher.create(uid=spec.pop("uid", self.user), terminal=False, **spec)
            self.assertTrue(start, "it was accepted")
            self.launcher.call("start", container=container)
        error = caught.exception.error
        self.assertEqual(error["name"], kind, caught.exception)
        self.assertTrue(error["object"].startswith(field), error)
        return error

    def links(self, leader):
        return {kind: os.readlink(f"/proc/{leader}/ns/{kind}") for kind in KINDS}

    def shared_with(self, one, other):
        """The kinds of namespaces that two containers have in common."""
        first, second = (self.links(self.launcher.containers[c]["leader"]) for c in (one, other))
        return {kind for kind in KINDS if first[kind] == second[kind]}


class Common(IsolationTest):
    """What root's containers and an ordinary user's have alike."""

    def test_a_domain_name_and_clocks_of_its_own(self):
        output = self.output_of("cat /proc/sys/kernel/domainname; cut -d. -f1 /proc/uptime", domainname="lab.example",
                                clockOffsets={"boottime": 1_000_000, "monotonic": 500})
        domain, uptime = output.split()
        self.assertEqual(domain, "lab.example")
        self.assertGreater(int(uptime), 1_000_000)

    def test_namespaces_are_shared_with_the_one_that_owns_their_users(self):
        first = self.started("first")
        joined = {kind: "container:first" for kind in ("user", "net", "ipc", "uts", "time")}
        second = self.started("second", namespaces=joined)
        self.assertEqual(self.shared_with(first, second), set(joined))
        output, _, status = self.launcher.exec(second, "sh", "-c", "hostname; id -u; touch /made; ls -ln /made")
        self.assertEqual(status, 0, output)
        self.assertEqual(output.split()[:2], ["first", "0"])
        self.launcher.call("stop", container=first, timeout=0)
        self.launcher.call("stop", container=second, timeout=0)
        self.refused("Busy", "namespaces.", start=True, namespaces={"net": "container:first", "user": "container:first"})

    def test_what_is_not_there_cannot_be_joined(self):
        self.refused("NotFound", "namespaces.net", namespaces={"net": "container:nosuch"})
        self.refused("InvalidSpec", "namespaces.mnt", namespaces={"mnt": "host"})
        self.refused("InvalidSpec", "namespaces.colour", namespaces={"colour": "host"})

    def test_process_1_can_be_a_reaper(self):
        # It names itself, which the command may come before.
        named = "while grep -q memfd /proc/1/comm; do sleep 0.02; done; cat /proc/1/comm; "
        output = self.output_of(named + "echo $$; (sleep 0.1 &); sleep 0.5; ls /proc | grep -c '^[0-9]'", init=True)
        comm, pid, count = output.split()
        self.assertEqual(comm, "vitrine-init")
        self.assertEqual(pid, "2")
        self.assertEqual(count, "4")  # init, sh, ls, grep: the orphan was reaped
        self.assertEqual(self.launcher.run("sh", "-c", "kill -9 $$", uid=self.user, init=True)[1], 128 + 9)
        self.output_of("exit 7", status=7, init=True)

    def test_the_reaper_passes_signals_on(self):
        container = self.launcher.create(uid=self.user, init=True, command=[
            "sh", "-c", "trap 'echo asked; exit 3' TERM; echo ready; while :; do sleep 0.05; done"])
        self.launcher.call("start", container=container)
        console = self.launcher.open("console", container=container)
        console.read_until("ready")
        self.launcher.call("stop", container=container, timeout=20000)
        self.assertEqual(self.launcher.containers[container]["exitStatus"], 3)

    def test_a_reapers_command_that_is_missing_is_told(self):
        error = self.refused("NotFound", "command[0]", start=True, init=True, command=["/nosuch"])
        self.assertEqual(error["call"], "execve")

    def test_nothing_of_the_launcher_reaches_the_payload(self):
        output = self.output_of("ls /proc/self/fd; pwd; grep -E '^Cap(Inh|Amb)' /proc/self/status; ls -di / | cut -d' ' -f1")
        self.assertEqual(output.split()[:4], ["0", "1", "2", "3"])  # the last one is of ls itself
        self.assertIn("\n/\n", output)
        self.assertEqual(len(re.findall(r"Cap(?:Inh|Amb):\s+0+\n", output)), 2, output)

    # --- privileges --------------------------------------------------------------------------

    def test_capabilities_are_added_and_dropped(self):
        def bounding(**spec):
            text = self.output_of("grep CapBnd /proc/self/status", **spec)
            return int(text.split()[1], 16)
        usual = bounding()
        self.assertEqual(bounding(capabilities={"add": ["CAP_NET_RAW"]}), usual | 1 << 13)
        self.assertEqual(bounding(capabilities={"drop": ["chown", "kill"]}), usual & ~(1 << 0) & ~(1 << 5))
        self.assertEqual(bounding(capabilities={"drop": ["all"], "add": ["chown"]}), 1)
        self.refused("InvalidSpec", "capabilities.add[0]", capabilities={"add": ["fly"]})

    def test_privileged_and_unfiltered_are_what_they_say(self):
        fields = "grep -E '^(Seccomp|NoNewPrivs):' /proc/self/status | tr -d '\\t'"
        self.assertEqual(self.output_of(fields).split(), ["NoNewPrivs:1", "Seccomp:2"])
        self.assertEqual(self.output_of(fields, seccomp="off").split(), ["NoNewPrivs:1", "Seccomp:0"])
        self.assertEqual(self.output_of(fields, noNewPrivileges=False).split(), ["NoNewPrivs:0", "Seccomp:2"])
        output = self.output_of(fields + "; mount -t tmpfs x /mnt && echo mounted", privileged=True)
        self.assertEqual(output.split(), ["NoNewPrivs:0", "Seccomp:0", "mounted"])
        steps = self.launcher.call("plan", uid=self.user, spec={"image": "busybox", "seccomp": "off"})["steps"]
        self.assertTrue(any(step["note"].startswith("risk: ") for step in steps))

    def test_a_device_is_given_on_request_only(self):
        self.assertIn("No such file", self.output_of("ls /dev/fuse 2>&1; true"))
        if not pathlib.Path("/dev/net/tun").exists():
            self.skipTest("this computer has no /dev/net/tun")
        with device_for_all("/dev/net/tun"):
            output = self.output_of("ls /dev/net/tun; test -c /dev/net/tun && : < /dev/net/tun; echo $?; : > /dev/null; echo $?",
                                    devices=["/dev/net/tun"])
        self.assertEqual(output.split(), ["/dev/net/tun", "0", "0"])
        self.refused("InvalidSpec", "devices[0]", devices=["/etc/passwd"])

    # --- users -------------------------------------------------------------------------------

    def test_users_that_there_are_not(self):
        for user, field in (("nosuch", "user"), ("0:nosuch", "user"), ("4294967295", "user"), ("99999999999", "user"),
                            ("-1", "user"), ("a b", "user")):
            start = not re.search(r"\d{10}|-| ", user)
            self.refused("InvalidSpec", field, start=start, user=user)
        container = self.started("running")
        for user in ("4294967295", "99999999999999999999", "nosuch", "-5"):
            with self.assertRaises(Refused) as caught:
                self.launcher.open("exec", container=container, command=["id"], user=user)
            self.assertEqual(caught.exception.error["name"], "InvalidSpec")
            self.assertTrue(caught.exception.error["object"].startswith("user"), caught.exception)

    def test_root_by_name_keeps_its_capabilities(self):
        output = self.output_of("id -u; grep CapEff /proc/self/status", user="root")
        self.assertEqual(output.split()[0], "0")
        self.assertNotEqual(int(output.split()[2], 16), 0)


class Root(Common):
    def test_namespaces_of_the_host(self):
        ours = self.links("self")
        shared = {kind: "host" for kind in ("uts", "ipc", "net", "cgroup", "time")}
        container = self.started("sharing", namespaces=shared)
        its = self.links(self.launcher.containers[container]["leader"])
        self.assertEqual({kind for kind in KINDS if ours[kind] == its[kind]}, set(shared))
        output, errors, status = self.launcher.exec(container, "sh", "-c", "hostname; ls /sys/class/net")
        self.assertEqual(status, 0, errors)
        self.assertEqual(output.split()[0], os.uname().nodename)

    def test_the_hosts_processes(self):
        container = self.started("watching", namespaces={"pid": "host"}, command=["sh", "-c", "sleep 4250 & sleep 4251"])
        leader = self.launcher.containers[container]["leader"]
        output, _, _ = self.launcher.exec(container, "sh", "-c", f"ls -d /proc/{leader}; kill -0 1 2>&1; echo $?")
        self.assertIn(f"/proc/{leader}\n", output)
        self.assertNotIn("\n0\n", output)  # to see is not to signal
        self.launcher.call("stop", container=container, timeout=0)
        left = subprocess.run(["pgrep", "-f", "sleep 425[01]"], capture_output=True, text=True, check=False)
        self.assertEqual(left.stdout, "")

    def test_the_hosts_users_make_root_root(self):
        output = self.output_of("cat /proc/self/uid_map; touch /made; stat -c %u /made", namespaces={"user": "host"})
        self.assertEqual(output.split(), ["0", "0", "4294967295", "0"])
        container, = self.launcher.containers
        self.assertEqual((self.base / "data/containers" / container / "upper/made").stat().st_uid, 0)

    def test_others_never_share_the_hosts_users(self):
        self.assertIn("root", self.refused("NotSupported", "namespaces.user", uid=USER, namespaces={"user": "host"})["text"])
        self.refused("NotSupported", "namespaces.net", uid=USER, namespaces={"net": "path:/proc/1/ns/net"})
        self.launcher.create(name="mine", namespaces={"net": "host"})
        self.refused("NotFound", "namespaces.net", uid=USER, namespaces={"net": "container:mine"})
        self.refused("NotSupported", "namespaces.net", namespaces={"net": "container:mine"})

    def test_a_network_of_another_container_without_its_users(self):
        first = self.started("first")
        second = self.started("second", namespaces={"net": "container:first", "ipc": "container:first"})
        self.assertEqual(self.shared_with(first, second), {"net", "ipc"})
        self.refused("NotSupported", "namespaces.pid", namespaces={"pid": "container:first"})

    def test_processes_of_another_container(self):
        first = self.started("first")
        second = self.started("second", namespaces={"pid": "container:first", "user": "container:first"},
                              command=["sh", "-c", "sleep 4252 & exec sleep 4253"])
        output, _, _ = self.launcher.exec(first, "ps")
        self.assertIn("sleep 4253", output)
        self.launcher.call("stop", container=second, timeout=0)
        output, _, _ = self.launcher.exec(first, "ps")
        self.assertNotIn("sleep 425", output)

    def test_a_namespace_by_its_path(self):
        holder = subprocess.Popen(["unshare", "--net", "sleep", "1000"])
        self.addCleanup(lambda: (holder.kill(), holder.wait()))
        path = f"/proc/{holder.pid}/ns/net"
        while os.readlink(path) == os.readlink("/proc/self/ns/net"):
            pass
        container = self.started("joining", namespaces={"net": f"path:{path}"})
        self.assertEqual(self.links(self.launcher.containers[container]["leader"])["net"], os.readlink(path))
        self.refused("InvalidSpec", "namespaces.net", start=True, namespaces={"net": "path:/etc/passwd"})

    def test_a_user_from_the_containers_tables(self):
        container = self.launcher.create(uid=0, name="users", terminal=False, user="tester", groups=["extra", "77"],
                                         command=["sh", "-c", "id; echo $HOME; grep CapEff /proc/self/status; echo x > /dev/stdout; touch /x"])
        upper = self.base / "data/containers" / container / "upper"
        (upper / "etc").mkdir()
        (upper / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\ntester:x:1234:1235::/home/tester:/bin/sh\n")
        (upper / "etc/group").write_text("root:x:0:\nmain:x:1235:\nextra:x:55:\nmember:x:66:other,tester\n")
        self.launcher.call("start", container=container)
        self.launcher.wait_state(container, "stopped")
        output = self.launcher.open("console", container=container).read_all()
        self.assertIn("uid=1234(tester) gid=1235(main)", output)
        self.assertEqual(set(re.findall(r"\b(55|66|77)\b", output.split("\n")[0])), {"55", "66", "77"})
        self.assertIn("\n/home/tester\n", output)
        self.assertRegex(output, r"CapEff:\s+0+\n")
        self.assertIn("\nx\n", output)
        self.assertIn("Permission denied", output)

    def test_tables_that_are_no_files_are_refused(self):
        container = self.launcher.create(uid=0, name="trap", terminal=False, user="tester", command=["id"])
        upper = self.base / "data/containers" / container / "upper"
        (upper / "etc").mkdir()
        os.mkfifo(upper / "etc/passwd")
        with self.assertRaises(Refused) as caught:
            self.launcher.call("start", container=container)
        self.assertIn("no regular file", caught.exception.error["text"])

    def test_exec_as_another_user(self):
        container = self.started("users", user="1000:1000")
        for user, wanted in ((None, "1000"), ("0", "0"), ("77:88", "77")):
            options = {"user": user} if user else {}
            output, _, _ = self.launcher.exec(container, "id", "-u", **options)
            self.assertEqual(output.strip(), wanted)
        with self.assertRaises(Refused) as caught:
            self.launcher.open("exec", container=container, command=["id"], user="70000")
        self.assertIn("no such id", caught.exception.error["text"])

    def test_root_has_ranges_of_its_own(self):
        self.refused("NotSupported", "idMap", idMap="single")


class OrdinaryUser(Common):
    wrapper = ["setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups"]
    user = USER

    def test_what_takes_more_is_refused_with_the_field(self):
        self.started("first")
        self.assertIn("namespaces.user", self.refused("NotSupported", "namespaces.net", namespaces={"net": "container:first"})["text"])
        self.refused("NotSupported", "namespaces.user", namespaces={"user": "host"})
        self.refused("NotSupported", "namespaces.pid", namespaces={"pid": "host"})

    def test_subordinate_ids_that_cannot_be_had_are_refused_or_told(self):
        self.assertIn("/etc/subuid", self.refused("NotSupported", "idMap", idMap="subordinate")["text"])
        steps = self.launcher.call("plan", uid=USER, spec={"image": "busybox"})["steps"]
        note, = (step["note"] for step in steps if step["kind"] == "write-id-maps")
        self.assertIn("/etc/subuid", note)
        self.refused("InvalidSpec", "user", start=True, user="1000")

    def test_the_hosts_network(self):
        output = self.output_of("readlink /proc/self/ns/net; ls /sys/class/net", namespaces={"net": "host"})
        self.assertEqual(output.split()[0], os.readlink("/proc/self/ns/net"))


class SubordinateIds(IsolationTest):
    """An ordinary user with ranges in /etc/subuid and /etc/subgid."""
    wrapper = ["setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups"]
    user = USER

    def setUp(self):
        if not os.access("/usr/bin/newuidmap", os.X_OK):
            self.skipTest("newuidmap is not installed")
        tables = scratch()
        self.addCleanup(tables.cleanup)
        for name in ("subuid", "subgid"):
            table = pathlib.Path(tables.name) / name
            table.write_text(f"other:1000:1\n{USER}:700000:65535\n")
            subprocess.run(["mount", "--bind", table, f"/etc/{name}"], check=True)
            self.addCleanup(subprocess.run, ["umount", f"/etc/{name}"], check=True)
        passwd = pathlib.Path(tables.name) / "passwd"
        passwd.write_text(pathlib.Path("/etc/passwd").read_text() + f"somebody:x:{USER}:{USER}::/nonexistent:/bin/sh\n")
        subprocess.run(["mount", "--bind", passwd, "/etc/passwd"], check=True)
        self.addCleanup(subprocess.run, ["umount", "/etc/passwd"], check=True)
        os.chmod(tables.name, 0o755)
        super().setUp()

    def test_a_container_has_many_users(self):
        output = self.output_of("cat /proc/self/uid_map; mkdir /a; chown 1000:1000 /a; chmod 700 /a; stat -c %u /a")
        self.assertEqual(output.split(), ["0", str(USER), "1", "1", "700000", "65535", "1000"])
        container, = self.launcher.containers
        self.assertEqual((self.base / "data/containers" / container / "upper/a").stat().st_uid, 700999)
        # end() deletes it, though its user may not even look into /a

    def test_users_groups_and_exec(self):
        container = self.started("users", user="1000:1000", groups=["50"])
        output, _, _ = self.launcher.exec(container, "id")
        self.assertIn("uid=1000 gid=1000 groups=50", output.replace(",1000", ""))

    def test_one_id_only_when_asked_for(self):
        self.assertEqual(self.output_of("cat /proc/self/uid_map", idMap="single").split(), ["0", str(USER), "1"])

    def test_features_say_so(self):
        feature, = (row for row in self.launcher.call("features")["features"] if row["name"] == "subordinate-ids")
        self.assertTrue(feature["available"])
        self.assertIn("65536 ids", feature["reason"])

    def test_shared_users(self):
        first = self.started("first")
        second = self.started("second", namespaces={"user": "container:first", "net": "container:first"})
        self.assertEqual(self.shared_with(first, second), {"user", "net"})
        output, _, _ = self.launcher.exec(second, "sh", "-c", "cat /proc/self/uid_map", user="7")
        self.assertIn("65535", output)


del IsolationTest, Common  # bases of others

if __name__ == "__main__":
    if os.environ.get("VITRINE_TEST_PRIVATE") != "1":
        print("SKIP: needs namespaces of its own")
        sys.exit(77)
    unittest.main(verbosity=2)
