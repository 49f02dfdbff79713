#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A root file system that nobody here wrote: Debian, as mmdebstrap makes it from the machine's own mirrors.

debian_test.py --make    make it where there is none yet, and keep it in VITRINE_CACHE; needs the network
debian_test.py           run containers of it"""

import glob
import os
import pathlib
import shutil
import subprocess
import sys
import time
import unittest

from bundle import OciTest, PATIENCE

CACHE = pathlib.Path(os.environ.get("VITRINE_CACHE", "/var/tmp"))
ARCHIVE = CACHE / "debian-rootfs.tar"
REASON = CACHE / "debian-rootfs.reason"  # why there is none
PACKAGES = "locales,procps,systemd"
LONGEST = 240  # seconds for making it

# What podman gives a container: su and apt-get change users.
CAPABILITIES = ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_NET_BIND_SERVICE",
                "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT"]


def make_archive():
    """None, or why there is none."""
    if ARCHIVE.exists():
        return None
    if os.geteuid() != 0:
        return "needs root"
    if not shutil.which("mmdebstrap"):
        return "mmdebstrap is not installed"
    sources = glob.glob("/etc/apt/sources.list.d/debian.sources") or ["/etc/apt/sources.list"]
    suite = next((line.split("=")[1].strip('"') for line in pathlib.Path("/etc/os-release").read_text().splitlines()
                  if line.startswith("VERSION_CODENAME=")), "stable")
    made = ARCHIVE.with_suffix(f".{os.getpid()}.tar")
    command = ["mmdebstrap", "--variant=apt", f"--include={PACKAGES}", "--aptopt=Acquire::Retries \"0\"",
               "--dpkgopt=path-exclude=/usr/share/man/*", "--dpkgopt=path-exclude=/usr/share/doc/*", suite, made, *sources]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
        if done.returncode == 0:
            made.rename(ARCHIVE)
            return None
        errors = [line for line in done.stderr.splitlines() if line.startswith(("E: ", "W: "))]
        return "mmdebstrap cannot make a Debian: " + (errors or ["it does not say why"])[0]
    except subprocess.TimeoutExpired:
        return f"the mirrors did not give a Debian within {LONGEST} s"
    finally:
        made.unlink(missing_ok=True)


class DebianTest(OciTest):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(subprocess.run(["mktemp", "-d", "/var/tmp/vitrine-debian.XXXXXX"], check=True,
                                                capture_output=True, text=True).stdout.strip())
        cls.addClassCleanup(shutil.rmtree, cls.place)
        subprocess.run(["tar", "-xpf", ARCHIVE, "--numeric-owner", "--exclude=./dev/*", "-C", cls.place], check=True)

    def setUp(self):
        super().setUp()
        self.config["root"]["path"] = str(self.place)
        process = self.config["process"]
        process["env"] = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "container=oci"]
        process["capabilities"] = {kind: CAPABILITIES for kind in ("bounding", "effective", "permitted")}
        self.config["mounts"] += [{"destination": f"/{name}", "type": "tmpfs", "source": "tmpfs",
                                   "options": ["nosuid", "nodev", "mode=1777"]} for name in ("run", "tmp")]

    def bash(self, script, status=0):
        """What bash prints of SCRIPT as the container's program."""
        self.config["process"]["args"] = ["bash", "-c", script]
        result = self.run_it()
        self.assertEqual(result.status, status, result)
        return result.output + result.errors

    def test_bash(self):
        self.assertEqual(self.bash('a=(1 2 3); echo "${a[@]:1}" <(true) | sed "s|/dev/fd/.*|fd|"'), "2 3 fd\n")

    def test_apt_fails_cleanly_without_network(self):
        started = time.monotonic()
        told = self.bash("apt-get -o Acquire::Retries=0 update; echo status $?; apt-get --version | head -1; dpkg --audit")
        self.assertIn("Temporary failure resolving", told)
        self.assertRegex(told, r"status 0\n|status 100\n")  # old lists are as good to it
        self.assertIn("apt 2.", told)
        self.assertLess(time.monotonic() - started, PATIENCE)

    def test_su(self):
        """Set-user-ID programs work where no_new_privs is off, and the groups are the user's."""
        self.config["process"]["noNewPrivileges"] = False
        told = self.bash("useradd --create-home --groups audio visitor && su visitor -c 'id; cd; pwd' && "
                         "su -s /bin/bash nobody -c 'su root -c id </dev/null'; echo status $?; userdel -r visitor 2>/dev/null")
        self.assertRegex(told, r"uid=\d+\(visitor\) gid=\d+\(visitor\) groups=\d+\(visitor\),29\(audio\)")
        self.assertIn("/home/visitor\n", told)
        self.assertNotIn("uid=0", told)

    def test_it_is_known_as_a_container(self):
        self.assertEqual(self.bash("systemd-detect-virt --container; systemd-detect-virt --chroot || echo no chroot"),
                         "container-other\nno chroot\n")  # other than those that systemd knows by name

    def test_locale(self):
        told = self.bash("echo 'de_DE.UTF-8 UTF-8' > /tmp/gen && localedef -i de_DE -f UTF-8 /tmp/de_DE.UTF-8 && "
                         "LOCPATH=/tmp LC_ALL=de_DE.UTF-8 bash -c 'locale charmap; cat /nonesuch; printf \"%.1f\\n\" 1,5'; true")
        self.assertIn("UTF-8\n", told)
        self.assertIn("1,5\n", told)

    def test_200_processes(self):
        told = self.bash("for i in $(seq 200); do sleep 1000 & done; "
                         "until test $(ps -e --no-headers | grep -c sleep) = 200; do true; done; "
                         "kill $(jobs -p); wait; ps -e --no-headers | grep -c sleep; true")
        self.assertEqual(told.split()[-1], "0")

    def test_200_processes_end_with_the_container(self):
        self.config["process"]["args"] = ["bash", "-c", "for i in $(seq 200); do sleep 1000 & done; wait"]
        self.create()
        self.want("start", "c")
        deadline = time.monotonic() + PATIENCE
        while len(self.want("ps", "c").split()) < 202 and time.monotonic() < deadline:
            time.sleep(0.02)
        self.assertEqual(len(self.want("ps", "c").split()), 202)  # with a heading and bash
        result = self.oci("exec", "c", "bash", "-c", "ps -e --no-headers | wc -l")
        self.assertGreater(int(result.output), 200)
        self.want("delete", "--force", "c")


if __name__ == "__main__":
    if sys.argv[1:] == ["--make"]:
        CACHE.mkdir(parents=True, exist_ok=True)
        reason = make_archive()
        REASON.write_text(reason or "")
        print(reason or ARCHIVE)
        sys.exit(0)  # the test says that it is skipped
    if not ARCHIVE.exists():
        print("SKIP: " + (REASON.read_text() if REASON.exists() else "run it with --make first"))
        sys.exit(77)
    unittest.main(verbosity=2)
