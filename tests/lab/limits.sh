#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Limits on a kernel that keeps them, inside the lab: as an ordinary user with lingering, on that
# user's session bus and systemd, then as root. VITRINE_BIN: folder of the programs.
set -u
user=lab
uid=$(id -u $user)
here=$(dirname "$0")
status=0
loginctl enable-linger $user || status=1
chmod o+x /root 2>/dev/null || true # this machine is thrown away
runuser -u $user -- env HOME=/home/$user XDG_RUNTIME_DIR=/run/user/$uid \
    DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$uid/bus VITRINE_BIN="$VITRINE_BIN" \
    python3 "$here/limits_user_test.py" 2>&1 || status=1
systemd-run --quiet --pipe --wait --collect -p Delegate=yes -p OOMPolicy=continue \
    -p "Environment=VITRINE_PROGRAMS=$VITRINE_BIN VITRINE_BIN=$VITRINE_BIN" -p WorkingDirectory="$PWD" \
    python3 "$here/limits_root_test.py" 2>&1 || status=1
exit $status
