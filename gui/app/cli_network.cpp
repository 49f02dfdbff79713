// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_capture.h"
#include "gui/app/cli_command.h"
#include "gui/app/cli_follow.h"
#include "gui/app/cli_network_list.h"
#include "gui/models/packet_destination.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <unistd.h>

namespace vitrine::cli {

namespace {

/// network: lists, makes, plans and deletes networks, and puts containers into them.
class NetworkCommand : public Command {
public:
    NetworkCommand()
        : Command({ QStringLiteral("network"),
            Text::tr("[options] [list|create|plan|rm|connect|disconnect|set|allow|deny|follow|"
                     "capture] [NAME…] [CONTAINER…]"),
            Text::tr("List networks, make one, delete some, put containers into one, follow a "
                     "packet, capture packets.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        // No command of a container follows.
        parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
        parser.addOptions({
            { QStringLiteral("kind"),
                Text::tr("nat (default): out with this computer's address; isolated: neither out "
                         "nor in; routed: out with its own addresses; macvlan: an interface for "
                         "each container on --parent, which this computer itself does not reach; "
                         "bridge: ports of the bridge --parent."),
                QStringLiteral("kind") },
            { QStringLiteral("subnet"), Text::tr("Its addresses (default: free ones)."),
                QStringLiteral("10.77.0.0/24") },
            { QStringLiteral("subnet6"), Text::tr("The same of IPv6."),
                QStringLiteral("fd00::/64") },
            { QStringLiteral("no-ipv6"), Text::tr("Without IPv6.") },
            { QStringLiteral("mtu"), Text::tr("Largest packet in bytes (default: the uplink's)."),
                QStringLiteral("bytes") },
            { QStringLiteral("parent"),
                Text::tr("macvlan, bridge: the interface of this computer that it is on."),
                QStringLiteral("interface") },
            { QStringLiteral("gateway"),
                Text::tr("macvlan, bridge: the way out (default: this computer's)."),
                QStringLiteral("address") },
            { QStringLiteral("range"),
                Text::tr("macvlan, bridge: addresses of the subnet for containers (default: each "
                         "names its own)."),
                QStringLiteral("192.0.2.192/27") },
            { QStringLiteral("forwarding"),
                Text::tr("This computer may be changed to pass packets on, which nat and routed "
                         "need.") },
            { QStringLiteral("inbound"),
                Text::tr("connect, set: so many bits a second are sent to a container at most "
                         "(10m; none)."),
                QStringLiteral("rate") },
            { QStringLiteral("outbound"), Text::tr("The same of what it sends."),
                QStringLiteral("rate") },
            { QStringLiteral("link"),
                Text::tr("connect, set: down pulls a container's cable out, up plugs it in "
                         "again."),
                QStringLiteral("up|down") },
            { QStringLiteral("test"), Text::tr("follow: send it, too, and tell what comes back.") },
            { { QStringLiteral("w"), QStringLiteral("write") },
                Text::tr("capture: into this file (default: standard output)."),
                QStringLiteral("file") },
            { QStringLiteral("ipv6"), Text::tr("follow: to a container's IPv6 address.") },
        });
    }

    QString check(const QCommandLineParser& parser) override
    {
        m_names = parser.positionalArguments();
        m_verb = m_names.isEmpty() ? QStringLiteral("list") : m_names.takeFirst();
        if (m_verb == QLatin1String("list"))
            return m_names.isEmpty() ? QString() : Text::tr("list takes no names");
        if (m_verb == QLatin1String("rm"))
            return m_names.isEmpty() ? Text::tr("name a network") : QString();
        if (isAboutMembers())
            return m_names.size() > 1 ? readLink(parser)
                                      : Text::tr("name a network and a container");
        if (m_verb == QLatin1String("follow"))
            return readFollow(parser);
        if (isAboutReach())
            return m_names.size() == 2
                ? QString()
                : Text::tr("name the network that connections come from, and the one that they "
                           "lead to");
        if (m_verb == QLatin1String("capture"))
            return readCapture(parser);
        if (m_verb != QLatin1String("create") && m_verb != QLatin1String("plan"))
            return Text::tr("it can list, create, plan, rm, connect, disconnect, set, allow, deny, "
                            "follow and capture, not “%1”")
                .arg(m_verb);
        return m_names.size() == 1 ? readSpec(parser) : Text::tr("name one network");
    }

    void run(const QCommandLineParser& parser) override
    {
        if (m_verb == QLatin1String("list"))
            return list();
        if (m_verb == QLatin1String("rm"))
            return removeNext();
        if (m_verb == QLatin1String("plan"))
            return plan();
        if (m_verb == QLatin1String("follow"))
            return follow(parser.isSet(QStringLiteral("test")));
        if (isAboutReach())
            return setReach();
        if (m_verb == QLatin1String("capture"))
            return capture(parser.value(QStringLiteral("write")));
        if (isAboutMembers()) {
            m_network = m_names.takeFirst();
            return changeNext();
        }
        const QVariantMap options { { QStringLiteral("forwarding"),
            parser.isSet(QStringLiteral("forwarding")) } };
        client().createNetwork(m_spec, options, this, [this](const Reply<QString>& reply) {
            await(reply, [this](const api::JobInfo& job) {
                json() ? print(QJsonValue(cli::toJson(job))) : print(job.workloadName);
                finish(0);
            });
        });
    }

private:
    QString readSpec(const QCommandLineParser& parser)
    {
        m_spec.insert(QStringLiteral("name"), m_names.first());
        for (const QString& field :
            { QStringLiteral("kind"), QStringLiteral("subnet"), QStringLiteral("subnet6"),
                QStringLiteral("parent"), QStringLiteral("gateway"), QStringLiteral("range") })
            if (parser.isSet(field))
                m_spec.insert(field, parser.value(field));
        if (parser.isSet(QStringLiteral("no-ipv6")))
            m_spec.insert(QStringLiteral("ipv6"), false);
        if (!parser.isSet(QStringLiteral("mtu")))
            return {};
        bool good = false;
        m_spec.insert(QStringLiteral("mtu"),
            qulonglong(parser.value(QStringLiteral("mtu")).toULongLong(&good)));
        return good ? QString() : Text::tr("--mtu wants a whole number");
    }

    /// What the interfaces of members are to let through.
    QString readLink(const QCommandLineParser& parser)
    {
        for (const QString& option : linkOptions())
            if (parser.isSet(option)) {
                const QString value = parser.value(option);
                if (const QString wrong = readLinkOption(option, value, m_spec); !wrong.isEmpty())
                    return wrong;
            }
        if (m_verb == QLatin1String("set") && m_spec.isEmpty())
            return Text::tr("set wants --inbound, --outbound or --link");
        return m_verb == QLatin1String("disconnect") && !m_spec.isEmpty()
            ? Text::tr("what is disconnected has no link")
            : QString();
    }

    QString readFollow(const QCommandLineParser& parser)
    {
        if (m_names.size() != 2)
            return Text::tr("name a container or “host”, and where the packet goes");
        const auto read = readPacketDestination(m_names.at(1));
        if (const auto* wrong = std::get_if<QString>(&read))
            return *wrong;
        const auto& destination = std::get<PacketDestination>(read);
        m_names[1] = destination.name;
        if (destination.port != 0)
            m_spec.insert(QStringLiteral("port"), uint(destination.port));
        if (!destination.protocol.isEmpty())
            m_spec.insert(QStringLiteral("protocol"), destination.protocol);
        if (parser.isSet(QStringLiteral("ipv6")))
            m_spec.insert(QStringLiteral("version"), 6U);
        return {};
    }

    /// Ends with 1 when the packet ends on its way.
    void follow(bool test)
    {
        if (m_names.first() != QLatin1String("host")) {
            const auto* source = need(m_names.first());
            if (!source)
                return;
            m_spec.insert(QStringLiteral("from"), source->id);
        }
        if (isIpAddress(m_names.last())) {
            m_spec.insert(QStringLiteral("address"), m_names.last());
        } else if (m_names.last() == QLatin1String("host")) {
            m_spec.insert(QStringLiteral("to"), m_names.last());
        } else {
            const auto* target = need(m_names.last());
            if (!target)
                return;
            m_spec.insert(QStringLiteral("to"), target->id);
        }
        client().followPacket(m_spec, { { QStringLiteral("test"), test } }, this,
            [this](const Reply<api::PacketPath>& reply) {
                if (!reply)
                    return fail(*reply.error);
                printPath(reply.value, json());
                finish(reply.value.delivered ? 0 : 1);
            });
    }

    QString readCapture(const QCommandLineParser& parser)
    {
        if (m_names.size() != 1)
            return Text::tr("name a container, CONTAINER:INTERFACE, host:INTERFACE or a network");
        if (!parser.isSet(QStringLiteral("write")) && ::isatty(STDOUT_FILENO) == 1)
            return Text::tr("packets are nothing for a terminal: -w FILE, or | wireshark -k -i -");
        const QString name = m_names.first().section(QLatin1Char(':'), 0, 0);
        if (m_names.first().contains(QLatin1Char(':')))
            m_spec.insert(
                QStringLiteral("interface"), m_names.first().section(QLatin1Char(':'), 1));
        else if (name == QLatin1String("host"))
            return Text::tr("name an interface of this computer: host:lo");
        m_names.first() = name;
        return {};
    }

    void capture(const QString& file)
    {
        const QString name = m_names.first();
        const auto& networks = client().networks();
        const auto network = std::find_if(
            networks.begin(), networks.end(), [&](const auto& each) { return each.name == name; });
        const bool ofNetwork = !m_spec.contains(QStringLiteral("interface"))
            && !client().findWorkload(name) && network != networks.end();
        if (ofNetwork) {
            m_spec.insert(QStringLiteral("network"), network->path.section(QLatin1Char('/'), -1));
        } else if (name != QLatin1String("host")) {
            const auto* container = need(name);
            if (!container)
                return;
            m_spec.insert(QStringLiteral("container"), container->id);
        }
        client().capture(m_spec, this, [this, file](const auto& reply) {
            if (!reply)
                return fail(*reply.error);
            finish(recordCapture(reply.value.fileDescriptor(), file));
        });
    }

    void await(const Reply<QString>& reply, std::function<void(const api::JobInfo&)> proceed)
    {
        if (!reply)
            return fail(*reply.error);
        awaitJob(reply.value, std::move(proceed));
    }

    void list()
    {
        json() ? print(QJsonValue(networksJson(client()))) : printTable(networksTable(client()));
        finish(0);
    }

    void plan()
    {
        client().planNetwork(m_spec, this, [this](const Reply<QList<api::StepInfo>>& reply) {
            if (!reply)
                return fail(*reply.error);
            printSteps(reply.value, json());
            finish(0);
        });
    }

    void removeNext()
    {
        if (m_names.isEmpty())
            return finish(0);
        const QString name = m_names.takeFirst();
        const auto* network = needNetwork(name);
        if (!network)
            return;
        client().deleteNetwork(network->path, this, [this, name](const Reply<QString>& reply) {
            await(reply, [this, name](const api::JobInfo&) {
                print(name);
                removeNext();
            });
        });
    }

    /// The network NAME; null when there is none, which has been told then.
    const api::NetworkInfo* needNetwork(const QString& name)
    {
        const auto& all = client().networks();
        const auto found = std::find_if(
            all.begin(), all.end(), [&](const auto& network) { return network.name == name; });
        if (found != all.end())
            return &*found;
        fail({ QStringLiteral("org.vitrine.Error.NotFound"),
            Text::tr("There is no network “%1”.").arg(name), {}, name, 0, {}, -1 });
        return nullptr;
    }

    void setReach()
    {
        const auto* from = needNetwork(m_names.first());
        const auto* to = from ? needNetwork(m_names.last()) : nullptr;
        if (!to)
            return;
        client().setReach(from->path, to->path, m_verb == QLatin1String("allow"), this,
            [this](const Reply<QString>& reply) {
                await(reply, [this](const api::JobInfo& job) {
                    print(job.workloadName);
                    finish(0);
                });
            });
    }

    [[nodiscard]] bool isAboutReach() const
    {
        return m_verb == QLatin1String("allow") || m_verb == QLatin1String("deny");
    }

    [[nodiscard]] bool isAboutMembers() const
    {
        return m_verb == QLatin1String("connect") || m_verb == QLatin1String("disconnect")
            || m_verb == QLatin1String("set");
    }

    /// The networks of WORKLOAD with or without m_network, or with m_spec in it; none when it is
    /// there already, or not there.
    [[nodiscard]] std::optional<QVariantList> changedNetworks(
        const api::WorkloadInfo& workload) const
    {
        const QString key = QStringLiteral("network");
        QVariantList networks = QJsonDocument::fromJson(workload.spec.toUtf8())
                                    .object()
                                    .value(QStringLiteral("networks"))
                                    .toArray()
                                    .toVariantList();
        QVariantMap member = m_spec;
        member.insert(key, m_network);
        const auto found = std::ranges::find_if(networks,
            [&](const QVariant& each) { return each.toMap().value(key).toString() == m_network; });
        const bool isIn = found != networks.end();
        if (isIn == (m_verb == QLatin1String("connect")))
            return {};
        if (m_verb == QLatin1String("connect")) {
            networks.append(member);
        } else if (m_verb == QLatin1String("disconnect")) {
            networks.erase(found);
        } else {
            QVariantMap changed = found->toMap();
            changed.insert(m_spec);
            *found = changed;
        }
        return networks;
    }

    void changeNext()
    {
        if (m_names.isEmpty())
            return finish(0);
        const auto* workload = need(m_names.takeFirst());
        if (!workload)
            return;
        const auto networks = changedNetworks(*workload);
        if (!networks)
            return fail({ QStringLiteral("org.vitrine.Error.InvalidSpec"),
                (m_verb == QLatin1String("connect") ? Text::tr("%1 is in the network “%2” already.")
                                                    : Text::tr("%1 is not in the network “%2”."))
                    .arg(workload->name, m_network),
                {}, m_network, 0, {}, -1 });
        client().change(workload->path, { { QStringLiteral("networks"), *networks } }, {}, this,
            [this](const Reply<QString>& reply) {
                await(reply, [this](const api::JobInfo& job) {
                    print(job.workloadName);
                    changeNext();
                });
            });
    }

    QString m_verb;
    QString m_network; ///< that containers are put into, or taken out of
    QStringList m_names;
    QVariantMap m_spec; ///< of a network, of a member's interface, or of a packet
};

} // namespace

std::unique_ptr<Command> makeNetwork()
{
    return std::make_unique<NetworkCommand>();
}

} // namespace vitrine::cli
