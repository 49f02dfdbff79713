#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# lab.sh - run a command inside a throw-away virtual desktop machine.
#
# The machine is QEMU (TCG, so no /dev/kvm is needed on the host) with Debian's own
# kernel.  It boots THIS computer's root filesystem, exported read-only over 9p, with
# a tmpfs overlay on top: every program and library of the host is there under the
# same path, every write is lost at the end.  No image is built, nothing of the host
# is changed.  Inside: cgroup v2, namespaces, nftables, nested KVM, and on request
# systemd, D-Bus, polkit and logind.
#
#   lab.sh run [OPTIONS] -- COMMAND [ARG...]   run COMMAND as root; its exit code is ours
#   lab.sh shell [OPTIONS]                     interactive shell on this terminal
#   lab.sh fetch                               only fetch the kernel and fill the cache
#
# The Debian packages that it needs are the group "lab" of packaging/packages.
#
# Options
#   --systemd        systemd as PID 1; COMMAND starts after multi-user.target
#   --session        --systemd, plus user "lab" lingering and logged in on seat0 (active)
#   --kvm            load kvm-amd, so that /dev/kvm works (nested SVM, emulated)
#   --net            a user-mode network card (DHCP 10.0.2.15); default: none but lo
#   --memory MIB     memory (2048)            --cpus N      virtual CPUs (2)
#   --project DIR    start in DIR (default: current folder); it is discardable
#   --rw DIR         let writes to DIR reach the host (may be repeated)
#   --out DIR        folder of the host seen as $LAB_OUT inside, writable
#   --env NAME[=V]   pass a variable (may be repeated)
#   --disk MIB       size of the ext4 scratch disk /dev/vda (4096, sparse)
#   --data DIR       keep DIR inside on the ext4 disk, not on overlayfs (may be repeated;
#                    /home and /var/lib/lab are always there); overlayfs upper
#                    directories must lie on it or on a tmpfs (/tmp, /run)
#   --timeout SEC    hard limit for the whole run (600)
#   --append ARGS    more kernel arguments    --qemu ARGS   more QEMU arguments
#   --root KIND      9p (default), virtiofs, or image:FILE (ext4/squashfs/erofs)
#   --log FILE       keep the console log     -v            show it, and timings, on stderr
#
# Exit codes: COMMAND's own; 124 time limit; 125 the machine did not get that far.
set -euo pipefail

CACHE=${LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vitrine-lab}
MODULES="virtio_pci 9pnet_virtio 9p overlay virtio_console virtio_blk ext4 virtiofs erofs squashfs"

die() { echo "lab: $*" >&2; exit 125; }

