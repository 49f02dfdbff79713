// SPDX-License-Identifier: GPL-3.0-or-later
// What a container shares with this computer, and what it may do there, on the command line.
#include "gui/app/cli_command.h"

namespace vitrine::cli {

namespace {

QString option(const char* name)
{
    return QString::fromLatin1(name);
}

/// "ro", "idmap=owner", "propagation=slave", "exec", "suid" … of a volume, into ENTRY.
QString readVolumeOption(const QString& text, QVariantMap& entry)
{
    const QString key = text.section(QLatin1Char('='), 0, 0);
    const QString value = text.section(QLatin1Char('='), 1);
    static const QHash<QString, QPair<QString, bool>> flags {
        { option("ro"), { option("readOnly"), true } },
        { option("rw"), { option("readOnly"), false } },
        { option("suid"), { option("nosuid"), false } },
        { option("nosuid"), { option("nosuid"), true } },
        { option("dev"), { option("nodev"), false } },
        { option("nodev"), { option("nodev"), true } },
        { option("exec"), { option("noexec"), false } },
        { option("noexec"), { option("noexec"), true } },
        { option("norecursive"), { option("recursive"), false } },
    };
    if (const auto flag = flags.find(text); flag != flags.end())
        entry.insert(flag->first, flag->second);
    else if (key == option("idmap") || key == option("propagation"))
        entry.insert(key, value);
    else if (text == option("private") || text == option("slave") || text == option("shared"))
        entry.insert(option("propagation"), text);
    else
        return Text::tr("--volume does not know “%1”").arg(text);
    return {};
}

QString readVolumes(const QCommandLineParser& parser, QVariantMap& spec)
{
    QVariantList volumes;
    const QStringList texts = parser.values(option("volume"));
    for (const QString& text : texts) {
        const QStringList parts = text.split(QLatin1Char(':'));
        if (parts.size() < 2 || parts.size() > 3 || parts[0].isEmpty() || parts[1].isEmpty())
            return Text::tr("--volume wants SOURCE:TARGET[:OPTIONS], not “%1”").arg(text);
        QVariantMap entry { { option("source"), parts[0] }, { option("target"), parts[1] } };
        const QStringList options = parts.value(2).split(QLatin1Char(','), Qt::SkipEmptyParts);
        for (const QString& word : options)
            if (const QString wrong = readVolumeOption(word, entry); !wrong.isEmpty())
                return wrong;
        volumes.append(entry);
    }
    if (!volumes.isEmpty())
        spec.insert(option("volumes"), volumes);
    return {};
}

QString readTmpfsOption(const QString& text, QVariantMap& entry)
{
    const QString value = text.section(QLatin1Char('='), 1);
    if (text == option("ro"))
        entry.insert(option("readOnly"), true);
    else if (text == option("exec"))
        entry.insert(option("noexec"), false);
    else if (text.startsWith(option("mode=")))
        entry.insert(option("mode"), value);
    else if (const auto bytes = bytesFrom(value); text.startsWith(option("size=")) && bytes)
        entry.insert(option("size"), *bytes);
    else
        return Text::tr("--tmpfs does not know “%1”").arg(text);
    return {};
}

QString readTmpfs(const QCommandLineParser& parser, QVariantMap& spec)
{
    QVariantList list;
    const QStringList texts = parser.values(option("tmpfs"));
    for (const QString& text : texts) {
        QVariantMap entry { { option("target"), text.section(QLatin1Char(':'), 0, 0) } };
        const QStringList options
            = text.section(QLatin1Char(':'), 1).split(QLatin1Char(','), Qt::SkipEmptyParts);
        for (const QString& word : options)
            if (const QString wrong = readTmpfsOption(word, entry); !wrong.isEmpty())
                return wrong;
        list.append(entry);
    }
    if (!list.isEmpty())
        spec.insert(option("tmpfs"), list);
    return {};
}

QString readNamespaces(const QCommandLineParser& parser, QVariantMap& spec)
{
    QVariantMap namespaces;
    const QStringList texts = parser.values(option("namespace"));
    for (const QString& text : texts) {
        const qsizetype equals = text.indexOf(QLatin1Char('='));
        if (equals < 1)
            return Text::tr("--namespace wants KIND=host or KIND=container:NAME, not “%1”")
                .arg(text);
        namespaces.insert(text.left(equals), text.mid(equals + 1));
    }
    if (!namespaces.isEmpty())
        spec.insert(option("namespaces"), namespaces);
    return {};
}

} // namespace

void declareIsolation(QCommandLineParser& parser)
{
    parser.addOptions({
        { { option("v"), option("volume") },
            Text::tr("Show a folder or file of this computer in it; options: ro, noexec, "
                     "idmap=owner, slave, norecursive."),
            option("source:target[:options]") },
        { option("tmpfs"), Text::tr("Give it an empty file system in memory: size=64m, mode=755."),
            option("target[:options]") },
        { { option("u"), option("user") },
            Text::tr("User of the command, of the container's own: name, number, name:group."),
            option("user") },
        { option("group-add"), Text::tr("An additional group of the command."), option("group") },
        { option("init"), Text::tr("Process 1 reaps and passes signals on to the command.") },
        { option("namespace"),
            Text::tr("Share a namespace (uts, ipc, pid, net, user, cgroup, time): KIND=host, "
                     "KIND=container:NAME, KIND=path:FILE."),
            option("kind=of") },
        { option("domainname"), Text::tr("Domain name in it."), option("name") },
        { option("id-map"), Text::tr("Ids of its users: auto, subordinate or single."),
            option("choice") },
        { option("cap-add"), Text::tr("A capability more (a risk); all: every one."),
            option("name") },
        { option("cap-drop"), Text::tr("A capability less; all: none is left."), option("name") },
        { option("device"), Text::tr("A device of this computer (a risk): /dev/fuse."),
            option("path") },
        { option("privileged"), Text::tr("Every capability, no filter, nothing hidden (a risk).") },
        { option("no-seccomp"), Text::tr("No filter of system calls (a risk).") },
        { option("new-privileges"), Text::tr("Programs may gain privileges (a risk).") },
    });
}

QString readIsolation(const QCommandLineParser& parser, QVariantMap& spec)
{
    for (const QString& wrong :
        { readVolumes(parser, spec), readTmpfs(parser, spec), readNamespaces(parser, spec) })
        if (!wrong.isEmpty())
            return wrong;
    const auto text = [&](const char* name, const char* field) {
        if (parser.isSet(option(name)))
            spec.insert(option(field), parser.value(option(name)));
    };
    text("user", "user");
    text("domainname", "domainname");
    text("id-map", "idMap");
    const auto list = [&](const char* name, const char* field, QVariantMap& map) {
        if (parser.isSet(option(name)))
            map.insert(option(field), parser.values(option(name)));
    };
    list("group-add", "groups", spec);
    list("device", "devices", spec);
    QVariantMap capabilities;
    list("cap-add", "add", capabilities);
    list("cap-drop", "drop", capabilities);
    if (!capabilities.isEmpty())
        spec.insert(option("capabilities"), capabilities);
    const auto flag = [&](const char* name, const char* field, const QVariant& value) {
        if (parser.isSet(option(name)))
            spec.insert(option(field), value);
    };
    flag("init", "init", true);
    flag("privileged", "privileged", true);
    flag("no-seccomp", "seccomp", option("off"));
    flag("new-privileges", "noNewPrivileges", false);
    return {};
}

} // namespace vitrine::cli
