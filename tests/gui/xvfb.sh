#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# xvfb.sh [--size WxH] COMMAND [ARGUMENT…]: run COMMAND on an X server of its own.
#
# The server picks a free display, is waited for, and ends with COMMAND, whose exit status is ours.
# COMMAND gets DISPLAY and QT_QPA_PLATFORM=xcb; the server listens on no network port.
set -euo pipefail

size=1280x800
if [ "${1:-}" = --size ]; then size=$2; shift 2; fi
[ $# -gt 0 ] || { echo "usage: xvfb.sh [--size WxH] COMMAND [ARGUMENT…]" >&2; exit 2; }
command -v Xvfb >/dev/null || { echo "SKIP: Xvfb is not installed"; exit 77; }

folder=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Xvfb writes the number of the display to this FIFO once it serves; the FIFO ends empty when the
# server dies first.
mkfifo "$folder/display"
Xvfb -displayfd 3 -screen 0 "${size}x24" -dpi 96 -nolisten tcp -noreset \
    3>"$folder/display" >"$folder/log" 2>&1 </dev/null &
server=$!
read -r display <"$folder/display" || { cat "$folder/log" >&2; echo "xvfb.sh: no X server" >&2; exit 1; }

status=0
DISPLAY=:$display QT_QPA_PLATFORM=xcb "$@" || status=$?
exit "$status"