# --- kernel and initramfs -----------------------------------------------------------
# The kernel package is unpacked into the cache, not installed.  QEMU starts the
# uncompressed ELF kernel through its PVH entry: un-xz under TCG would cost ~5 s.
fetch() {
    mkdir -p "$CACHE"; exec 9>"$CACHE/lock"; flock 9
    if [ ! -e "$CACHE/vmlinux" ]; then
        local pkg deb kv tmp="$CACHE/new.$$"
        rm -rf "$CACHE"/new.*; mkdir -p "$tmp/deb"
        pkg=${LAB_KERNEL_PACKAGE:-$(apt-cache depends linux-image-amd64 |
            awk '/Depends: linux-image-[0-9]/{print $2; exit}')}
        deb=${LAB_KERNEL_DEB:-}
        if [ -z "$deb" ]; then
            [ -n "$pkg" ] || die "no linux-image package known: run 'apt-get update' first"
            echo "lab: fetching $pkg" >&2
            (cd "$tmp/deb" && apt-get -qq -o APT::Sandbox::User=root download "$pkg" >&2) ||
                die "cannot download $pkg"
            deb=$(echo "$tmp"/deb/*.deb)
        fi
        dpkg -x "$deb" "$tmp"; rm -rf "$tmp/deb" "$tmp/usr/share"
        kv=$(basename "$tmp"/lib/modules/*)
        depmod -b "$tmp" "$kv"
        unpack_kernel "$tmp/boot/vmlinuz-$kv" "$tmp/vmlinux"
        rm -rf "$CACHE/layer" "$CACHE/version"; mkdir -p "$CACHE/layer/usr"
        mv "$tmp/lib" "$CACHE/layer/usr/lib"; ln -s usr/lib "$CACHE/layer/lib"; echo "$kv" > "$CACHE/version"
        mv "$tmp/vmlinux" "$CACHE/vmlinux"; rm -rf "$tmp"
    fi
    [ "$CACHE/initrd" -nt "$0" ] && [ "$CACHE/initrd" -nt "$CACHE/vmlinux" ] || make_initrd
    exec 9>&-
}

# bzImage -> ELF: the setup header holds offset and length of the compressed kernel.
unpack_kernel() {
    local setup off len
    setup=$(od -An -tu1 -j 497 -N 1 "$1"); read -r off len < <(od -An -tu4 -j 584 -N 8 "$1")
    dd if="$1" of="$2.pay" bs=1M iflag=skip_bytes,count_bytes skip=$(( (setup + 1) * 512 + off )) count="$len" status=none
    case $(od -An -tx1 -N 4 "$2.pay") in
        *"fd 37 7a 58") xz -dc --single-stream "$2.pay" > "$2" ;;
        *"28 b5 2f fd") zstd -dcq "$2.pay" > "$2" 2>/dev/null || true ;;
        *) die "unknown kernel compression" ;;
    esac
    rm -f "$2.pay"
    [ "$(dd if="$2" bs=1 skip=1 count=3 status=none)" = ELF ] || die "no ELF kernel in $1"
}

make_initrd() {
    local d kv m f; d=$(mktemp -d); kv=$(cat "$CACHE/version")
    mkdir -p "$d"/{bin,m,proc,sys,dev,lab,low,mod,top,new}
    cp "$(command -v busybox)" "$d/bin/busybox"
    for f in sh mount mkdir insmod cat echo ln cp rm chmod chown grep sleep switch_root umount sed; do
        ln -sf busybox "$d/bin/$f"; done
    for m in $MODULES; do modprobe -d "$CACHE/layer" -S "$kv" --show-depends "$m"; done |
        awk '$1=="insmod" && !s[$2]++{print $2}' |
        while read -r f; do cp "$f" "$d/m/"; echo "${f##*/}"; done > "$d/order"
    guest_init > "$d/init"; chmod 755 "$d/init"
    (cd "$d" && find . | cpio -o -H newc --quiet) > "$CACHE/initrd.new"
    mv "$CACHE/initrd.new" "$CACHE/initrd"; rm -rf "$d"
}

# --- inside the machine: initramfs /init --------------------------------------------
guest_init() { cat <<'INIT'
#!/bin/busybox sh
export PATH=/bin
mark() { read -r u _ < /proc/uptime; echo "$u $*" >> /lab/marks; }
fail() { echo "lab-init: $*"; echo o > /proc/sysrq-trigger; sleep 9; }
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
need="virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci netfs fscache 9pnet 9pnet_virtio 9p overlay virtio_console virtio_blk crc32c-intel crc32c_generic jbd2 mbcache crc16 ext4"
for m in $need; do insmod /m/$m.ko 2>/dev/null; done
mount -t 9p -o trans=virtio,version=9p2000.L,cache=none,access=any lab /lab || fail "no lab share"
. /lab/config
mark "initramfs"
for m in $LAB_MODULES; do insmod /m/$m.ko; done
case $LAB_ROOT in
    9p) mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,access=any,ro root /low ;;
    virtiofs) mount -t virtiofs -o ro root /low ;;
    *) mount -t "$LAB_ROOT" -o ro /dev/vdb /low ;;
