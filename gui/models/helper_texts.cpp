// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/helper_texts.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <vector>

namespace vitrine {

namespace {

/// As the backend writes them (plan/describe.cpp, kernel/host_facts.cpp, image/, packet_walk*.cpp
/// and packet_probe.cpp in network/), with %1, %2 and %3 for what changes. A more special one
/// stands before a more general one.
constexpr const char* texts[] = {
    QT_TRANSLATE_NOOP("Helper", "Make the image %1 ready"),
    QT_TRANSLATE_NOOP("Helper", "Make an empty writable layer for it"),
    QT_TRANSLATE_NOOP("Helper", "Hide in it what does not belong in a container"),
    QT_TRANSLATE_NOOP("Helper", "Write down what it is, so that a power cut keeps it"),
    QT_TRANSLATE_NOOP("Helper", "Give it its place, all at once"),
    QT_TRANSLATE_NOOP("Helper", "Make a directory for state, journal and the shim's socket"),
    QT_TRANSLATE_NOOP("Helper", "Make a control group for all its processes"),
    QT_TRANSLATE_NOOP("Helper", "Keep what it prints in 1 file of %1 at the most"),
    QT_TRANSLATE_NOOP("Helper", "Keep what it prints in %1 files of %2 at the most"),
    QT_TRANSLATE_NOOP("Helper", "Hand controllers down to the group's children"),
    QT_TRANSLATE_NOOP("Helper", "Limit it: %1"),
    QT_TRANSLATE_NOOP("Helper", "See that what it has in use fits into %1 bytes"),
    QT_TRANSLATE_NOOP(
        "Helper", "Start its first process in new namespaces: %1, born in its control group"),
    QT_TRANSLATE_NOOP("Helper", "Start its first process in new namespaces: %1"),
    QT_TRANSLATE_NOOP("Helper", "no control group: CPU and memory are counted by process"),
    QT_TRANSLATE_NOOP("Helper", "Enter the namespaces of process %1 and fork"),
    QT_TRANSLATE_NOOP(
        "Helper", "Map its users and groups to ids outside (inside, outside, count): %1"),
    QT_TRANSLATE_NOOP("Helper", "one user only: root inside is you outside, all others are nobody"),
    QT_TRANSLATE_NOOP(
        "Helper", "the storage cannot shift ids: root inside is root outside for files"),
    QT_TRANSLATE_NOOP("Helper", "Hand it %1 layers, their ids shifted by idmapped mounts"),
    QT_TRANSLATE_NOOP("Helper", "Hand it %1 layers"),
    QT_TRANSLATE_NOOP("Helper", "files of %1 keep their owners and show as nobody's"),
    QT_TRANSLATE_NOOP("Helper", "Make its network namespace side by side with what follows"),
    QT_TRANSLATE_NOOP("Helper", "Enter its network namespace"),
    QT_TRANSLATE_NOOP("Helper", "Keep its mounts from reaching the host"),
    QT_TRANSLATE_NOOP("Helper", "Open the place where its root will be attached"),
    QT_TRANSLATE_NOOP("Helper", "Attach the %1 layers in its mount namespace"),
    QT_TRANSLATE_NOOP("Helper", "Become user and group %1 inside"),
    QT_TRANSLATE_NOOP("Helper", "Stack a writable layer on 1 read-only layer"),
    QT_TRANSLATE_NOOP("Helper", "Stack a writable layer on %1 read-only layers"),
    QT_TRANSLATE_NOOP("Helper", "Make the writable layer its root directory"),
    QT_TRANSLATE_NOOP("Helper", "not shown of this system: %1 and %2 more"),
    QT_TRANSLATE_NOOP("Helper", "not shown of this system: %1"),
    QT_TRANSLATE_NOOP("Helper", "Stack the writable layer's %1 on this system's"),
    QT_TRANSLATE_NOOP("Helper", "Show this system's %1 as it is, read-only"),
    QT_TRANSLATE_NOOP("Helper", "Hide %1 paths of this system"),
    QT_TRANSLATE_NOOP(
        "Helper", "cannot be written in: other file systems are mounted in it, such as %1"),
    QT_TRANSLATE_NOOP("Helper", "cannot be written in: its file system %1 cannot be a layer"),
    QT_TRANSLATE_NOOP("Helper", "Mount %1 on %2"),
    QT_TRANSLATE_NOOP("Helper", "Give it the device %1"),
    QT_TRANSLATE_NOOP("Helper", "Link %1 to %2"),
    QT_TRANSLATE_NOOP("Helper", "Hide %1 paths of the kernel"),
    QT_TRANSLATE_NOOP("Helper", "Make %1 paths of the kernel read-only"),
    QT_TRANSLATE_NOOP("Helper", "Make the layers its root and let go of the host's"),
    QT_TRANSLATE_NOOP("Helper", "Make its root read-only"),
    QT_TRANSLATE_NOOP("Helper", "Name it %1"),
    QT_TRANSLATE_NOOP("Helper", "Bring up the network interface %1"),
    QT_TRANSLATE_NOOP(
        "Helper", "Let this computer pass packets of IPv%1 on between its interfaces"),
    QT_TRANSLATE_NOOP(
        "Helper", "its interfaces go on taking router advertisements (accept_ra = 2)"),
    QT_TRANSLATE_NOOP("Helper", "Make Vitrine's own table of firewall rules where it is missing"),
    QT_TRANSLATE_NOOP("Helper", "Have the firewall rules of %1 let it pass"),
    QT_TRANSLATE_NOOP("Helper", "Leave other firewall rules as they are"),
    QT_TRANSLATE_NOOP("Helper",
        "firewalld rejects its packets: as root, firewall-cmd --zone=trusted --add-interface=%1"),
    QT_TRANSLATE_NOOP("Helper",
        "the firewall rules of %1 drop its packets: make it anew and allow forwarding to be "
        "changed"),
    QT_TRANSLATE_NOOP(
        "Helper", "the chain %1 drops its packets: let it accept what comes from and goes to %2"),
    QT_TRANSLATE_NOOP("Helper",
        "Make a network namespace of your own for all your networks, where it is missing"),
    QT_TRANSLATE_NOOP("Helper", "Have slirp4netns send what leaves it, as you"),
    QT_TRANSLATE_NOOP("Helper", "its user namespace is below that of your networks"),
    QT_TRANSLATE_NOOP("Helper", "Use the interface %1 of this computer; it stays as it is"),
    QT_TRANSLATE_NOOP("Helper", "Use the bridge %1 of this computer; it stays as it is"),
    QT_TRANSLATE_NOOP("Helper",
        "this computer and its containers do not reach each other: the kernel passes nothing "
        "between an interface and its macvlan interfaces"),
    QT_TRANSLATE_NOOP(
        "Helper", "its containers are in the network outside: no rules of Vitrine guard them"),
    QT_TRANSLATE_NOOP("Helper", "Put its %1 on %2 by macvlan"),
    QT_TRANSLATE_NOOP(
        "Helper", "it takes addresses and a way out of IPv6 that routers there announce"),
    QT_TRANSLATE_NOOP(
        "Helper", "there is no interface '%1' on this computer: \"ip link\" lists them"),
    QT_TRANSLATE_NOOP("Helper", "%1 is down: ip link set %2 up"),
    QT_TRANSLATE_NOOP("Helper", "%1 is connected with nothing"),
    QT_TRANSLATE_NOOP("Helper", "Make a bridge with the addresses %1"),
    QT_TRANSLATE_NOOP("Helper", "Make a bridge with the address %1"),
    QT_TRANSLATE_NOOP("Helper", "Let ports of 127.0.0.1 lead into the network"),
    QT_TRANSLATE_NOOP("Helper", "Keep other networks out and this one in"),
    QT_TRANSLATE_NOOP("Helper", "Keep others out; what leaves it gets this computer's address"),
    QT_TRANSLATE_NOOP(
        "Helper", "Keep other networks of Vitrine apart from it; what leaves it keeps its address"),
    QT_TRANSLATE_NOOP("Helper", "Connect its %1 with the bridge %2 by a veth pair"),
    QT_TRANSLATE_NOOP("Helper", "Lead ports of this computer to it: %1"),
    QT_TRANSLATE_NOOP("Helper", "Give %1 its addresses %2"),
    QT_TRANSLATE_NOOP("Helper", "Give %1 its address %2"),
    QT_TRANSLATE_NOOP("Helper", "Let connections from it lead to the network of %1"),
    QT_TRANSLATE_NOOP("Helper", "Serve no names in it"),
    QT_TRANSLATE_NOOP("Helper", "no names: dnsmasq is not installed, install dnsmasq-base"),
    QT_TRANSLATE_NOOP(
        "Helper", "Serve the names of its containers, NAME.%1, and addresses for those who ask"),
    QT_TRANSLATE_NOOP("Helper", "Let everybody in it use ping"),
    QT_TRANSLATE_NOOP("Helper", "Show a file of this start as %1"),
    QT_TRANSLATE_NOOP("Helper", "Let nothing lead out of it any more"),
    QT_TRANSLATE_NOOP("Helper", "Let its way out lead through %1"),
    QT_TRANSLATE_NOOP("Helper", "Let it reach its own published ports"),
    QT_TRANSLATE_NOOP("Helper", "Lead ports of this computer to it no more: %1"),
    QT_TRANSLATE_NOOP("Helper", "Let it be sent as much as there is"),
    QT_TRANSLATE_NOOP("Helper", "Let it be sent at most %1"),
    QT_TRANSLATE_NOOP("Helper", "Let its %1 send as much as there is"),
    QT_TRANSLATE_NOOP("Helper", "Let its %1 send at most %2"),
    QT_TRANSLATE_NOOP("Helper", "Let its %1 pass packets again"),
    QT_TRANSLATE_NOOP("Helper", "Let nothing pass its %1"),
    QT_TRANSLATE_NOOP("Helper", "Connect its %1 with the bridge %2 again"),
    QT_TRANSLATE_NOOP("Helper", "Take its %1 off the bridge %2"),
    QT_TRANSLATE_NOOP("Helper", "Take its %1 off %2"),
    QT_TRANSLATE_NOOP("Helper", "Limit %1 of each process to %2"),
    QT_TRANSLATE_NOOP("Helper", "Give it pipes for input, output and errors"),
    QT_TRANSLATE_NOOP("Helper", "Give it a terminal from its own /dev/pts"),
    QT_TRANSLATE_NOOP("Helper", "Drop all capabilities but %1"),
    QT_TRANSLATE_NOOP("Helper", "Let no program gain privileges (no_new_privs)"),
    QT_TRANSLATE_NOOP("Helper", "Refuse system calls that change the machine (default profile)"),
    QT_TRANSLATE_NOOP("Helper", "Go to %1"),
    QT_TRANSLATE_NOOP("Helper", "Run %1"),

    QT_TRANSLATE_NOOP("Helper", "Names in networks"),
    QT_TRANSLATE_NOOP("Helper", "Containers find each other by name (dnsmasq)"),
    QT_TRANSLATE_NOOP(
        "Helper", "dnsmasq is not installed: containers find each other by address only"),
    QT_TRANSLATE_NOOP("Helper", "An ordinary user's containers are in no network"),
    QT_TRANSLATE_NOOP("Helper", "Install the package dnsmasq-base"),
    QT_TRANSLATE_NOOP("Helper", "Launcher"),
    QT_TRANSLATE_NOOP("Helper", "vitrine-launcher answers"),
    QT_TRANSLATE_NOOP("Helper", "User namespaces"),
    QT_TRANSLATE_NOOP("Helper", "root in a container is nobody outside"),
    QT_TRANSLATE_NOOP("Helper", "Subordinate user ids"),
    QT_TRANSLATE_NOOP("Helper", "root gives each container a range of its own"),
    QT_TRANSLATE_NOOP("Helper",
        "/etc/subuid lists a range for %1, not used yet: containers have one user, root, that is "
        "you outside"),
    QT_TRANSLATE_NOOP("Helper", "/etc/subuid lists no range for %1"),
    QT_TRANSLATE_NOOP("Helper", "Control groups"),
    QT_TRANSLATE_NOOP("Helper", "groups are made under %1"),
    QT_TRANSLATE_NOOP("Helper", "Memory limit"),
    QT_TRANSLATE_NOOP("Helper", "CPU limit"),
    QT_TRANSLATE_NOOP("Helper", "Process limit"),
    QT_TRANSLATE_NOOP("Helper", "Disk limit"),
    QT_TRANSLATE_NOOP("Helper", "controller %1 is there"),
    QT_TRANSLATE_NOOP("Helper", "cgroup v2 at %1 has no %2 controller"),
    QT_TRANSLATE_NOOP(
        "Helper", "if cgroup v1 holds it, boot with systemd.unified_cgroup_hierarchy=1"),
    QT_TRANSLATE_NOOP("Helper", "the %1 controller is not delegated to %2"),
    QT_TRANSLATE_NOOP("Helper",
        "as root, write \"[Service]\" and \"Delegate=cpu cpuset io memory pids\" in "
        "/etc/systemd/system/user@.service.d/delegate.conf, then log in again"),
    QT_TRANSLATE_NOOP("Helper", "systemd hands the hugetlb controller down to nobody"),
    QT_TRANSLATE_NOOP("Helper", "have the launcher of root run outside of systemd's units"),
    QT_TRANSLATE_NOOP("Helper", "Disk shares"),
    QT_TRANSLATE_NOOP("Helper", "Processor choice"),
    QT_TRANSLATE_NOOP("Helper", "Huge page limit"),
    QT_TRANSLATE_NOOP("Helper", "%1 decides between containers"),
    QT_TRANSLATE_NOOP("Helper", "no disk here shares by weight"),
    QT_TRANSLATE_NOOP("Helper", "choose the scheduler bfq in /sys/block/DISK/queue"),
    QT_TRANSLATE_NOOP("Helper", "Shifted ids on layers"),
    QT_TRANSLATE_NOOP("Helper", "files of a container belong to ids of its own outside"),
    QT_TRANSLATE_NOOP("Helper",
        "the file system of Vitrine's storage cannot do idmapped mounts: root in a container is "
        "root for its files"),
    QT_TRANSLATE_NOOP(
        "Helper", "only root can make idmapped mounts; not needed for your own containers"),
    QT_TRANSLATE_NOOP("Helper", "keep the storage on ext4, xfs or btrfs"),
    QT_TRANSLATE_NOOP("Helper", "System call filter"),
    QT_TRANSLATE_NOOP("Helper", "the default profile is loaded in every container"),
    QT_TRANSLATE_NOOP("Helper", "this kernel was built without seccomp filters"),
    QT_TRANSLATE_NOOP("Helper", "Networks of containers"),
    QT_TRANSLATE_NOOP("Helper", "Bridges, NAT and published ports can be made"),
    QT_TRANSLATE_NOOP("Helper", "An ordinary user's networks need user namespaces"),
    QT_TRANSLATE_NOOP("Helper", "Bridges of your own; slirp4netns leads out of them"),
    QT_TRANSLATE_NOOP("Helper", "Bridges of your own; nothing leads out of them"),
    QT_TRANSLATE_NOOP("Helper", "Install the package slirp4netns"),
    QT_TRANSLATE_NOOP("Helper", "KVM virtual machines"),
    QT_TRANSLATE_NOOP("Helper", "/dev/kvm can be opened"),
    QT_TRANSLATE_NOOP("Helper",
        "switch on virtualization (VT-x, AMD-V) in the firmware and load kvm_intel or kvm_amd"),

    QT_TRANSLATE_NOOP("Helper", "A small Linux: one program with a shell and some 250 commands"),
    QT_TRANSLATE_NOOP("Helper", "busybox and its applets"),
    QT_TRANSLATE_NOOP("Helper", "This computer's own programs, read-only, with a writable layer"),
    QT_TRANSLATE_NOOP("Helper", "this computer's root file system"),
    QT_TRANSLATE_NOOP("Helper",
        "the root file system has other mounts in it, and overlayfs takes such a layer from root "
        "only: use the system helper, or the image busybox"),
    QT_TRANSLATE_NOOP("Helper", "/bin/busybox is not a static program; install busybox-static"),

    QT_TRANSLATE_NOOP("Helper", "The way goes in circles"),
    QT_TRANSLATE_NOOP("Helper", "Passes nothing on between its interfaces: %1 is off"),
    QT_TRANSLATE_NOOP("Helper", "No route to %1: it is for many, not for one"),
    QT_TRANSLATE_NOOP("Helper", "No route to %1: %2"),
    QT_TRANSLATE_NOOP("Helper", "Dropped: answers to %1 would leave by another interface"),
    QT_TRANSLATE_NOOP("Helper", "Dropped: %1 is no sender that can be here"),
    QT_TRANSLATE_NOOP("Helper", "Delivered to this computer"),
    QT_TRANSLATE_NOOP("Helper", "Delivered to %1; nobody there listens on %2, so it is refused"),
    QT_TRANSLATE_NOOP("Helper", "Delivered to %1"),
    QT_TRANSLATE_NOOP("Helper",
        "Nothing is published on %1 of %2, and no program of this computer listens there"),
    QT_TRANSLATE_NOOP("Helper", "To %1 by %2, through the gateway %3"),
    QT_TRANSLATE_NOOP("Helper", "To %1 by %2, directly"),
    QT_TRANSLATE_NOOP("Helper", "What comes from %1 stays where it is"),
    QT_TRANSLATE_NOOP("Helper", "Leaves this computer by %1 through the gateway %2"),
    QT_TRANSLATE_NOOP("Helper", "Leaves this computer by %1 to its neighbour %2"),
    QT_TRANSLATE_NOOP("Helper", "Leaves by %1, which is no end of a veth pair of the host"),
    QT_TRANSLATE_NOOP("Helper", "Through the veth pair %1 and %2"),
    QT_TRANSLATE_NOOP("Helper", "The bridge %1 itself has %2"),
    QT_TRANSLATE_NOOP("Helper", "%1 does not send back to %2 what came from there"),
    QT_TRANSLATE_NOOP("Helper", "The bridge %1 sends it to %2, once %3 was asked for at all ports"),
    QT_TRANSLATE_NOOP("Helper", "The bridge %1 sends it to %2, behind which it has seen %3"),
    QT_TRANSLATE_NOOP(
        "Helper", "The bridge %1 sends it to %2 and all others: it has not seen %3 lately"),
    QT_TRANSLATE_NOOP("Helper", "Leaves the bridge %1 by %2 to %3"),
    QT_TRANSLATE_NOOP("Helper", "Nobody on the bridge %1 has %2"),
    QT_TRANSLATE_NOOP("Helper", "%1 is published: it goes to %2 port %3"),
    QT_TRANSLATE_NOOP("Helper", "May meet a rule that is not understood: %1"),
    QT_TRANSLATE_NOOP("Helper", "Dropped by the rule: %1"),
    QT_TRANSLATE_NOOP("Helper", "Passes by the rule: %1"),
    QT_TRANSLATE_NOOP("Helper", "Goes on as from %1, by the rule: %2"),
    QT_TRANSLATE_NOOP("Helper",
        "May be dropped by the table %1, chain %2: it drops what its rules do not let pass"),
    QT_TRANSLATE_NOOP("Helper", "a container of another user"),
    QT_TRANSLATE_NOOP("Helper", "It was answered"),
    QT_TRANSLATE_NOOP("Helper", "It arrived, and was refused: nobody listens there"),
    QT_TRANSLATE_NOOP("Helper", "It could not be sent, or not be delivered: %1"),
    QT_TRANSLATE_NOOP(
        "Helper", "Nothing came back, which says nothing: who listens need not answer"),
    QT_TRANSLATE_NOOP("Helper", "Nothing came back in %1 seconds"),

    QT_TRANSLATE_NOOP("Helper", "killed for lack of memory"),
    QT_TRANSLATE_NOOP("Helper", "killed by %1"),
    QT_TRANSLATE_NOOP("Helper", "exited with status %1"),
    QT_TRANSLATE_NOOP("Helper", "%1 is down"),
};

struct Known {
    QRegularExpression form;
    const char* source;
};

std::vector<Known> makeKnown()
{
    static const QRegularExpression mark(QStringLiteral("%\\d"));
    std::vector<Known> known;
    for (const char* text : texts) {
        QString form = QRegularExpression::escape(QString::fromUtf8(text));
        form.replace(QStringLiteral("\\%"), QStringLiteral("%"))
            .replace(mark, QStringLiteral("(.+)"));
        known.push_back({ QRegularExpression(QRegularExpression::anchoredPattern(form),
                              QRegularExpression::DotMatchesEverythingOption),
            text });
    }
    return known;
}

} // namespace

QString translatedHelperText(const QString& text)
{
    static const std::vector<Known> known = makeKnown();
    for (const Known& each : known) {
        const auto match = each.form.match(text);
        if (!match.hasMatch())
            continue;
        const QString translation = QCoreApplication::translate("Helper", each.source);
        switch (match.lastCapturedIndex()) {
        case 0:
            return translation;
        case 1:
            return translation.arg(match.captured(1));
        case 2: // all at once: a part may look like a mark
            return translation.arg(match.captured(1), match.captured(2));
        default:
            return translation.arg(match.captured(1), match.captured(2), match.captured(3));
        }
    }
    return text;
}

} // namespace vitrine
