# SPDX-License-Identifier: GPL-3.0-or-later
"""Bundles of busybox and the command line of vitrine-oci, for tests."""

import copy
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = pathlib.Path(os.environ["VITRINE_PROGRAMS"]) / "vitrine-oci"
PATIENCE = 60  # seconds; a machine under load is slow, a hang is not

NAMESPACES = ["pid", "network", "ipc", "uts", "mount", "cgroup"]
APPLETS = ["sh", "sleep", "true", "false", "cat", "id", "ls", "mount", "env", "ps", "hostname", "stat", "grep",
           "touch", "readlink", "kill", "ulimit", "dd", "echo", "mknod", "nproc", "setsid", "tty", "stty"]

CONFIG = {
    "ociVersion": "1.2.0",
    "process": {
        "terminal": False, "user": {"uid": 0, "gid": 0}, "args": ["true"], "cwd": "/",
        "env": ["PATH=/bin", "HOME=/"], "noNewPrivileges": True,
        "capabilities": {kind: ["CAP_KILL", "CAP_CHOWN"] for kind in ("bounding", "effective", "permitted")},
    },
    "root": {"path": "rootfs", "readonly": False},
    "hostname": "inside",
    "mounts": [
        {"destination": "/proc", "type": "proc", "source": "proc", "options": ["nosuid", "noexec", "nodev"]},
        {"destination": "/dev", "type": "tmpfs", "source": "tmpfs",
         "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
        {"destination": "/dev/pts", "type": "devpts", "source": "devpts",
         "options": ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"]},
        {"destination": "/dev/shm", "type": "tmpfs", "source": "shm",
         "options": ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]},
        {"destination": "/dev/mqueue", "type": "mqueue", "source": "mqueue", "options": ["nosuid", "noexec", "nodev"]},
        {"destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["nosuid", "noexec", "nodev", "ro"]},
    ],
    "linux": {
        "namespaces": [{"type": kind} for kind in NAMESPACES],
        "maskedPaths": ["/proc/kcore", "/proc/keys", "/proc/acpi", "/sys/firmware"],
        "readonlyPaths": ["/proc/sys", "/proc/bus"],
    },
}


def make_rootfs(path):
    """A root file system of busybox."""
    for name in ("bin", "dev", "proc", "sys", "tmp", "etc"):
        (path / name).mkdir(parents=True)
    shutil.copy("/bin/busybox", path / "bin/busybox")
    for applet in APPLETS:
        os.link(path / "bin/busybox", path / "bin" / applet)
    (path / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")


class Result:
    def __init__(self, completed):
        self.status = completed.returncode
        self.output = completed.stdout
        self.errors = completed.stderr

    def __repr__(self):
        return f"status {self.status}\n{self.output}\n{self.errors}"


class OciTest(unittest.TestCase):
    """Gives each test a bundle and a directory for states, and wants both empty of containers at the end."""

    def setUp(self):
        # /run is a tmpfs, as for users; /tmp may be anything
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vitrine-oci-test."))
        self.addCleanup(shutil.rmtree, self.folder)
        os.chmod(self.folder, 0o755)
        self.bundle = self.folder / "bundle"
        self.bundle.mkdir()
        make_rootfs(self.bundle / "rootfs")
        self.state = self.folder / "state"
        self.config = copy.deepcopy(CONFIG)

    def tearDown(self):
        for name in self.containers():
            self.oci("delete", "--force", name)
        self.assertEqual(self.containers(), [])
        self.assertEqual(list(pathlib.Path("/sys/fs/cgroup").glob("vitrine-oci-*")), [])

    def containers(self):
        return [name for name in os.listdir(self.state) if not name.startswith(".")] if self.state.exists() else []

    def write(self, config=None):
        (self.bundle / "config.json").write_text(json.dumps(config or self.config))

    def shell(self, script, **changes):
        """A config whose process runs SCRIPT."""
        self.config["process"]["args"] = ["sh", "-c", script]
        self.config["process"].update(changes)

    def oci(self, *arguments, **more):
        more.setdefault("stdin", subprocess.DEVNULL)
        return Result(subprocess.run([PROGRAM, "--root", self.state, *arguments], capture_output=True, text=True,
                                     timeout=PATIENCE, check=False, **more))

    def run_it(self, *options, name="c", **more):
        self.write()
        return self.oci("run", "--bundle", self.bundle, *options, name, **more)

    def want_run(self, *options, **more):
        """The output of a run that succeeds."""
        result = self.run_it(*options, **more)
        self.assertEqual(result.status, 0, result)
        return result.output

    def want_refused(self, text, **more):
        """Neither run nor left behind, and TEXT says why."""
        result = self.run_it(**more)
        self.assertEqual(result.status, 1, result)
        self.assertIn(text, result.errors)
        self.assertEqual(self.containers(), [])

    def create(self, name="c", *options):
        """Create without our pipes: what a container holds open would keep us reading."""
        self.write()
        errors = self.folder / "errors"
        with open(errors, "w", encoding="utf-8") as file:
            status = subprocess.run(
                [PROGRAM, "--root", self.state, "create", "--bundle", self.bundle, *options, name],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=file, timeout=PATIENCE,
                check=False).returncode
        self.assertEqual(status, 0, errors.read_text())

    def status(self, name="c"):
        result = self.oci("state", name)
        self.assertEqual(result.status, 0, result)
        return json.loads(result.output)

    def want(self, *arguments):
        result = self.oci(*arguments)
        self.assertEqual(result.status, 0, result)
        return result.output
