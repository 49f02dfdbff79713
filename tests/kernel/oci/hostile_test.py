#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Root file systems and callers that mean ill, and what a payload must never get."""

import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import time
import unittest

from bundle import PATIENCE, PROGRAM, OciTest


# Holds the program of process 1, and tries to get hold of it for writing when that has another one.
ATTACK = """
import ctypes, errno, os, struct, time
held = os.open("/proc/1/exe", os.O_PATH)
os.mkdir("/held")
while not os.path.exists("/gone"):
    time.sleep(0.01)
libc = ctypes.CDLL(None, use_errno=True)
path = f"/proc/self/fd/{held}"
def tell(name, result):
    print(name, errno.errorcode[ctypes.get_errno()] if result < 0 else "done")
clear = struct.pack("QQQQ", 0, 1, 0, 0)
tell("mount_setattr", libc.syscall(442, held, b"", 0x1000, clear, len(clear)))
tell("mount", libc.mount(None, path.encode(), None, 0x1020, None))
tell("open_tree", libc.syscall(428, held, b"", 0x1001))
for name, change in (("open", lambda: os.open(path, os.O_WRONLY)), ("chmod", lambda: os.chmod(path, 0o777))):
    try:
        change()
        print(name, "done")
    except OSError as error:
        print(name, errno.errorcode[error.errno])
"""


