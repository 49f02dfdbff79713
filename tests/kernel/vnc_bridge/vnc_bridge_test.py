#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/vnc_bridge.py: who reaches the program behind it, and from where?"""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import unittest

BRIDGE = pathlib.Path(__file__).parents[3] / "packaging/vnc_bridge.py"
NOBODY = 65534

# Stands for the window: serves every interface on the plugin's port, echoing after a greeting.
PROGRAM = """
import os, socket
assert os.environ["QT_QPA_PLATFORM"] == "vnc:size=640x480:port=5900"
server = socket.create_server(("0.0.0.0", 5900))
while True:
    viewer, _ = server.accept()
    viewer.sendall(b"RFB 003.003")
    while data := viewer.recv(4096):
        viewer.sendall(data)
"""


class Bridge(unittest.TestCase):
    def setUp(self):
        command = [sys.executable, BRIDGE, "--port", "5950", "--size", "640x480",
                   sys.executable, "-c", PROGRAM]
        self.bridge = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       text=True)
        told = self.bridge.stdout.readline()
        self.assertIn("127.0.0.1, port ", told, self.bridge.poll() and self.bridge.stderr.read())
        self.port = int(told.rsplit("port ", 1)[1].rstrip(".\n"))

    def tearDown(self):
        self.bridge.send_signal(signal.SIGTERM)
        self.bridge.communicate(timeout=20)

    def connect(self, address="127.0.0.1"):
        return socket.create_connection((address, self.port), timeout=20)

    def greeting(self):
        """The program may not listen yet: the bridge then closes at once."""
        for _ in range(200):
            viewer = self.connect()
            if greeting := viewer.recv(11):
                return viewer, greeting
            viewer.close()
        self.fail("the program was never reached")

    def test_own_user_is_served(self):
        viewer, greeting = self.greeting()
        self.assertEqual(greeting, b"RFB 003.003")
        sent = bytes(range(256)) * 1024
        viewer.sendall(sent)
        got = b""
        while len(got) < len(sent):
            got += viewer.recv(65536)
        self.assertEqual(got, sent)
        viewer.close()

    def test_listens_on_loopback_only(self):
        table = subprocess.run(["ss", "-Hltn"], capture_output=True, text=True, check=True).stdout
        mine = [row.split()[3] for row in table.splitlines() if f":{self.port} " in row]
        self.assertEqual(mine, [f"127.0.0.1:{self.port}"])

    def test_other_user_is_turned_away(self):
        self.greeting()[0].close()
        code = (f"import os, socket; os.setuid({NOBODY}); "
                f"s = socket.socket(); s.connect(('127.0.0.1', {self.port})); print(s.recv(11))")
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.stdout, "b''\n", done.stderr)

    def test_program_ends_with_the_bridge(self):
        self.greeting()[0].close()
        children = pathlib.Path(f"/proc/{self.bridge.pid}/task/{self.bridge.pid}/children")
        pid = int(children.read_text().split()[0])
        self.bridge.send_signal(signal.SIGTERM)
        self.bridge.wait(timeout=20)
        self.assertFalse(pathlib.Path(f"/proc/{pid}").exists())


if __name__ == "__main__":
    if os.geteuid() != 0:
        print("SKIP: a viewer of another user takes root to make")
        sys.exit(77)
    unittest.main()