esac || fail "no root share"
mount -t tmpfs -o mode=755,size=50% tmpfs /top; mkdir /top/up /top/work
# /usr/lib/modules comes from a second layer, not a mount: with a mount below it /usr
# could not be an overlayfs layer in a user namespace.
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,access=any,ro modules /mod || fail "no modules"
mount -t overlay -o lowerdir=/mod:/low,upperdir=/top/up,workdir=/top/work overlay /new || fail "no overlay"
cd /new
for d in proc sys dev run tmp home; do [ -d $d ] || mkdir -p $d; done
chmod 1777 tmp
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs run
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs tmp
# Real ext4 for everything that cannot live on overlayfs.
mkdir -p new-disk; mount -t ext4 -o noatime /dev/vda new-disk || fail "no disk"
for d in /home/lab /var/lib/lab $LAB_DATA; do
    mkdir -p new-disk/d$d .$d; mount -o bind new-disk/d$d .$d
done
# The project, wherever it is (/tmp and a user's home may be covered by now).
if [ "$LAB_PROJECT" != / ]; then
    mkdir -p /top/pup /top/pwork ".$LAB_PROJECT"
    mount -t overlay -o "lowerdir=/low$LAB_PROJECT,upperdir=/top/pup,workdir=/top/pwork" project ".$LAB_PROJECT" || fail "no project"
fi
mkdir run/lab; mount --move /lab run/lab
for i in $LAB_RW; do   # tag=folder
    mkdir -p ".${i#*=}"
    mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=mmap,access=any "${i%%=*}" ".${i#*=}" || fail "no rw $i"
done
# A machine of its own: nothing of what the host has enabled starts here.
: > etc/fstab; echo lab > etc/hostname
printf '127.0.0.1 localhost lab\n::1 localhost\n' > etc/hosts
rm -f var/lib/systemd/linger/* 2>/dev/null
grep -q '^lab:' etc/passwd || {
    echo 'lab:x:1717:1717:Lab User:/home/lab:/bin/bash' >> etc/passwd
    echo 'lab:x:1717:' >> etc/group; }
rm -f etc/shadow etc/gshadow   # unreadable to a user's QEMU; and no business of ours
sed 's/:.*/:*:19000:0:99999:7:::/' etc/passwd > etc/shadow; chmod 600 etc/shadow
grep -q '^lab:' etc/subuid 2>/dev/null || {
    echo 'lab:1000000:65536' >> etc/subuid; echo 'lab:1000000:65536' >> etc/subgid; }
mkdir -p home/lab; chown 1717:1717 home/lab
umount new-disk; rm -rf new-disk .dockerenv 2>/dev/null
if [ "$LAB_SYSTEMD" = 1 ]; then
    mount -t tmpfs -o mode=755 tmpfs etc/systemd/system
    mkdir -p etc/systemd/system/lab.target.wants
    for u in systemd-firstboot.service systemd-repart.service systemd-timesyncd.service \
        systemd-pcrphase.service systemd-pcrphase-sysinit.service systemd-hwdb-update.service \
        systemd-binfmt.service proc-sys-fs-binfmt_misc.automount systemd-update-utmp.service \
        systemd-update-utmp-runlevel.service systemd-random-seed.service \
        systemd-machine-id-commit.service systemd-pstore.service e2scrub_reap.service \
        networking.service ldconfig.service systemd-journal-catalog-update.service; do
        ln -s /dev/null etc/systemd/system/$u; done
    cat > etc/systemd/system/lab.target <<-E
	[Unit]
	Requires=multi-user.target
	After=multi-user.target
	AllowIsolate=yes
	E
    ln -s lab.target etc/systemd/system/default.target
    cat > etc/systemd/system/lab.service <<-E
	[Unit]
	After=multi-user.target
	[Service]
	Type=exec
	ExecStart=/bin/bash /run/lab/guest
	ExecStopPost=/bin/bash /run/lab/guest off
	Delegate=yes
	OOMPolicy=continue
	TimeoutStopSec=3
	E
    ln -s ../lab.service etc/systemd/system/lab.target.wants/lab.service
    if [ "$LAB_SESSION" = 1 ]; then
        # What a display manager does: a login session for "lab" on seat0, VT 1.
        cat > etc/systemd/system/lab-session.service <<-E
	[Unit]
	After=multi-user.target systemd-logind.service
	[Service]
	Type=simple
	User=lab
	PAMName=login
	Environment=XDG_SESSION_TYPE=x11 XDG_SESSION_CLASS=user XDG_SEAT=seat0 XDG_VTNR=1
	TTYPath=/dev/tty1
	TTYReset=yes
	TTYVHangup=yes
	StandardInput=tty-force
	StandardOutput=journal
	UtmpIdentifier=tty1
	UtmpMode=user
	ExecStart=/bin/sleep infinity
	E
        ln -s ../lab-session.service etc/systemd/system/lab.target.wants/lab-session.service
    fi
    for i in proc sys dev; do mount --move /$i $i; done
    exec switch_root /new /lib/systemd/systemd
