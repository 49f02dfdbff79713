#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# installed.sh CMAKE BUILD PREFIX: what "cmake --install" puts into another place works from there,
# and the files that other programs read name places under PREFIX.
set -euo pipefail
cmake=$1 build=$2 prefix=$3
place=$HOME/installed
"$cmake" --install "$build" --prefix "$place" >/dev/null

fail() { echo "FAIL: $*"; exit 1; }

[ "$("$place/bin/vitrine" run --rm busybox echo installed)" = installed ] ||
    fail "the installed command line does not find its helper"

service=$place/share/dbus-1/services/org.vitrine.Helper1.service
program=$(sed -n 's/^Exec=\([^ ]*\).*/\1/p' "$service")
[ "${program#"$prefix"/}" != "$program" ] || fail "$service starts $program, outside $prefix"
[ -x "$place/${program#"$prefix"/}" ] || fail "$service starts $program, which is not installed"

# Loaded when the first chart is shown, from a place relative to the program.
[ -n "$(find "$place" -path '*/vitrine/vitrine-charts.so')" ] ||
    fail "the module with the charts is not installed"
"$place/bin/vitrine" --screenshot "$HOME/shot.png" --size 1280x800 >"$HOME/shots" ||
    fail "the installed window does not open"
[ -s "$HOME/shot-workload-resources.png" ] || [ -s "$HOME/shot-workloads.png" ] ||
    fail "no picture was made: $(cat "$HOME/shots")"

desktop=$place/share/applications/org.vitrine.Vitrine.desktop
[ -f "$desktop" ] || fail "$desktop is not there"
if command -v desktop-file-validate >/dev/null; then
    desktop-file-validate "$desktop" || fail "$desktop is not valid"
fi
