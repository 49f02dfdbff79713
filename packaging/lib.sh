# SPDX-License-Identifier: GPL-3.0-or-later
# What packaging/run, test and bench share. Sourced, with `set -euo pipefail` in force.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=packaging/$(basename "$0")

say() { printf '%s: %s\n' "$program" "$*" >&2; }
die() { say "$*"; exit 1; }

# The header comment of the calling script, as its --help.
usage() { awk 'NR > 2 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"; }

# The names of packaging/packages in the given groups, one a line.
package_names() {
    awk -v wanted=" $* " '
        { sub(/#.*/, ""); gsub(/[[:space:]]/, "") }
        /^\[.*\]$/ { inside = index(wanted, " " substr($0, 2, length($0) - 2) " "); next }
        inside && $0 != "" && !seen[$0]++ { print }' "$root/packaging/packages"
}

# Those of the given groups that are not installed.
missing_packages() {
    local name
    for name in $(package_names "$@"); do
        case $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null || true) in
            installed*) ;;
            *) echo "$name" ;;
        esac
    done
}

# Install what is missing of the given groups, as root or through sudo, saying what.
ensure_packages() {
    local missing as_root=()
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "this is no Debian: the packages of packaging/packages ($*) must be there already"
        return
    fi
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null ||
            die "these packages are missing; install them as root:" $missing
        as_root=(sudo)
    fi
    say "installing with apt-get${as_root:+ through sudo}:" $missing
    apt "${as_root[@]}" update || say "apt-get update failed; trying with the lists that are there"
    apt "${as_root[@]}" install --yes --no-install-recommends $missing ||
        die "apt-get could not install:" $missing
}

# Fresh package lists, for what is downloaded but not installed.
apt_update() {
    if [ "$(id -u)" = 0 ]; then apt update; else apt sudo update; fi
}

# apt [sudo] ARGUMENT…: apt-get that asks nothing and waits for another apt-get to finish. Its
# output goes to stderr: stdout belongs to the scripts' results.
apt() {
    local as_root=()
    if [ "$1" = sudo ]; then as_root=(sudo); shift; fi
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --quiet --quiet \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" </dev/null >&2
}

# build PRESET [ninja argument…]: configure build/PRESET when needed, and build it.
build() {
    local preset=$1
    shift
    if command -v ccache >/dev/null; then
        # One cache for every checkout: paths are taken relative to the tree.
        export CCACHE_DIR=${CCACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/ccache}
        export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=1
        mkdir -p "$CCACHE_DIR"
    fi
    say "building ($preset) in build/$preset"
    (cd "$root" && cmake --preset "$preset" >"$(build_log "$preset")" 2>&1) ||
        { cat "$(build_log "$preset")" >&2; die "cmake could not configure"; }
    cmake --build "$root/build/$preset" "$@" >&2 || die "the build failed"
}

build_log() {
    mkdir -p "$root/build/$1"
    echo "$root/build/$1/configure.log"
}