class HostileTest(OciTest):
    def setUp(self):
        super().setUp()
        self.rootfs = self.bundle / "rootfs"
        self.outside = self.folder / "outside"
        self.outside.mkdir()

    def replace(self, name, target):
        """A symlink in the place of a directory."""
        shutil.rmtree(self.rootfs / name, ignore_errors=True)
        os.symlink(target, self.rootfs / name)

    def wait_for(self, condition):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), deadline, "it did not come about")
            time.sleep(0.01)

    def test_proc_and_sys_must_be_directories(self):
        for name in ("proc", "sys"):
            with self.subTest(name):
                self.replace(name, "/tmp")
                self.want_refused("Too many levels of symbolic links")
                os.unlink(self.rootfs / name)
                (self.rootfs / name).mkdir()

    def test_symlinks_lead_nowhere_outside(self):
        self.replace("dev", str(self.outside))
        os.symlink("../../../../../../../.." + str(self.outside), self.rootfs / "up")
        os.symlink("loop", self.rootfs / "loop")
        self.config["mounts"].append({"destination": "/up/deep/er", "type": "tmpfs", "source": "tmpfs"})
        self.config["linux"]["devices"] = [
            {"path": "/up/node", "type": "c", "major": 1, "minor": 3}]
        self.want_run()
        self.assertEqual(os.listdir(self.outside), [])
        self.config["mounts"][-1]["destination"] = "/loop/x"
        self.want_refused("Too many levels of symbolic links")

    def test_a_dangling_symlink_is_made_inside(self):
        os.symlink("/run/made/file", self.rootfs / "etc/resolv.conf")
        (self.folder / "file").write_text("content")
        self.config["mounts"].append({"destination": "/etc/resolv.conf", "source": str(self.folder / "file"),
                                      "options": ["bind"]})
        self.shell("cat /etc/resolv.conf /run/made/file")
        self.assertEqual(self.want_run(), "contentcontent")
        self.assertFalse(os.path.exists("/run/made"))

    def test_nothing_is_mounted_in_proc(self):
        (self.folder / "file").write_text("x")
        for destination in ("/proc/self/attr", "/proc/sys/kernel", "/proc/1"):
            self.config["mounts"].append({"destination": destination, "type": "tmpfs", "source": "tmpfs"})
            self.want_refused("lies in a proc file system")
            self.config["mounts"].pop()
        self.config["mounts"].append({"destination": "/proc/uptime", "source": str(self.folder / "file"),
                                      "options": ["bind"]})
        self.shell("cat /proc/uptime")
        self.assertEqual(self.want_run(), "x")

    def test_a_masked_path_that_is_a_symlink(self):
        os.symlink("/bin/busybox", self.rootfs / "etc/secret")
        self.config["linux"]["maskedPaths"].append("/etc/secret")
        self.want_refused("Too many levels of symbolic links")

    def test_the_working_directory_is_inside(self):
        """CVE-2024-21626: a descriptor of the host's as the working directory."""
        descriptor = os.open("/", os.O_RDONLY)
        os.set_inheritable(descriptor, True)
        self.shell("ls . ..")
        refused = 0
        for number in {descriptor, *range(3, 16)}:
            self.config["process"]["cwd"] = f"/proc/self/fd/{number}"
            result = self.run_it(pass_fds=[descriptor])
            if result.status == 0:  # its own root is no secret
                self.assertNotIn("usr", result.output.split())
                continue
            refused += 1
            self.assertIn("working directory", result.errors)
            self.assertEqual(self.containers(), [])
        os.close(descriptor)
        self.assertGreater(refused, 9)

    def test_no_descriptor_leaks(self):
        leaks = [os.open("/", os.O_RDONLY) for _ in range(4)]
        for leak in leaks:
            os.set_inheritable(leak, True)
        try:
            self.shell("ls /proc/1/fd; true")
            self.assertEqual(self.want_run(close_fds=False).split(), ["0", "1", "2"])
            self.create()
            pid = self.status()["pid"]
            self.want("start", "c")
            self.want("delete", "--force", "c")
            self.assertGreater(pid, 0)
        finally:
            for leak in leaks:
                os.close(leak)

    def test_descriptors_that_are_wanted(self):
        read_end, write_end = os.pipe()
        os.write(write_end, b"handed over")
        os.close(write_end)
        os.dup2(read_end, 3, inheritable=True) if read_end != 3 else os.set_inheritable(3, True)
        self.shell("cat <&3; ls /proc/1/fd; true")
        self.write()
        output = subprocess.run([PROGRAM, "--root", self.state, "run", "--preserve-fds", "1", "-b", self.bundle, "c"],
                                pass_fds=[3], capture_output=True, text=True, timeout=PATIENCE, check=True).stdout
        self.assertEqual(output, "handed over0\n1\n2\n3\n")
        if read_end != 3:
            os.close(3)
        os.close(read_end)
        result = self.run_it("--preserve-fds", "900")
        self.assertIn("is not open", result.errors)

    def test_the_own_program_cannot_be_written(self):
        """CVE-2019-5736: the payload opens the runtime by /proc/PID/exe."""
        (self.rootfs / "bin/self").write_text("#!/proc/self/exe\n")
        (self.rootfs / "bin/self").chmod(0o755)
        before = PROGRAM.read_bytes()
        for command in (["/proc/self/exe"], ["/bin/self"]):
            self.config["process"]["args"] = command
            self.run_it()
        self.shell("exec sleep 1000")
        self.create()
        exe = f"/proc/{self.status()['pid']}/exe"
        with self.assertRaises(OSError):
            os.close(os.open(exe, os.O_WRONLY))
        self.assertEqual(PROGRAM.read_bytes(), before)

    def test_root_with_every_right_cannot_change_the_own_program(self):
        """Not by the mount that the runtime executes itself from, either, nor when it has gone."""
        (self.rootfs / "host").mkdir()
        for name in ("usr", "lib", "lib64"):
            self.config["mounts"].append({"destination": f"/{name}", "type": "bind", "source": f"/{name}",
                                          "options": ["rbind", "ro"]})
        (self.rootfs / "attack.py").write_text(ATTACK)
        capabilities = ["CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_DAC_OVERRIDE"]
        self.config["process"]["capabilities"] = {
            kind: capabilities for kind in ("bounding", "effective", "permitted")}
        self.shell("exec sleep 1000")
        self.create()  # its first process is the runtime until it is started
        before = PROGRAM.read_bytes()
        other = shutil.copy(PROGRAM, self.folder)  # a program that is executed cannot be written anyway
        attack = subprocess.Popen([other, "--root", self.state, "exec", "c", "/usr/bin/python3", "/attack.py"],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.wait_for((self.rootfs / "held").exists)
        self.want("start", "c")
        comm = pathlib.Path(f"/proc/{self.status()['pid']}/comm")
        self.wait_for(lambda: comm.read_text() == "sleep\n")
        (self.rootfs / "gone").mkdir()
        output, _ = attack.communicate(timeout=PATIENCE)
        self.assertEqual(output.split(), ["mount_setattr", "EINVAL", "mount", "EINVAL", "open_tree", "EINVAL",
                                          "open", "EROFS", "chmod", "EROFS"])
        self.assertEqual(PROGRAM.read_bytes(), before)

    def test_a_directory_for_states_that_others_can_write_in(self):
        self.state.mkdir()
        self.state.chmod(0o777)
        self.want_refused("others can write")

    def test_hostile_texts(self):
        for text in ("", "{", "[" * 100000, "{}", "null", '{"ociVersion": "1.0.0"}', "\xff" * 10):
            (self.bundle / "config.json").write_text(text)
            result = self.oci("run", "--bundle", self.bundle, "c")
            self.assertEqual(result.status, 1, text[:20])
            self.assertTrue(result.errors.startswith("vitrine-oci: "), result)
            self.assertEqual(self.containers(), [])

    def test_settings_of_the_network(self):
        self.config["linux"]["sysctl"] = {"net.ipv4.ip_forward": "1", "kernel.shmmax": "12345"}
        self.shell("cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/shmmax")
        before = pathlib.Path("/proc/sys/kernel/shmmax").read_text()
        self.assertEqual(self.want_run(), "1\n12345\n")
        self.assertEqual(pathlib.Path("/proc/sys/kernel/shmmax").read_text(), before)

    def test_clocks_of_its_own(self):
        self.config["linux"]["namespaces"].append({"type": "time"})
        self.config["linux"]["timeOffsets"] = {"boottime": {"secs": 10_000_000}}
        self.shell("cat /proc/uptime; readlink /proc/self/ns/time")
        uptime, namespace = self.want_run().split("\n")[:2]
        self.assertGreater(float(uptime.split()[0]), 10_000_000)
        self.assertNotEqual(namespace, os.readlink("/proc/self/ns/time"))

    def test_joined_namespaces(self):
        with subprocess.Popen(["unshare", "--net", "--ipc", "--uts", "sleep", "1000"]) as holder:
            try:
                while os.readlink(f"/proc/{holder.pid}/ns/uts") == os.readlink("/proc/self/ns/uts"):
                    pass
                for entry in self.config["linux"]["namespaces"]:
                    kind = {"network": "net"}.get(entry["type"], entry["type"])
                    if kind in ("net", "ipc"):
                        entry["path"] = f"/proc/{holder.pid}/ns/{kind}"
                self.shell("readlink /proc/self/ns/net; readlink /proc/self/ns/ipc; readlink /proc/self/ns/uts")
                net, ipc, uts = self.want_run().split()
                self.assertEqual(net, os.readlink(f"/proc/{holder.pid}/ns/net"))
                self.assertEqual(ipc, os.readlink(f"/proc/{holder.pid}/ns/ipc"))
                self.assertNotIn(uts, (os.readlink(f"/proc/{holder.pid}/ns/uts"), os.readlink("/proc/self/ns/uts")))
            finally:
                holder.kill()

    def test_a_read_only_tmpfs_with_copied_content(self):
        (self.rootfs / "data").mkdir()
        (self.rootfs / "data/file").write_text("copied")
        os.symlink("file", self.rootfs / "data/link")
        self.config["mounts"].append({"destination": "/data", "type": "tmpfs", "source": "tmpfs",
                                      "options": ["tmpcopyup", "nosuid"]})
        self.shell("cat /data/link; echo new > /data/file; cat /data/file")
        self.assertEqual(self.want_run(), "copiednew\n")
        self.assertEqual((self.rootfs / "data/file").read_text(), "copied")

    def test_ids_of_a_mount_are_mapped(self):
        shared = self.folder / "shared"
        shared.mkdir()
        (shared / "file").touch()
        mapping = [{"containerID": 0, "hostID": 5000, "size": 10}]
        self.config["mounts"].append({"destination": "/shared", "source": str(shared), "options": ["bind", "idmap"],
                                      "uidMappings": mapping, "gidMappings": mapping})
        self.shell("stat -c '%u:%g' /shared/file")
        result = self.run_it()
        if "MOUNT_ATTR_IDMAP" in result.errors:
            self.skipTest("this file system cannot map ids")
        self.assertEqual(result.output, "5000:5000\n", result)


if __name__ == "__main__":
    unittest.main(verbosity=2)
