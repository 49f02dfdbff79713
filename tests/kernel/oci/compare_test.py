#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same bundles through vitrine-oci and Debian's crun: what the payload sees must be the same."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

from bundle import PATIENCE, OciTest

LOOK = """
id; umask; pwd; env | grep -v -E '^(SHLVL|PWD|OLDPWD)=' | sort; hostname
grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status
cat /proc/self/oom_score_adj /proc/self/limits /proc/self/cgroup
for kind in pid net ipc uts mnt cgroup user; do readlink /proc/self/ns/$kind; done
ls -ln /dev | grep -v null | while read mode links rest; do echo $mode ${rest%% [A-Z][a-z][a-z] *} ${rest##* }; done
cat /proc/self/mountinfo
"""


class CompareTest(OciTest):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.config["linux"]["cgroupsPath"] = "/vitrine-oci-compared"
        self.config["ociVersion"] = "1.0.2"  # the newest that Debian's crun knows

    def output_of(self, command, name):
        """Run by COMMAND; where the namespaces are the caller's is what counts, not their numbers."""
        self.write()
        result = subprocess.run([*command, "run", "--bundle", self.bundle, name], capture_output=True, text=True,
                                stdin=subprocess.DEVNULL, timeout=PATIENCE, check=False)
        self.assertEqual(result.returncode, 0, f"{command[0]}: {result.stdout}{result.stderr}")
        ours = {os.readlink(f"/proc/self/ns/{kind}") for kind in ("pid", "net", "ipc", "uts", "mnt", "cgroup", "user")}
        text = re.sub(r"\b(\w+):\[\d+\]", lambda kind: kind[0] if kind[0] in ours else f"{kind[1]}:new", result.stdout)
        return text.replace(name, "NAME")

    @staticmethod
    def mounts(text):
        """Place → type and options that matter, of the lines of mountinfo."""
        table = {}
        for line in text.splitlines():
            found = re.fullmatch(r"\d+ \d+ \S+ \S+ (\S+) (\S+)(.*?) - (\S+) \S+ (\S+)", line)
            if found:
                place, options, _, kind, _ = found.groups()
                if place in ("/dev/core",):
                    continue
                # A masked file is /dev/null of the host or of the container: both are the device.
                kind = {"devtmpfs": "null", "cgroup2": "cgroup2"}.get(kind, kind)
                table.setdefault(place, []).append((kind, ",".join(sorted(options.split(",")))))
        return table

    def want_same(self):
        ours = self.output_of([str(pathlib.Path(os.environ["VITRINE_PROGRAMS"]) / "vitrine-oci"), "--root", self.state],
                              "ours")
        theirs = self.output_of(["crun", "--root", str(self.folder / "crun")], "theirs")
        plain = [[line for line in text.splitlines() if " - " not in line] for text in (ours, theirs)]
        self.assertEqual(*plain)
        mine, other = self.mounts(ours), self.mounts(theirs)
        for table in (mine, other):
            for place in list(table):
                if place in self.config["linux"]["maskedPaths"]:
                    table[place] = "masked"
                if place in self.config["linux"]["readonlyPaths"]:  # crun drops nosuid and the like
                    table[place] = ["ro" in options.split(",") for _, options in table[place]]
        self.assertEqual(mine, other)

    def test_the_plain_bundle(self):
        self.shell(LOOK)
        self.want_same()

    def test_user_groups_capabilities(self):
        self.shell(LOOK)
        self.config["process"]["user"] = {"uid": 7, "gid": 8, "additionalGids": [9, 10], "umask": 0o27}
        self.config["process"]["capabilities"] = {
            "bounding": ["CAP_KILL", "CAP_NET_RAW", "CAP_CHOWN"], "permitted": ["CAP_KILL", "CAP_NET_RAW"],
            "effective": ["CAP_KILL"], "inheritable": ["CAP_NET_RAW"], "ambient": ["CAP_NET_RAW"]}
        self.want_same()

    def test_limits_and_scores(self):
        self.shell(LOOK)
        self.config["process"]["rlimits"] = [{"type": "RLIMIT_NOFILE", "soft": 100, "hard": 200},
                                             {"type": "RLIMIT_CORE", "soft": 0, "hard": 0}]
        self.config["process"]["oomScoreAdj"] = 500
        self.config["process"]["noNewPrivileges"] = False
        self.want_same()

    def test_mounts_of_all_kinds(self):
        (self.folder / "shared").mkdir()
        (self.folder / "shared/file").write_text("text")
        self.config["mounts"] += [
            {"destination": "/a/b", "source": str(self.folder / "shared"), "options": ["bind", "ro", "nosuid"]},
            {"destination": "/etc/one", "source": str(self.folder / "shared/file"), "type": "bind",
             "options": ["rbind", "rprivate", "noexec"]},
            {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs",
             "options": ["nosuid", "nodev", "noatime", "mode=1777", "size=1m"]},
            {"destination": "/ro", "type": "tmpfs", "source": "tmpfs", "options": ["ro", "size=1m"]},
            {"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup",
             "options": ["nosuid", "noexec", "nodev", "relatime", "ro"]},
        ]
        self.config["root"]["readonly"] = True
        for name in ("a/b", "ro"):
            (self.bundle / "rootfs" / name).mkdir(parents=True)
        (self.bundle / "rootfs/etc/one").touch()
        self.shell("cat /etc/one /a/b/file; touch /a/b/x || echo refused; touch /x || echo refused;" + LOOK)
        self.want_same()

    def test_seccomp(self):
        self.config["linux"]["seccomp"] = {
            "defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
            "syscalls": [{"names": ["mkdir", "mkdirat", "nonesuch"], "action": "SCMP_ACT_ERRNO", "errnoRet": 28},
                         {"names": ["personality"], "action": "SCMP_ACT_ERRNO",
                          "args": [{"index": 0, "value": 8, "op": "SCMP_CMP_EQ"}]}]}
        self.shell("mkdir /tmp/x 2>&1; busybox mkdir /tmp/x 2>&1 | grep -o 'No space.*';" + LOOK)
        for no_new in (True, False):
            self.config["process"]["noNewPrivileges"] = no_new
            if not no_new:
                for kind in ("bounding", "effective", "permitted"):
                    self.config["process"]["capabilities"][kind].append("CAP_SYS_ADMIN")
            self.want_same()

    def test_few_namespaces(self):
        self.config["linux"]["namespaces"] = [{"type": "mount"}, {"type": "pid"}]
        del self.config["hostname"]
        self.shell(LOOK)
        self.want_same()

    def test_a_user_namespace(self):
        self.config["linux"]["namespaces"].append({"type": "user"})
        for kind in ("uidMappings", "gidMappings"):
            self.config["linux"][kind] = [{"containerID": 0, "hostID": 100000, "size": 1000}]
        self.config["mounts"] = [mount for mount in self.config["mounts"] if mount["type"] != "mqueue"]
        subprocess.run(["chown", "-R", "100000:100000", self.bundle / "rootfs"], check=True)
        self.config["process"]["user"] = {"uid": 3, "gid": 4}
        self.shell("cat /proc/self/uid_map;" + LOOK)
        self.want_same()


if __name__ == "__main__":
    if not shutil.which("crun"):
        print("SKIP: crun is not installed")
        sys.exit(77)
    unittest.main(verbosity=2)
