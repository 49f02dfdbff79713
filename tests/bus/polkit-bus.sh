#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# polkit-bus.sh COMMAND [ARGUMENT…]: run COMMAND beside a system bus of its own with Debian's real
# polkitd, in private mount, pid and ipc namespaces. Needs root; skips with status 77 without.
#
# COMMAND sees: users vitrine, alice, bob, olga (group operators) and dora; our polkit actions and
# no others; DBUS_SYSTEM_BUS_ADDRESS; POLKIT_RULES, the folder that polkitd reads its rules from (and
# watches); VITRINE_BIN as a folder that all these users can reach; VITRINE_WORK, a scratch folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
polkitd=/usr/lib/polkit-1/polkitd

skip() {
    echo "SKIP: $*"
    exit 77
}

if [ -z "${VITRINE_WORK:-}" ]; then
    [ "$(id -u)" = 0 ] || skip "a system bus with users of its own takes root to make"
    [ -x $polkitd ] || skip "polkitd is not installed"
    unshare -m true 2>/dev/null || skip "mount namespaces cannot be made here"
    VITRINE_WORK=$(mktemp -d /tmp/vitrine-polkit.XXXXXX)
    export VITRINE_WORK
    status=0
    unshare --mount --pid --fork --ipc --kill-child --propagation private "$0" "$@" || status=$?
    rm -rf -- "$VITRINE_WORK"
    exit $status
fi

work=$VITRINE_WORK
chmod 755 "$work"
mkdir "$work/actions" "$work/rules" "$work/bin"
mount -t proc proc /proc
mount --bind "$VITRINE_BIN" "$work/bin" # the tree may lie where only root can go
export VITRINE_BIN=$work/bin POLKIT_RULES=$work/rules
cp "$source/packaging/polkit/org.vitrine.policy" "$work/actions"
cp "$source/packaging/dbus/org.vitrine.Helper1.conf" "$work"

cp /etc/passwd /etc/group "$work"
uid=62000
for user in vitrine alice bob olga dora; do
    echo "$user:x:$uid:$uid::/nonexistent:/bin/sh" >>"$work/passwd"
    echo "$user:x:$uid:" >>"$work/group"
    uid=$((uid + 1))
done
echo "operators:x:62100:olga" >>"$work/group"
mount --bind "$work/passwd" /etc/passwd
mount --bind "$work/group" /etc/group
mount --bind "$work/actions" /usr/share/polkit-1/actions
mount --bind "$work/rules" /etc/polkit-1/rules.d
[ ! -d /usr/share/polkit-1/rules.d ] || mount -t tmpfs tmpfs /usr/share/polkit-1/rules.d

# What dbus.conf(5) calls the system bus' usual policy, and the two files of ours and polkit's.
cat >"$work/system.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=$work/socket</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <deny own="*"/>
    <deny send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus"/>
  </policy>
  <include>/usr/share/dbus-1/system.d/org.freedesktop.PolicyKit1.conf</include>
  <include>$work/org.vitrine.Helper1.conf</include>
</busconfig>
END
dbus-daemon --config-file="$work/system.conf" --nofork --nopidfile 2>"$work/bus.log" &
for _ in $(seq 100); do
    [ ! -S "$work/socket" ] || break
    sleep 0.05
done
chmod 666 "$work/socket"
export DBUS_SYSTEM_BUS_ADDRESS=unix:path=$work/socket
$polkitd >"$work/polkitd.log" 2>&1 &
gdbus wait --address "$DBUS_SYSTEM_BUS_ADDRESS" --timeout 30 org.freedesktop.PolicyKit1 || {
    cat "$work/bus.log" "$work/polkitd.log"
    exit 1
}
status=0
"$@" || status=$?
[ $status = 0 ] || [ $status = 77 ] || cat "$work/polkitd.log"
exit $status