fi
for i in proc sys dev; do mount --move /$i $i; done
exec switch_root /new /bin/bash /run/lab/guest
INIT
}

# --- inside the machine: run the command (PID 1 without --systemd) -------------------
guest_script() { cat <<'GUEST'
L=/run/lab
off() { sync; echo o > /proc/sysrq-trigger; sleep 9; }
[ "${1:-}" = off ] && off
. $L/config
mark() { read -r u _ < /proc/uptime; echo "$u $*" >> $L/marks; }
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LAB=1 LAB_OUT=$L/out
if [ $$ = 1 ]; then
    mkdir -p /dev/pts /dev/shm /dev/mqueue
    mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
    mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs /dev/shm
    mount -t mqueue mqueue /dev/mqueue
    mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 /sys/fs/cgroup
    mount -t securityfs securityfs /sys/kernel/security 2>/dev/null
    mount -t bpf bpf /sys/fs/bpf 2>/dev/null
    ip link set lo up
    hostname lab
    # As under systemd: controllers enabled below the root, ourselves in a leaf.
    mkdir -p /sys/fs/cgroup/lab; echo $$ > /sys/fs/cgroup/lab/cgroup.procs
    for c in $(< /sys/fs/cgroup/cgroup.controllers); do echo +$c > /sys/fs/cgroup/cgroup.subtree_control; done
fi
[ "$LAB_KVM" = 1 ] && modprobe kvm-amd
if [ "$LAB_NET" = 1 ]; then
    modprobe virtio_net; n=$(ls /sys/class/net | grep -vx lo | head -1)
    ip link set "$n" up; ip addr add 10.0.2.15/24 dev "$n"; ip route add default via 10.0.2.2
fi
if [ "$LAB_SESSION" = 1 ]; then   # wait for user manager, session bus and active session
    for i in {1..600}; do
        [ -S /run/user/1717/bus ] && grep -qs ACTIVE=1 $(grep -ls '^UID=1717' /run/systemd/sessions/*) && break
        sleep 0.2
    done < /dev/null
fi
mark "command"
if [ "$LAB_SHELL" = 1 ]; then
    setsid -c -w bash -c "cd '$LAB_PROJECT'; exec bash -l" < /dev/ttyS0 > /dev/ttyS0 2>&1
    echo $? > $L/exit; off
fi
# Ports accept a single opener: pipes let the command reopen /dev/stdout and /dev/stderr.
f=$(mktemp -d /run/lab-io.XXXX); mkfifo $f/1 $f/2
for n in /sys/class/virtio-ports/*; do case $(< $n/name) in
    lab.out) cat < $f/1 > /dev/${n##*/} & p1=$! ;;
    lab.err) cat < $f/2 > /dev/${n##*/} & p2=$! ;; esac; done
bash $L/command < /dev/null > $f/1 2> $f/2
rc=$?
mark "exit $rc"
echo $rc > $L/exit
# Drain what is left; do not wait for daemons that keep the pipes open.
for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 $p1 2>/dev/null || kill -0 $p2 2>/dev/null || break; sleep 0.1; done
off
GUEST
}

# --- on the host: run ---------------------------------------------------------------
systemd=0 session=0 kvm=0 net=0 mem=2048 cpus=2 project=$PWD out= disk=4096 limit=600 shell=0
append= qemu_more= root=9p log= verbose=0 rws=() datas=() envs=()

