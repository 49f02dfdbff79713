#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# with_helper.sh COMMAND [ARGUMENT…]: run COMMAND on an X server, a session bus, a home and a
# storage of its own. The helper that it starts ends with the bus.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
folder=$(mktemp -d /var/tmp/vitrine-gui.XXXXXX)
trap 'rm -rf --one-file-system "$folder"' EXIT
for name in home run data state config cache; do mkdir -m 0700 "$folder/$name"; done
export HOME=$folder/home XDG_RUNTIME_DIR=$folder/run XDG_DATA_HOME=$folder/data \
    XDG_STATE_HOME=$folder/state XDG_CONFIG_HOME=$folder/config XDG_CACHE_HOME=$folder/cache \
    LC_ALL=C.UTF-8
unset WAYLAND_DISPLAY
status=0
"$here/xvfb.sh" --size 1400x1000 dbus-run-session -- "$@" || status=$?
# The helper and its launcher notice the end of the bus by themselves.
for _ in $(seq 50); do
    pgrep -f -- "--data $folder|$folder" >/dev/null || break
    sleep 0.1
done
exit "$status"
