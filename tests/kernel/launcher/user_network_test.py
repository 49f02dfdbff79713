#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks of an ordinary user: in namespaces of their own, nothing of this computer is changed."""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import unittest

from launcher import Refused, device_for_all, wait_until
from network_test import Outside, OUTSIDE, UPLINK, fetch, run

USER = 2_000_000 + os.getpid()  # nobody's, nor of another test beside this one
AS_USER = ["setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups", "--no-new-privs"]


def processes(name):
    """Those of the user that are called NAME."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.stat(f"/proc/{pid}").st_uid == USER \
                    and pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == name \
                    and pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z":
                found.append(int(pid))
        except (FileNotFoundError, ProcessLookupError):
            pass
    return found


def inside(*command):
    """What COMMAND says in the user's network."""
    holder, = processes("vitrine-holder")
    return run("nsenter", "-t", str(holder), "-n", *command)


def bridges():
    return {link["ifname"] for link in json.loads(inside("ip", "-j", "link", "show", "type", "bridge"))}


class UserNetworkTest(Outside):
    user = USER
    wrapper = AS_USER

    def setUp(self):
        self.enterContext(device_for_all("/dev/net/tun"))
        super().setUp()

    def end(self):
        super().end()
        for name in ("vitrine-holder", "vitrine-ports", "slirp4netns", "dnsmasq"):
            self.assertEqual(processes(name), [])
        self.assertEqual({name for name in os.listdir(self.base / "run") if name.endswith((".sock", ".log"))}, set())

    def network(self, name, **spec):
        made = self.launcher.call("network-create", spec={**spec, "name": name}, uid=USER, forwarding=False)
        self.networks.append(made["network"])
        self.steps = made["steps"]
        return made["network"]

    def started(self, command, networks, **spec):
        return super().started(command, networks, uid=USER, **spec)