main() {
    local verb=${1:-}; shift || true
    case $verb in
        fetch) fetch; echo "$CACHE: $(cat "$CACHE/version"), $(du -sh "$CACHE" | cut -f1)"; return ;;
        run) ;; shell) shell=1 ;;
        *) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; [ -z "$verb" ] || exit 125; return ;;
    esac
    while [ $# -gt 0 ]; do
        case $1 in
            --systemd) systemd=1 ;; --session) systemd=1 session=1 ;; --kvm) kvm=1 ;; --net) net=1 ;;
            --memory) mem=$2; shift ;; --cpus) cpus=$2; shift ;; --project) project=$2; shift ;;
            --rw) rws+=("$(realpath "$2")"); shift ;; --data) datas+=("$2"); shift ;;
            --out) out=$2; shift ;; --disk) disk=$2; shift ;; --timeout) limit=$2; shift ;;
            --append) append=$2; shift ;; --qemu) qemu_more=$2; shift ;; --root) root=$2; shift ;;
            --log) log=$2; shift ;; -v) verbose=1 ;;
            --env) case $2 in *=*) envs+=("$2") ;; *) envs+=("$2=${!2-}") ;; esac; shift ;;
            --) shift; break ;;
            *) die "unknown option $1" ;;
        esac; shift
    done
    [ $shell = 1 ] || [ $# -gt 0 ] || die "no command"
    project=$(realpath "$project")
    fetch
    run_dir=$(mktemp -d "${TMPDIR:-/tmp}/lab.XXXXXX"); mkdir "$run_dir/share"
    trap cleanup EXIT; trap 'exit 130' INT TERM HUP
    local s=$run_dir/share i=0 rwlist= dev=() rc=0 r
    [ -z "$log" ] && log=$run_dir/console
    guest_script > "$s/guest"; : > "$s/marks"
    { echo "cd $(printf %q "$project") || exit 125"
      for r in ${envs[@]+"${envs[@]}"}; do echo "export ${r%%=*}=$(printf %q "${r#*=}")"; done
      printf '%q ' "$@"; echo; } > "$s/command"
    for r in ${rws[@]+"${rws[@]}"}; do
        i=$((i + 1)); rwlist+=" rw$i=$r"
        dev+=(-virtfs "local,path=${r//,/,,},mount_tag=rw$i,security_model=none,multidevs=remap")
    done
    # $LAB_OUT lies in the share itself; a folder of the caller's is mounted over it.
    mkdir "$s/out"
    if [ -n "$out" ]; then mkdir -p "$out"; rwlist+=" out=/run/lab/out"; fi
    local kind=$root extra=
    case $root in
        9p) dev+=(-virtfs "local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap") ;;
        virtiofs) extra="fuse virtiofs"
            /usr/lib/qemu/virtiofsd --socket-path="$run_dir/fs" -o source=/ -o cache=always \
                -o sandbox=chroot > "$run_dir/fs.log" 2>&1 & fs_pid=$!
            for r in 1 2 3 4 5 6 7 8 9; do [ -S "$run_dir/fs" ] && break; sleep 0.1; done
            dev+=(-chardev "socket,id=fs,path=$run_dir/fs" -device vhost-user-fs-pci,chardev=fs,tag=root
                -object "memory-backend-memfd,id=mem,size=${mem}M,share=on" -machine memory-backend=mem) ;;
        image:*) r=${root#image:}; kind=$(blkid -o value -s TYPE "$r") || die "unknown image $r"
            case $kind in erofs) extra="libcrc32c erofs" ;; squashfs) extra="squashfs" ;; esac
            image_drive=(-drive "file=$r,format=raw,if=none,id=vdb,readonly=on,file.locking=off"
                -device virtio-blk-pci,drive=vdb) ;;
        *) die "unknown --root $root" ;;
    esac
    cat > "$s/config" <<E
