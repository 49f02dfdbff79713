# SPDX-License-Identifier: GPL-3.0-or-later
"""network-teardown: how long the reply to "delete" takes for a running container in two networks with
a published port. The kernel takes a network namespace apart after its grace periods: nobody may wait
for that. Usage: network_teardown.py PROGRAMS FOLDER (empty)"""

import os
import pathlib
import statistics
import sys
import time

programs, folder = sys.argv[1], pathlib.Path(sys.argv[2])
os.environ["VITRINE_PROGRAMS"] = programs
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kernel" / "launcher"))
from launcher import Launcher # noqa: E402: wants the environment

WARM_UP, ROUNDS = 3, 41
GOAL = 2.0 # ms

with Launcher(folder / "ours") as launcher:
    for name in ("one", "two"):
        launcher.call("network-create", spec={"name": name}, uid=0, forwarding=True)
    took = []
    for _ in range(WARM_UP + ROUNDS):
        container = launcher.create(command=["sleep", "1000"], terminal=False,
                                    networks=[{"network": "one"}, {"network": "two"}],
                                    ports=[{"container": 80, "host": 18080}])
        launcher.call("start", container=container)
        time.sleep(0.05) # what its start left to do later
        begin = time.monotonic()
        launcher.call("delete", container=container)
        took.append((time.monotonic() - begin) * 1000)
    for network in list(launcher.networks):
        launcher.call("network-delete", network=network)
median = statistics.median(took[WARM_UP:])
print(f"network-teardown: {median:.2f} ms, limit {GOAL:.2f} ms, ratio {median / GOAL:.2f}, goal 1.00")