class ReachingTest(UserNetworkTest):
    def test_containers_reach_each_other_and_what_is_outside(self):
        self.network("lan")
        self.assertEqual(bridges(), {"vt-lan"})
        self.assertIn("lead-outside", [step["kind"] for step in self.steps])
        web = self.server("lan", name="web")
        client = self.started(["sleep", "1000"], ["lan"])
        connection = web["connections"][0]
        for address in (connection["address"], f"[{connection['address6']}]"):
            self.assertReaches(client, f"http://{address}/", "page of web")
        self.assertEqual(self.fetched(client, f"http://{OUTSIDE}/outside.log")[1], 0)
        self.assertIn(UPLINK, self.log.read_text())

    def test_the_loopback_of_this_computer_is_not_reached(self):
        self.network("lan")
        client = self.started(["sleep", "1000"], ["lan"])
        server = subprocess.Popen(["python3", "-m", "http.server", "--bind", "127.0.0.1", "8099"], cwd=self.base,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until(lambda: run("ss", "-Hltn", "sport", "8099"), "it listens")
            self.assertIn("outside.log", fetch("http://127.0.0.1:8099/"))
            self.assertCannotReach(client, "http://10.0.2.2:8099/")  # what slirp4netns makes of it
        finally:
            server.kill()
            server.wait()

    def test_root_inside_is_the_user_and_nobody_else(self):
        self.network("lan", kind="isolated")
        row = self.started(["sleep", "1000"], ["lan"])
        self.assertEqual(self.launcher.exec(row["id"], "cat", "/proc/self/uid_map")[0].split(), ["0", str(USER), "1"])
        self.assertEqual(pathlib.Path(f"/proc/{row['leader']}/uid_map").read_text().split(), ["0", str(USER), "1"])
        self.assertEqual(processes("slirp4netns"), [])

    def test_networks_are_apart(self):
        self.network("front")
        self.network("back", kind="isolated")
        web = self.server("front", name="web")
        database = self.server("back", name="database")
        self.assertCannotReach(web, f"http://{database['connections'][0]['address']}/")
        self.assertCannotReach(database, f"http://{OUTSIDE}/")
        both = self.started(["sleep", "1000"], ["front", "back"])
        for row in (web, database):
            self.assertReaches(both, f"http://{row['connections'][0]['address']}/", f"page of {row['name']}")

    def test_packets_are_for_the_helper_of_root(self):
        network = self.network("lan")
        web = self.started(["sleep", "1000"], ["lan"])["id"]
        self.refused("NotSupported", "only the system's helper", "follow", packet={"to": web}, uid=USER)
        for link in ({"container": web}, {"network": network}, {"interface": "lo"}):
            self.refused("NotSupported", "only the system's helper", "capture", **link)

    def test_the_observer_sees_what_is_in_it(self):
        self.network("lan")
        web = self.started(["sleep", "1000"], ["lan"])
        _, (descriptor,) = self.launcher.result(self.launcher.send(
            "observe", uid=USER, all=False, tables=["links", "namespaces"], workload="", interval=500))
        with os.fdopen(descriptor) as stream:
            tables = json.loads(stream.readline())["tables"]
        holder, = processes("vitrine-holder")
        netns = os.stat(f"/proc/{holder}/ns/net").st_ino
        self.assertLessEqual({"vt-lan", "tap0", web["connections"][0]["port"]},
                             {row["name"] for row in tables["links"]["set"] if row["netns"] == netns})
        space, = (row for row in tables["namespaces"]["set"] if row["inode"] == netns)
        self.assertEqual(space["leaderName"], "vitrine-holder")

    def test_what_cannot_be_is_one_clear_error(self):
        def create(**spec):
            return {"spec": {"name": "lan", **spec}, "uid": USER, "forwarding": True}
        error = self.refused("NotSupported", "isolated", "network-create", **create(kind="routed"))
        self.assertEqual(error["object"], "kind")
        self.assertEqual(processes("vitrine-holder"), [])


class PublishingTest(UserNetworkTest):
    def published(self, **port):
        return self.server("lan", name="web", ports=[{"container": 80, "host": 8080, **port}])

    def test_a_port_leads_in_from_everywhere(self):
        self.network("lan")
        web = self.published()
        client = self.started(["sleep", "1000"], ["lan"])
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")
        self.assertEqual(self.from_outside(f"http://{UPLINK}:8080/").stdout.strip(), "page of web")
        self.assertReaches(client, f"http://{UPLINK}:8080/", "page of web")
        self.launcher.call("stop", container=web["id"], timeout=0)
        self.assertEqual(run("ss", "-Hltn", "sport", "8080"), "")
        self.launcher.call("start", container=web["id"])
        wait_until(lambda: self.fetched(web, "http://127.0.0.1/")[1] == 0, "it serves again")
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")

    def test_only_the_address_that_was_asked_for(self):
        self.network("lan")
        self.published(address="127.0.0.1")
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")
        self.assertNotEqual(self.from_outside(f"http://{UPLINK}:8080/").returncode, 0)

    def test_a_port_that_cannot_be_had_is_one_clear_error(self):
        self.network("lan")
        taken = socket.create_server(("127.0.0.1", 8085))
        self.addCleanup(taken.close)
        for port, name, text in (({"host": 8085}, "Exists", "another program"),
                                 ({"host": 80}, "NotSupported", "ip_unprivileged_port_start"),
                                 ({"host": 8086, "address": "2001:db8::1"}, "NotSupported", "does not have that address")):
            row = self.launcher.create(uid=USER, networks=[{"network": "lan"}], ports=[{"container": 80, **port}])
            self.refused(name, text, "start", container=row)
            self.launcher.call("delete", container=row)
        self.assertEqual(json.loads(inside("nft", "-j", "list", "map", "inet", "vitrine", "ports4"))
                         ["nftables"][1]["map"].get("elem", []), [])

    def test_networks_and_ports_change_while_it_runs(self):
        self.network("lan")
        self.network("back")
        web = self.server("lan", name="web")
        database = self.server("back", name="database")
        self.launcher.call("update", container=web["id"], reset=[], changes={
            "networks": [{"network": "lan"}, {"network": "back"}], "ports": [{"container": 80, "host": 8080}]})
        self.assertReaches(web, f"http://{database['connections'][0]['address']}/", "page of database")
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")
        self.launcher.call("update", container=web["id"], reset=["networks", "ports"], changes={})
        self.assertEqual(run("ss", "-Hltn", "sport", "8080"), "")
        self.assertCannotReach(web, f"http://{database['connections'][0]['address']}/")

    def test_what_was_started_without_networks_waits_for_a_restart(self):
        self.network("lan")
        web = self.server(name="web")
        self.launcher.call("update", container=web["id"], reset=[], changes={"networks": [{"network": "lan"}]})
        self.assertIn("networks", self.launcher.containers[web["id"]]["pending"])
        self.launcher.call("stop", container=web["id"], timeout=0)
        self.launcher.wait_state(web["id"], "stopped")
        self.launcher.call("start", container=web["id"])
        self.assertEqual(self.launcher.wait_state(web["id"], "running")["pending"], [])
        wait_until(lambda: self.fetched(web, "http://127.0.0.1/")[1] == 0, "it serves")
        client = self.started(["sleep", "1000"], ["lan"])
        self.assertReaches(client, "http://web/", "page of web")


class WithoutOutsideTest(UserNetworkTest):
    wrapper = [*AS_USER, "env", "PATH=/usr/sbin"]  # slirp4netns is in another directory

    def test_isolated_networks_are_what_is_left(self):
        error = self.refused("NotSupported", "package slirp4netns", "network-create",
                             spec={"name": "lan"}, uid=USER, forwarding=False)
        self.assertEqual(error["object"], "kind")
        feature, = (row for row in self.launcher.call("features")["features"] if row["name"] == "networks")
        self.assertTrue(feature["available"])
        self.assertIn("slirp4netns", feature["advice"])
        self.network("back", kind="isolated")
        web = self.server("back", name="web")
        client = self.started(["sleep", "1000"], ["back"])
        self.assertReaches(client, "http://web/", "page of web")
        self.assertEqual(processes("slirp4netns"), [])
        error = self.refused("NotSupported", "isolated", "create", uid=USER, spec={
            "image": "busybox", "networks": [{"network": "back"}], "ports": [{"container": 80, "host": 8080}]})
        self.assertEqual(error["object"], "ports")
        self.assertReaches(client, f"http://{web['connections'][0]['address']}/", "page of web")


class SubordinateIdsTest(UserNetworkTest):
    """A user who may have more ids than their own, by newuidmap."""
    wrapper = AS_USER[:-1]  # it is set-user-ID

    def setUp(self):
        for name in ("passwd", "subuid", "subgid"):
            table = pathlib.Path("/run") / name
            text = f"somebody:x:{USER}:{USER}::/nonexistent:/bin/sh\n" if name == "passwd" else f"{USER}:700000:65535\n"
            table.write_text(pathlib.Path("/etc", name).read_text() + text)
            run("mount", "--bind", str(table), f"/etc/{name}")
            self.addCleanup(run, "umount", f"/etc/{name}")
        super().setUp()

    def test_a_container_has_them_all(self):
        self.network("lan")
        web = self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])
        ids = self.launcher.exec(web["id"], "cat", "/proc/self/uid_map")[0].split()
        outside = pathlib.Path(f"/proc/{web['leader']}/uid_map").read_text().split()
        self.assertEqual(outside, ["0", str(USER), "1", "1", "700000", "65535"])
        self.assertEqual(ids, outside)  # of the networks' user namespace, where everybody is themselves
        output, _, status = self.launcher.exec(web["id"], "sh", "-c", "touch /x; chown 1000:1000 /x; stat -c %u /x")
        self.assertEqual((output.strip(), status), ("1000", 0))
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")
        self.assertEqual(self.fetched(web, f"http://{OUTSIDE}/outside.log")[1], 0)
        user = self.started(["sleep", "1000"], ["lan"], user="1000")
        self.assertReaches(user, "http://web/", "page of web")

    def test_ranges_that_went_are_one_clear_error(self):
        for name in ("subuid", "subgid"):
            pathlib.Path("/etc", name).write_text("")
        self.refused("Kernel", "/etc/subuid", "network-create", spec={"name": "lan"}, uid=USER, forwarding=False)
        self.assertEqual(self.launcher.networks, {})  # and end() finds nothing left


