#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# selftest.sh: is the lab the machine that it says it is? Runs inside:
#   lab.sh run --session --kvm --memory 3072 -- bash tests/lab/selftest.sh
# Controllers and their limits, an active login session, polkit by session and by rules, overlay
# and networks with and without root, nested KVM. Exit status: how many checks failed.
n=0; ok(){ printf 'ok   %-28s %s\n' "$1" "$2"; }; no(){ printf 'FAIL %-28s %s\n' "$1" "$2"; n=$((n+1)); }
chk(){ if [ "$3" = 1 ]; then ok "$1" "$2"; else no "$1" "$2"; fi; }
C=/sys/fs/cgroup; has(){ case " $1 " in *" $2 "*) echo 1;; *) echo 0;; esac; }
sec(){ read -r u _ </proc/uptime; echo "-- $u $1"; }
sec start; chk is-system-running "$(timeout 60 systemctl is-system-running --wait)" "$([ "$(systemctl is-system-running)" = running ] && echo 1)"
systemctl --failed --no-legend
c=$(cat $C/cgroup.controllers); r=1; for i in cpu io memory pids cpuset; do [ $(has "$c" $i) = 1 ] || r=0; done; chk controllers "$c" $r
echo "subtree: $(cat $C/cgroup.subtree_control)"
g=$C/t.slice; mkdir -p $g; for i in cpu io memory pids cpuset; do echo +$i >$C/cgroup.subtree_control || no subtree $i; done
mkdir $g/a; echo "+cpu +io +memory +pids +cpuset" > $g/cgroup.subtree_control; mkdir -p $g/a
sec memory; echo 8M >$g/a/memory.max; echo 0 > $g/a/memory.swap.max 2>/dev/null
bash -c "echo \$\$ >$g/a/cgroup.procs; exec python3 -c 'x=bytearray(64<<20)'" 2>/dev/null; rc=$?; e=$(tr '\n' ' ' <$g/a/memory.events); chk memory.max-OOM "rc=$rc $e" "$([[ $rc = 137 && $e == *"oom_kill 1"* ]] && echo 1)"
sec cpu; mkdir $g/b; echo "20000 100000" >$g/b/cpu.max; bash -c "echo \$\$ >$g/b/cgroup.procs; timeout 3 bash -c 'while :; do :; done'"; s=$(tr '\n' ' ' <$g/b/cpu.stat); t=$(awk '/nr_throttled/{print $2}' $g/b/cpu.stat); chk cpu.max-throttles "$s" "$([ $t -gt 5 ] && echo 1)"
sec pids; mkdir $g/p; echo 5 >$g/p/pids.max; bash -c "echo \$\$ >$g/p/cgroup.procs; for i in 1 2 3 4 5 6 7 8; do sleep 0.2 & done; wait" 2>/dev/null; e=$(cat $g/p/pids.events); chk pids.max "$e" "$([ "$e" != "max 0" ] && echo 1)"
mkdir $g/s; echo 1 >$g/s/cpuset.cpus; chk cpuset "$(cat $g/s/cpuset.cpus.effective)" "$([ "$(cat $g/s/cpuset.cpus.effective)" = 1 ] && echo 1)"
sec io; mkdir $g/i; d=$(cat /sys/block/vda/dev); io(){ bash -c "echo \$\$ >$g/i/cgroup.procs; exec dd if=/dev/zero of=/home/lab/io bs=256k count=$1 oflag=direct" 2>&1 | tail -1; }
a=$(io 32); echo "$d wbps=2097152" >$g/i/io.max; b=$(io 32); chk io.max "free: ${a##*, }  capped 2 MiB/s: ${b##*, }" "$(echo "$b" | awk '{print ($(NF-3)>3)?1:0}')"; chk io.stat "$(cat $g/i/io.stat)" "$(grep -q "^$d .*wbytes=16777216" $g/i/io.stat && echo 1)"
chk psi "$(head -1 /proc/pressure/cpu) | cg $(head -1 $g/b/cpu.pressure)" "$(grep -q 'total=[1-9]' $g/b/cpu.pressure && echo 1)"
echo 1 > $g/a/cgroup.freeze; sleep 0.3; chk freeze "$(tr '\n' ' ' <$g/a/cgroup.events)" "$(grep -q 'frozen 1' $g/a/cgroup.events && echo 1)"
sec polkit
cat >/usr/share/polkit-1/actions/org.lab.policy <<X
<?xml version="1.0"?><!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD PolicyKit Policy Configuration 1.0//EN" "http://www.freedesktop.org/standards/PolicyKit/1/policyconfig.dtd">
<policyconfig><action id="org.lab.active"><description>d</description><message>m</message><defaults><allow_any>no</allow_any><allow_inactive>no</allow_inactive><allow_active>yes</allow_active></defaults></action>
<action id="org.lab.no"><description>d</description><message>m</message><defaults><allow_any>no</allow_any><allow_inactive>no</allow_inactive><allow_active>no</allow_active></defaults></action>
<action id="org.lab.rule"><description>d</description><message>m</message><defaults><allow_any>no</allow_any><allow_inactive>no</allow_inactive><allow_active>auth_admin</allow_active></defaults></action></policyconfig>
X
mkdir -p /etc/polkit-1/rules.d; echo 'polkit.addRule(function(a,s){if(a.id=="org.lab.rule"&&s.user=="lab")return polkit.Result.YES;});' >/etc/polkit-1/rules.d/10-lab.rules
for i in $(seq 10); do loginctl --no-legend list-sessions | grep -q lab && break; sleep 0.5; done
loginctl --no-legend list-sessions; S=$(loginctl --no-legend list-sessions | awk '$3=="lab"{print $1;exit}')
si=$(loginctl show-session $S -p Active -p Remote -p Seat -p Type -p State -p Leader -p VTNr | tr '\n' ' '); chk "active-session" "$si" "$([[ $si == *Active=yes* && $si == *Seat=seat0* ]] && echo 1)"
L=$(loginctl show-session $S -p Leader --value)
pk(){ pkcheck --action-id $1 --process $2 >/tmp/pk 2>&1; echo "rc=$? $(tr '\n' ' ' </tmp/pk)"; }
pgrep -a -u lab | head -5
P=$(pgrep -u lab -f 'sleep infinity' | head -1)
x=$(pk org.lab.active $P); chk polkit-active-yes "pid $P $x" "$([[ $x == rc=0* ]] && echo 1)"
x=$(pk org.lab.no $P); chk polkit-denied "$x" "$([[ $x == rc=1* ]] && echo 1)"
x=$(pk org.lab.rule $P); chk polkit-rules.d "$x" "$([[ $x == rc=0* ]] && echo 1)"
setpriv --reuid nobody --regid nogroup --clear-groups sleep 60 & z=$!; sleep 0.5; y=$(pk org.lab.active $z); chk polkit-inactive-no "$y" "$([[ $y == rc=1* ]] && echo 1)"
chk systemd-pid1-dbus "$(busctl get-property org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager Version)" 1
sec user; U=/sys/fs/cgroup/user.slice/user-1717.slice/user@1717.service; for i in $(seq 60); do systemctl is-active -q user@1717.service && break; sleep 0.5; done
c=$(cat $U/cgroup.controllers); chk user@-delegated "$c ($(systemctl show user@1717 -p Delegate -p DelegateControllers | tr '\n' ' '))" "$([ $(has "$c" memory) = 1 -a $(has "$c" cpu) = 1 ] && echo 1)"
as(){ runuser -u lab -- env XDG_RUNTIME_DIR=/run/user/1717 DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1717/bus HOME=/home/lab "$@"; }
x=$(as systemd-run --user --pipe --wait -q -p MemoryMax=8M -p MemorySwapMax=0 -p CPUQuota=50% bash -c 'c=/sys/fs/cgroup$(cut -d: -f3 /proc/self/cgroup); cat $c/memory.max $c/cpu.max | tr "\n" " "; exec python3 -c "x=bytearray(64<<20)"' 2>&1); rc=$?; chk systemd-run--user "rc=$rc $x" "$([[ $rc != 0 && $x == *8388608*50000* ]] && echo 1)"
cat >/tmp/own.sh <<'X'
c=/sys/fs/cgroup$(cut -d: -f3 /proc/self/cgroup); mkdir $c/leaf $c/box && echo $$ >$c/leaf/cgroup.procs && echo "+memory +pids +cpu" >$c/cgroup.subtree_control && echo 8M >$c/box/memory.max && (echo $BASHPID >$c/box/cgroup.procs; exec python3 -c "x=bytearray(64<<20)"); tr "\n" " " <$c/box/memory.events
X
x=$(as systemd-run --user --pipe --wait -q -p Delegate=yes bash /tmp/own.sh 2>&1); chk rootless-own-cgroup "$x" "$([[ $x == *"oom_kill 1"* ]] && echo 1)"
chk session-bus "$(as busctl --user list --no-legend | wc -l) names" "$(as busctl --user list >/dev/null 2>&1 && echo 1)"
sec userns
x=$(as unshare -Urm --map-auto bash -c 'cat /proc/self/uid_map | tr -s " " | tr "\n" ";"; cd /home/lab; mkdir -p l u w m; echo low >l/f; mount -t overlay -o userxattr,lowerdir=l,upperdir=u,workdir=w o m && echo new >m/g && rm m/f && ls m u | tr "\n" " "; chown 5:5 m/g && stat -c %u m/g' 2>&1); chk userns-overlay-newuidmap "$x" "$([[ $x == *1000000* && $x == *5 ]] && echo 1)"
x=$(as unshare -Urmpf --mount-proc --map-auto bash -c 'mount -t tmpfs t /mnt && mkdir /mnt/o /mnt/u /mnt/w /mnt/l && mount -t overlay -o userxattr,lowerdir=/mnt/l,upperdir=/mnt/u,workdir=/mnt/w o /mnt/o; echo "tmpfs upper rc=$?"; mount -t overlay -o userxattr,lowerdir=/usr,upperdir=/home/lab/u,workdir=/home/lab/w o /mnt/o; echo "overlay root as lower rc=$?"; ls /mnt/o | wc -l' 2>&1 | tr '\n' ' '); chk userns-overlay-on-root "$x" "$([[ $x == *"lower rc=0"* ]] && echo 1)"
mkdir -p /tmp/ov/{u,w,m}; mount -t overlay -o lowerdir=/usr,upperdir=/tmp/ov/u,workdir=/tmp/ov/w o /tmp/ov/m; rc=$?; chk root-overlay-tmpfs-upper "rc=$rc" "$([ $rc = 0 ] && echo 1)"; umount /tmp/ov/m
mkdir -p /var/lib/lab/{u,w,m}; mount -t overlay -o lowerdir=/usr,upperdir=/var/lib/lab/u,workdir=/var/lib/lab/w,metacopy=on o /var/lib/lab/m; rc=$?; chk root-overlay-ext4-upper "rc=$rc" "$([ $rc = 0 ] && echo 1)"; umount /var/lib/lab/m
sec net
x=$( { ip link add br9 type bridge && ip link set br9 up && ip addr add 10.99.0.1/24 dev br9 && ip netns add c1 && ip link add v0 type veth peer name eth0 netns c1 && ip link set v0 master br9 up && ip -n c1 addr add 10.99.0.2/24 dev eth0 && ip -n c1 link set eth0 up && ip -n c1 route add default via 10.99.0.1 && ip netns add up && ip link add w0 type veth peer name eth0 netns up && ip addr add 10.98.0.1/24 dev w0 && ip link set w0 up && ip -n up addr add 10.98.0.2/24 dev eth0 && ip -n up link set eth0 up && echo 1 >/proc/sys/net/ipv4/ip_forward && nft -f - <<N
table ip lab { chain post { type nat hook postrouting priority srcnat; ip saddr 10.99.0.0/24 oifname "w0" counter masquerade; };
 chain fw { type filter hook forward priority filter; ct state established,related counter accept; iifname "br9" counter accept; }; }
N
} 2>&1); echo "$x"
ip netns exec up python3 -c 'import socket;s=socket.socket();s.setsockopt(1,2,1);s.bind(("10.98.0.2",80));s.listen();c,a=s.accept();c.send(a[0].encode());c.close()' & sleep 2
x=$(ip netns exec c1 python3 -c 'import socket;s=socket.create_connection(("10.98.0.2",80),5);print(s.recv(99).decode())' 2>&1); chk veth-bridge-nft-masquerade "peer saw $x" "$([ "$x" = 10.98.0.1 ] && echo 1)"; nft list counters >/dev/null; nft list table ip lab | grep -o 'counter packets [0-9]*' | tr '\n' ' '; lsmod | awk '{print $1}' | grep -E 'nft|nf_nat|bridge|veth|masq' | tr '\n' ' '; echo
x=$(as unshare -Urn bash -c 'ip link add va type veth peer name vb && ip link add br0 type bridge && nft add table inet t && nft list tables' 2>&1); chk userns-net-nft "$x" "$([[ $x == *"inet t"* ]] && echo 1)"
sec kvm; x=$(python3 -c 'import os,fcntl; f=os.open("/dev/kvm",os.O_RDWR|os.O_CLOEXEC); v=fcntl.ioctl(f,0xAE01,0); print("api",fcntl.ioctl(f,0xAE00,0),"vm",v>0)' 2>&1); chk kvm "$x" "$([ "$x" = "api 12 vm True" ] && echo 1)"
sec linger; loginctl enable-linger lab; echo "linger $(ls /var/lib/systemd/linger)"
sec end; echo "$n failed"; exit $n