LAB_ROOT=$kind LAB_MODULES="$extra" LAB_SYSTEMD=$systemd LAB_SESSION=$session LAB_KVM=$kvm LAB_NET=$net
LAB_SHELL=$shell LAB_PROJECT="$project" LAB_RW="${rwlist# }" LAB_DATA="${datas[*]-}"
E
    [ -z "$out" ] || dev+=(-virtfs "local,path=$(realpath "$out"),mount_tag=out,security_model=none,multidevs=remap")
    truncate -s "${disk}M" "$run_dir/disk"; /sbin/mke2fs -q -t ext4 -E lazy_itable_init=1,nodiscard "$run_dir/disk"
    if [ $net = 1 ]; then dev+=(-nic user,model=virtio-net-pci); else dev+=(-nic none); fi
    if [ $shell = 1 ]; then dev+=(-chardev stdio,id=con,signal=off -serial chardev:con)
    elif [ $verbose = 1 ]; then dev+=(-serial file:/dev/fd/2)
    else dev+=(-serial "file:$log"); fi
    local quiet="quiet"; [ $verbose = 1 ] && quiet="loglevel=5"
    mkfifo "$run_dir/1" "$run_dir/2"
    # The second cat keeps draining when our reader has gone away.
    { cat || :; cat > /dev/null; } < "$run_dir/1" & pids=$!
    { cat >&2 || :; cat > /dev/null; } < "$run_dir/2" & pids="$pids $!"
    local t0=$(date +%s%N)
    local qemu=(qemu-system-x86_64 -nodefaults -no-user-config -no-reboot -display none
        -M pc -accel tcg,thread=multi -cpu max -smp "$cpus" -m "$mem"
        -kernel "$CACHE/vmlinux" -initrd "$CACHE/initrd"
        -append "console=ttyS0 $quiet panic=-1 random.trust_cpu=on rdinit=/init systemd.firstboot=no systemd.show_status=no audit=0 $append"
        -virtfs "local,path=$s,mount_tag=lab,security_model=none"
        -virtfs "local,path=$CACHE/layer,mount_tag=modules,security_model=none,readonly=on"
        -drive "file=$run_dir/disk,format=raw,if=none,id=vda,cache=unsafe,discard=unmap" -device virtio-blk-pci,drive=vda
        ${image_drive[@]+"${image_drive[@]}"}
        -device virtio-rng-pci -device virtio-serial-pci
        -chardev "file,id=out,path=$run_dir/1,append=on" -device virtserialport,chardev=out,name=lab.out,nr=1
        -chardev "file,id=err,path=$run_dir/2,append=on" -device virtserialport,chardev=err,name=lab.err,nr=2
        "${dev[@]}" $qemu_more)
    if [ $shell = 1 ]; then "${qemu[@]}" 2> "$run_dir/qemu.err" || rc=$?
    else   # in the background, so that a signal to us is acted upon at once
        timeout -k 5 "$limit" "${qemu[@]}" < /dev/null 2> "$run_dir/qemu.err" & qemu_pid=$!
        wait $qemu_pid || rc=$?; qemu_pid=
    fi
    wait $pids 2>/dev/null || true
    grep -v 'warning: TCG doesn' "$run_dir/qemu.err" >&2 || true
    if [ $verbose = 1 ]; then
        { awk '{printf "lab: %7.2f s  %s\n", $1, substr($0, length($1) + 2)}' "$s/marks"
          echo "lab: $(( ($(date +%s%N) - t0) / 10000000 ))e-2 s in all"; } >&2; fi
    if [ -s "$s/exit" ]; then exit "$(cat "$s/exit")"; fi
    [ "$verbose" = 1 ] || [ $shell = 1 ] || { echo "lab: the machine ended early; its console:"; tail -25 "$log"; } >&2
    case $rc in 124|137) echo "lab: time limit of $limit s" >&2; exit 124 ;; esac
    exit 125
}

pids= qemu_pid= fs_pid= run_dir= image_drive=()
cleanup() {
    trap '' INT TERM HUP
    [ -z "$qemu_pid" ] || { kill "$qemu_pid" 2>/dev/null && wait "$qemu_pid" 2>/dev/null; } || true
    local p; for p in $(jobs -p); do kill "$p" 2>/dev/null || true; done
    [ -z "$fs_pid" ] || kill "$fs_pid" 2>/dev/null || true
    [ -z "$run_dir" ] || rm -rf "$run_dir"
}
main "$@"