class NamesTest(UserNetworkTest):
    def test_containers_find_each_other_by_name(self):
        self.network("lan")
        self.server("lan", name="web")
        client = self.started(["sleep", "1000"], ["lan"])
        for name in ("web", "web.lan.internal"):
            self.assertReaches(client, f"http://{name}/", "page of web")
        server, = processes("dnsmasq")
        status = pathlib.Path(f"/proc/{server}/status").read_text()
        self.assertEqual(int(re.search(r"CapEff:\s*(\w+)", status).group(1), 16), 1 << 10 | 1 << 12 | 1 << 13)
        os.kill(server, signal.SIGKILL)
        wait_until(lambda: processes("dnsmasq") not in ([], [server]), "it is started again")
        wait_until(lambda: self.fetched(client, "http://web/")[1] == 0, "it answers again")


class SurvivingTest(UserNetworkTest):
    def check(self, web):
        self.assertEqual(fetch("http://127.0.0.1:8080/"), "page of web")
        client = self.started(["sleep", "1000"], ["lan"])
        self.assertReaches(client, f"http://{web['connections'][0]['address']}/", "page of web")
        self.assertEqual(self.fetched(client, f"http://{OUTSIDE}/outside.log")[1], 0)
        wait_until(lambda: self.fetched(client, "http://web/")[1] == 0, "names are served")

    def published(self):
        self.network("lan")
        return self.server("lan", name="web", ports=[{"container": 80, "host": 8080}])

    def test_networks_outlive_the_launcher(self):
        web = self.published()
        self.restart_launcher()
        self.check(web)
        self.launcher.call("stop", container=web["id"], timeout=0)
        self.assertEqual(run("ss", "-Hltn", "sport", "8080"), "")

    def test_what_leads_out_is_started_again(self):
        web = self.published()
        first, = {os.stat(f"/proc/{pid}/ns/net").st_ino for pid in processes("vitrine-holder")}
        for pid in processes("slirp4netns"):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not processes("slirp4netns"), "it is gone")
        self.started(["sleep", "1000"], ["lan"])
        self.check(web)
        self.assertEqual({os.stat(f"/proc/{pid}/ns/net").st_ino for pid in processes("vitrine-holder")}, {first})

    def test_what_leads_out_is_stopped(self):
        web = self.published()
        slirp, = processes("slirp4netns")
        os.kill(slirp, signal.SIGSTOP)
        for _ in range(4):  # more than it has room for who waits
            try:
                self.started(["sleep", "1000"], ["lan"])
            except Refused as refused:
                self.assertIn("does not answer", str(refused))
        self.launcher.call("list")
        os.kill(slirp, signal.SIGCONT)
        self.check(web)

    def test_the_socket_of_the_holder_is_lost(self):
        self.published()
        old, = processes("vitrine-holder")
        self.restart_launcher(while_gone=lambda: os.unlink(self.base / "run/holder.sock"))
        client = self.started(["sleep", "1000"], ["lan"])
        self.assertEqual(self.fetched(client, f"http://{OUTSIDE}/outside.log")[1], 0)
        os.kill(old, signal.SIGKILL)  # nobody can find it any more

    def test_one_that_was_killed_just_now_is_replaced(self):
        self.published()
        for _ in range(5):
            container = self.launcher.create(uid=USER, command=["sleep", "1000"], terminal=False, networks=[{"network": "lan"}])
            holder, = processes("vitrine-holder")
            os.kill(holder, signal.SIGKILL)
            self.launcher.call("start", container=container)

    def test_a_holder_that_was_killed_is_replaced(self):
        web = self.published()
        for gone in (lambda work: work(), lambda work: self.restart_launcher(while_gone=work)):
            holder, = processes("vitrine-holder")
            gone(lambda: os.kill(holder, signal.SIGKILL))
            wait_until(lambda: not processes("slirp4netns"), "what leads out ends with it")
            self.launcher.call("stop", container=web["id"], timeout=0)
            self.launcher.wait_state(web["id"], "stopped")
            self.launcher.call("start", container=web["id"])
            wait_until(lambda: self.fetched(web, "http://127.0.0.1/")[1] == 0, "it serves")
            self.check(web)


if __name__ == "__main__":
    unittest.main(verbosity=2)
