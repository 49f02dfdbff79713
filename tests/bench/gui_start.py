#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""gui_start.py BIN FOLDER: what the window costs, beside virt-manager.

BIN holds Vitrine's programs, FOLDER is empty and for us. On an X server and a session bus of its
own, with a helper that knows 50 containers, it measures for window after window
- CPU seconds (user + system) of the GUI process until its first window is mapped,
- the same until the process has come to rest, and the resident memory shared fairly (PSS) then;
and once how often window, helper and launcher wake up in ten idle seconds. virt-manager runs with
its built-in test:///default connection. Prints packaging/bench's lines.
"""

import contextlib
import json
import os
import pathlib
import re
import select
import shutil
import statistics
import subprocess
import sys
import time

from session import cpu_seconds, helper_pids, line, own_folders, pss_kilobytes, running, session_bus

CONTAINERS = 50
ROUNDS = 7
IDLE_SECONDS = 10
CPU_GOAL, PSS_GOAL = 0.15, 50


def wakeups(pid):
    """Voluntary context switches of all threads."""
    total = 0
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        total += int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", status.read_text(), re.M)[1])
    return total


@contextlib.contextmanager
def x_server():
    """Xvfb on a free display; sets DISPLAY."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp",
               "-noreset"]
    with running(command, pass_fds=[write], stderr=subprocess.DEVNULL):
        os.close(write)
        with os.fdopen(read) as number:
            os.environ["DISPLAY"] = ":" + number.readline().strip()
        yield


def mapped(events, timeout):
    """Wait for a window to be mapped; False when none was within TIMEOUT seconds."""
    deadline = time.monotonic() + timeout
    while (left := deadline - time.monotonic()) > 0:
        if select.select([events.stdout], [], [], left)[0]:
            text = os.read(events.stdout.fileno(), 65536)
            if b"MapNotify" in text:
                return True
            if not text:
                raise RuntimeError("the X server ended")
    return False


def first_window(command):
    """Start COMMAND; returns it once a window of its own is mapped, and its CPU time then."""
    watch = ["stdbuf", "-oL", "xev", "-root", "-event", "substructure"]
    probe = ["xev", "-geometry", "10x10", "-event", "property"]
    with running(watch, stdout=subprocess.PIPE, bufsize=0) as events:
        seen = False
        while not seen:  # xev does not tell when it watches: a window of ours that it sees does
            with running(probe, stdout=subprocess.DEVNULL):
                seen = mapped(events, 0.5)
        program = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        if not mapped(events, 60):
            program.kill()
            raise RuntimeError(f"{command[0]} shows no window")
        return program, cpu_seconds(program.pid)


def rest(pid):
    """Wait until a process has used no CPU for half a second."""
    used, since = cpu_seconds(pid), time.monotonic()
    while time.monotonic() < since + 0.5:
        time.sleep(0.05)
        if (more := cpu_seconds(pid)) > used + 0.001:
            used, since = more, time.monotonic()
    return used


def measure_window(command):
    """(CPU to the first window, CPU to rest, PSS at rest) of a program."""
    program, at_map = first_window(command)
    try:
        settled = rest(program.pid)
        return at_map, settled, pss_kilobytes(program.pid) / 1000
    finally:
        program.terminate()
        program.wait()


def idle_wakeups(command):
    """Wake-ups of window, helper and its children over IDLE_SECONDS, by process."""
    program, _ = first_window(command)
    try:
        rest(program.pid)
        pids = {"window": program.pid, **helper_pids()}
        before = {name: wakeups(pid) for name, pid in pids.items()}
        time.sleep(IDLE_SECONDS)
        return {name: wakeups(pid) - before[name] for name, pid in pids.items()}
    finally:
        program.terminate()
        program.wait()


def create_containers(binary):
    """CONTAINERS stopped containers of busybox."""
    for number in range(CONTAINERS):
        subprocess.run([binary, "create", "--name", f"bench-{number}", "busybox", "true"],
                       check=True, stdout=subprocess.DEVNULL)
    listed = subprocess.run([binary, "list", "--json"], check=True, capture_output=True, text=True)
    if len(json.loads(listed.stdout)) < CONTAINERS:
        raise RuntimeError("the helper does not list the containers")


def remove_containers(binary):
    for number in range(CONTAINERS):
        subprocess.run([binary, "rm", f"bench-{number}"], check=True, stdout=subprocess.DEVNULL)


def report(samples, woken):
    ours, theirs = (
        [statistics.median(column) for column in zip(*samples[name])]
        for name in ("vitrine", "virt-manager"))
    line("gui-start", ours[0], "s", "virt-manager", theirs[0], CPU_GOAL / theirs[0])
    line("gui-start.settled", ours[1], "s", "virt-manager", theirs[1], 1)
    line("gui-start.pss", ours[2], "MB", "virt-manager", theirs[2], PSS_GOAL / theirs[2])
    line("gui-start.cpu-limit", ours[0], "s", "limit", CPU_GOAL, 1)
    line("gui-start.pss-limit", ours[2], "MB", "limit", PSS_GOAL, 1)
    # With a limit of 0 there is no ratio: the count itself stands for it.
    total = sum(woken.values())
    print(f"gui-start.idle-wakeups: {total:.2f} wake-ups, limit 0.00 wake-ups, ratio {total:.2f}, "
          "goal 0.00", flush=True)
    print("  " + ", ".join(f"{name} {count}" for name, count in woken.items()), file=sys.stderr)


def main():
    binary, folder = pathlib.Path(sys.argv[1]) / "vitrine", pathlib.Path(sys.argv[2])
    own_folders(folder)
    os.environ.update(QT_QPA_PLATFORM="xcb", GDK_BACKEND="x11", NO_AT_BRIDGE="1")
    commands = {"vitrine": [binary],
                "virt-manager": [shutil.which("virt-manager"), "--no-fork", "--connect",
                                 "test:///default"]}
    samples = {name: [] for name in commands}
    with session_bus(folder), x_server():
        create_containers(binary)
        for number in range(ROUNDS + 1):
            for name, command in commands.items():
                values = measure_window(command)
                if number > 0:  # the first warms the caches
                    samples[name].append(values)
        woken = idle_wakeups(commands["vitrine"])
        remove_containers(binary)
    report(samples, woken)


if __name__ == "__main__":
    main()
