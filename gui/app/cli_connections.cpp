// SPDX-License-Identifier: GPL-3.0-or-later
// The networks that a container is in and its published ports, on the command line.
#include "gui/app/cli_command.h"

#include <QRegularExpression>

#include <optional>

namespace vitrine::cli {

std::optional<quint64> bitsFrom(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral("\\A([0-9]+(?:\\.[0-9]+)?)([kmgKMG]?)(?:bit(?:/s)?)?\\z"));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return {};
    double bits = match.captured(1).toDouble();
    for (auto power = QStringLiteral("kmg").indexOf(match.captured(2).toLower());
         power >= 0 && !match.captured(2).isEmpty(); --power)
        bits *= 1000;
    constexpr double largest = 9.2e18; // of what the bus counts
    return bits <= largest ? std::optional(quint64(bits)) : std::nullopt;
}

QStringList linkOptions()
{
    return { QStringLiteral("inbound"), QStringLiteral("outbound"), QStringLiteral("link") };
}

QString readLinkOption(const QString& key, const QString& value, QVariantMap& entry)
{
    if (key == QLatin1String("link")) {
        if (value != QLatin1String("up") && value != QLatin1String("down"))
            return Text::tr("link is “up” or “down”, not “%1”").arg(value);
        entry.insert(QStringLiteral("up"), value == QLatin1String("up"));
        return {};
    }
    const auto bits = value == QLatin1String("none") ? std::optional<quint64>(0) : bitsFrom(value);
    if (!bits)
        return Text::tr("%1 wants bits a second, such as 10m, or none, not “%2”").arg(key, value);
    entry.insert(key, *bits);
    return {};
}

namespace {

/// "lan", "lan:address=10.77.0.5,mac=02:00:5e:00:53:01" into ENTRY.
QString readConnection(const QString& text, QVariantMap& entry)
{
    const qsizetype colon = text.indexOf(QLatin1Char(':'));
    entry.insert(QStringLiteral("network"), text.left(colon));
    const QStringList words = colon < 0
        ? QStringList()
        : text.mid(colon + 1).split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        const QString key = word.section(QLatin1Char('='), 0, 0);
        if (linkOptions().contains(key)) {
            const QString value = word.section(QLatin1Char('='), 1);
            if (const QString wrong = readLinkOption(key, value, entry); !wrong.isEmpty())
                return wrong;
            continue;
        }
        if (key != QLatin1String("address") && key != QLatin1String("address6")
            && key != QLatin1String("mac"))
            return Text::tr("--network does not know “%1”").arg(word);
        entry.insert(key, word.section(QLatin1Char('='), 1));
    }
    return {};
}

/// "80", "8080:80", "127.0.0.1:8080:80/udp", "[::1]:8000-8009:8000" into ENTRY.
QString readPublished(const QString& text, QVariantMap& entry)
{
    static const QRegularExpression form(
        QStringLiteral("\\A(?:(?:\\[([^]]+)\\]|([0-9]+(?:\\.[0-9]+){3})):)?(?:(\\d+)(?:-(\\d+))?:)?"
                       "(\\d+)(?:-(\\d+))?"
                       "(?:/(tcp|udp))?\\z"));
    const auto parts = form.match(text);
    const uint host = parts.captured(3).toUInt(), last = parts.captured(4).toUInt();
    const uint container = parts.captured(5).toUInt(), end = parts.captured(6).toUInt();
    const uint first = host == 0 ? container : host;
    const uint count = last != 0 ? last - first + 1 : end != 0 ? end - container + 1 : 1;
    const bool differ = last != 0 && end != 0 && last - first != end - container;
    if (!parts.hasMatch() || (last != 0 && last < first) || (end != 0 && end < container) || differ)
        return Text::tr("--publish wants [ADDRESS:][HOST:]CONTAINER[/udp], not “%1”").arg(text);
    entry = { { QStringLiteral("container"), container }, { QStringLiteral("host"), first },
        { QStringLiteral("count"), count } };
    if (const QString address = parts.captured(1) + parts.captured(2); !address.isEmpty())
        entry.insert(QStringLiteral("address"), address);
    if (!parts.captured(7).isEmpty())
        entry.insert(QStringLiteral("protocol"), parts.captured(7));
    return {};
}

/// What is wrong with the values of OPTION, else they are in FIELD of SPEC.
template <typename Read>
QString readList(const QCommandLineParser& parser, const char* option, const char* field, Read read,
    QVariantMap& spec)
{
    QVariantList list;
    const QStringList texts = parser.values(QLatin1String(option));
    for (const QString& text : texts) {
        QVariantMap entry;
        if (const QString wrong = read(text, entry); !wrong.isEmpty())
            return wrong;
        list.append(entry);
    }
    if (!list.isEmpty())
        spec.insert(QLatin1String(field), list);
    return {};
}

} // namespace

void declareConnections(QCommandLineParser& parser)
{
    parser.addOptions({
        { QStringLiteral("network"),
            Text::tr("Put it into a network; options: address=, address6=, mac=, inbound= and "
                     "outbound= (bits a second: 10m), link=down. The first one leads out."),
            QStringLiteral("name[:options]") },
        { { QStringLiteral("p"), QStringLiteral("publish") },
            Text::tr("Let a port of this computer lead to it: 8080:80, 127.0.0.1:53:53/udp, "
                     "8000-8009:8000."),
            QStringLiteral("[address:][host:]container[/udp]") },
    });
}

QString readConnections(const QCommandLineParser& parser, QVariantMap& spec)
{
    const QString wrong = readList(parser, "network", "networks", readConnection, spec);
    return wrong.isEmpty() ? readList(parser, "publish", "ports", readPublished, spec) : wrong;
}

} // namespace vitrine::cli
