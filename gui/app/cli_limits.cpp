// SPDX-License-Identifier: GPL-3.0-or-later
// Limits on the command line: as options of a container that is made, and changed later.
#include "gui/app/cli_command.h"
#include "gui/models/limit_texts.h"

#include <QRegularExpression>

namespace vitrine::cli {

std::optional<quint64> bytesFrom(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral("^([0-9]+(?:\\.[0-9]+)?)([kmgtKMGT]?)(?:[iI]?[bB])?$"));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return {};
    const int power = int(QStringLiteral("kmgt").indexOf(match.captured(2).toLower()));
    const double unit = match.captured(2).isEmpty() ? 1 : double(quint64(1) << (10 * (power + 1)));
    const double bytes = match.captured(1).toDouble() * unit;
    constexpr double largest = 9.2e18; // of what the bus and the kernel count
    return bytes <= largest ? std::optional(quint64(bytes)) : std::nullopt;
}

namespace {

enum class Kind { Bytes, Whole, Real, Text, Flag };

/// An option that stands for one field of "limits".
struct LimitOption {
    QStringList names;
    const char* field;
    Kind kind;
    QString summary;
};

QList<LimitOption> limitOptions()
{
    const auto name = [](const char* text) { return QStringList { QLatin1String(text) }; };
    return {
        { { QStringLiteral("m"), QStringLiteral("memory") }, "memory", Kind::Bytes,
            Text::tr("Most memory that it gets: 64m, 1G.") },
        { name("memory-high"), "memoryHigh", Kind::Bytes,
            Text::tr("Memory above which it is slowed down.") },
        { name("memory-low"), "memoryLow", Kind::Bytes,
            Text::tr("Memory that is taken from it last.") },
        { name("memory-min"), "memoryMin", Kind::Bytes,
            Text::tr("Memory that is never taken from it.") },
        { name("swap"), "swap", Kind::Bytes, Text::tr("Most swap that it gets; 0 is none.") },
        { name("oom-group"), "oomGroup", Kind::Flag,
            Text::tr("Out of memory, all its processes end, not one.") },
        { name("cpus"), "cpu", Kind::Real, Text::tr("Most processors that it gets: 0.5.") },
        { name("cpu-period"), "cpuPeriod", Kind::Whole,
            Text::tr("Microseconds over which --cpus counts (default 100000).") },
        { name("cpu-weight"), "cpuWeight", Kind::Whole,
            Text::tr("Its share when all want the processors: 1 to 10000, usual is 100.") },
        { name("cpuset-cpus"), "cpus", Kind::Text,
            Text::tr("Processors that it may run on: 0-3,6.") },
        { name("cpuset-mems"), "memoryNodes", Kind::Text, Text::tr("Memory nodes it may use: 0.") },
        { name("pids"), "pids", Kind::Whole, Text::tr("Most processes that it gets.") },
        { name("io-weight"), "ioWeight", Kind::Whole,
            Text::tr("Its share when all want the disks: 1 to 10000, usual is 100.") },
    };
}

/// An option that limits one disk: DEVICE:NUMBER.
struct DeviceOption {
    const char* name;
    const char* field;
    QString summary;
};

QList<DeviceOption> deviceOptions()
{
    return {
        { "device-read-bps", "readBytes",
            Text::tr("Most bytes a second from a disk: /dev/sda:10m.") },
        { "device-write-bps", "writeBytes", Text::tr("Most bytes a second to a disk.") },
        { "device-read-iops", "readOperations", Text::tr("Most reads a second from a disk.") },
        { "device-write-iops", "writeOperations", Text::tr("Most writes a second to a disk.") },
    };
}

constexpr auto none = "none"; // takes a limit back

/// TEXT as a value of the bus, not valid when it is none.
QVariant valueFrom(const QString& text, Kind kind)
{
    bool good = true;
    QVariant value;
    switch (kind) {
    case Kind::Bytes:
        if (const auto bytes = bytesFrom(text))
            return *bytes;
        return {};
    case Kind::Whole:
        value = text.toULongLong(&good);
        break;
    case Kind::Real:
        value = text.toDouble(&good);
        break;
    case Kind::Text:
    case Kind::Flag:
        return text;
    }
    return good ? value : QVariant();
}

QString wanted(const QString& option, Kind kind, const QString& text)
{
    if (kind == Kind::Bytes)
        return Text::tr("--%1 wants a size such as 64m or 1G, not “%2”").arg(option, text);
    if (kind == Kind::Real)
        return Text::tr("--%1 wants a number such as 0.5, not “%2”").arg(option, text);
    return Text::tr("--%1 wants a whole number, not “%2”").arg(option, text);
}

QString readPlain(const QCommandLineParser& parser, QVariantMap& limits)
{
    for (const auto& option : limitOptions()) {
        const QString name = option.names.last();
        const QString field = QLatin1String(option.field);
        if (!parser.isSet(name))
            continue;
        const QString text = parser.value(name);
        if (option.kind == Kind::Flag) {
            limits.insert(field, true);
        } else if (text == QLatin1String(none)) {
            limits.remove(field);
        } else if (const QVariant value = valueFrom(text, option.kind); value.isValid()) {
            limits.insert(field, value);
        } else {
            return wanted(name, option.kind, text);
        }
    }
    // isSet() would complain where the option is not declared: a new container has none to take
    // back.
    if (parser.optionNames().contains(QStringLiteral("no-oom-group")))
        limits.remove(QStringLiteral("oomGroup"));
    return {};
}

/// Put VALUE, or nothing, at KEY of the dictionary NAME in LIMITS; what is empty then goes.
void putIn(QVariantMap& limits, const QString& name, const QString& key, const QVariant& value)
{
    QVariantMap entries = limits.value(name).toMap();
    if (value.isValid() && (value.typeId() != QMetaType::QVariantMap || !value.toMap().isEmpty()))
        entries.insert(key, value);
    else
        entries.remove(key);
    if (entries.isEmpty())
        limits.remove(name);
    else
        limits.insert(name, entries);
}

QString readDevices(const QCommandLineParser& parser, QVariantMap& limits)
{
    const QString io = QStringLiteral("io");
    for (const auto& option : deviceOptions()) {
        const QString name = QLatin1String(option.name);
        for (const QString& text : parser.values(name)) {
            const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
            const QString device = text.left(colon);
            const QString number = text.mid(colon + 1);
            const Kind kind = name.endsWith(QLatin1String("bps")) ? Kind::Bytes : Kind::Whole;
            const bool gone = number == QLatin1String(none);
            const QVariant value = gone ? QVariant() : valueFrom(number, kind);
            if (colon < 1 || (!gone && !value.isValid()))
                return Text::tr("--%1 wants DEVICE:NUMBER such as /dev/sda:1000, not “%2”")
                    .arg(name, text);
            QVariantMap limit = limits.value(io).toMap().value(device).toMap();
            putIn(limits, io, device, {});
            if (gone)
                limit.remove(QLatin1String(option.field));
            else
                limit.insert(QLatin1String(option.field), value);
            putIn(limits, io, device, limit);
        }
    }
    return {};
}

QString readHugePages(const QCommandLineParser& parser, QVariantMap& limits)
{
    for (const QString& text : parser.values(QStringLiteral("huge-pages"))) {
        const QString size = text.section(QLatin1Char('='), 0, 0);
        const QString number = text.section(QLatin1Char('='), 1);
        const bool gone = number == QLatin1String(none);
        const auto bytes = bytesFrom(number);
        if (size.isEmpty() || (!gone && !bytes))
            return Text::tr("--huge-pages wants SIZE=BYTES such as 2MB=64m, not “%1”").arg(text);
        putIn(limits, QStringLiteral("hugePages"), size, gone ? QVariant() : QVariant(*bytes));
    }
    return {};
}

/// limit: changes the limits of a container, running or not.
class Limit : public Command {
public:
    Limit()
        : Command({ QStringLiteral("limit"), Text::tr("[options] NAME"),
            Text::tr("Change the limits of a container, also while it runs; “none” takes one "
                     "back.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        declareLimits(parser);
        parser.addOptions({
            { QStringLiteral("no-oom-group"), Text::tr("Take --oom-group back.") },
            { QStringLiteral("kill"),
                Text::tr("Memory may be less than is in use: the kernel then kills processes.") },
        });
    }

    QString check(const QCommandLineParser& parser) override
    {
        m_name = parser.positionalArguments().value(0);
        QVariantMap probe;
        const QString wrong = readLimits(parser, probe);
        if (!wrong.isEmpty())
            return wrong;
        return parser.positionalArguments().size() == 1 ? QString() : Text::tr("name a container");
    }

    void run(const QCommandLineParser& parser) override
    {
        const auto* workload = need(m_name);
        if (!workload)
            return;
        QVariantMap limits = limitsIn(workload->spec);
        (void)readLimits(parser, limits); // was checked
        QVariantMap options;
        if (parser.isSet(QStringLiteral("kill")))
            options.insert(QStringLiteral("kill"), true);
        client().setLimits(
            workload->path, limits, options, this, [this](const Reply<QString>& reply) {
                if (!reply)
                    return fail(*reply.error);
                awaitJob(reply.value, [this](const api::JobInfo& job) {
                    if (json())
                        print(QJsonValue(toJson(job)));
                    else
                        print(m_name);
                    finish(0);
                });
            });
    }

private:
    QString m_name;
};

} // namespace

void declareLimits(QCommandLineParser& parser)
{
    for (const auto& option : limitOptions()) {
        QCommandLineOption entry(option.names, option.summary);
        if (option.kind != Kind::Flag)
            entry.setValueName(option.kind == Kind::Bytes ? QStringLiteral("size")
                    : option.kind == Kind::Text           ? QStringLiteral("list")
                                                          : QStringLiteral("number"));
        parser.addOption(entry);
    }
    for (const auto& option : deviceOptions())
        parser.addOption(
            { QLatin1String(option.name), option.summary, QStringLiteral("device:number") });
    parser.addOption({ QStringLiteral("huge-pages"),
        Text::tr("Most memory in huge pages of a size: 2MB=64m."), QStringLiteral("size=bytes") });
}

QString readLimits(const QCommandLineParser& parser, QVariantMap& limits)
{
    for (auto* read : { &readPlain, &readDevices, &readHugePages })
        if (const QString wrong = read(parser, limits); !wrong.isEmpty())
            return wrong;
    return {};
}

std::unique_ptr<Command> makeLimit()
{
    return std::make_unique<Limit>();
}

} // namespace vitrine::cli
