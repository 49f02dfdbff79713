#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every text of the window is in every translation: brings copies of them up to the sources, and
# says what is new in them.
set -euo pipefail
root=$(readlink -f "$(dirname "$0")/../../..")
PATH=/usr/lib/qt6/bin:$PATH command -v lupdate >/dev/null || { echo "SKIP: there is no lupdate"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$root"/translations/*.ts "$folder"
"$root/translations/update" "$folder" >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
if grep -H '<name>vitrine</name>' "$folder"/*.ts; then
    echo "tr() that belongs to no class finds no translation when it is called"
    exit 1
fi
if grep -A2 -H '<name></name>' "$folder"/*.ts; then
    echo "lupdate does not see whose tr() that is, as behind a \"using\": nothing finds its translation"
    exit 1
fi
if grep -B3 -H 'type="unfinished"' "$folder"/*.ts; then
    echo "these texts want a translation: run translations/update, then fill them in"
    exit 1
fi
