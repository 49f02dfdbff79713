// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/isolation.h"

#include "backend/spec/container_spec.h"
#include "backend/spec/text_rules.h"

#include <algorithm>

namespace vitrine {

namespace {

constexpr auto containerPrefix = "container:";
constexpr auto pathPrefix = "path:";

std::string textOf(const NamespaceChoice& choice)
{
    switch (choice.from) {
    case NamespaceChoice::From::New:
        return "new";
    case NamespaceChoice::From::Host:
        return "host";
    case NamespaceChoice::From::Container:
        return containerPrefix + choice.name;
    case NamespaceChoice::From::Path:
        return pathPrefix + choice.name;
    }
    return "new";
}

bool startsWith(const std::string& text, const std::string& start)
{
    return text.rfind(start, 0) == 0;
}

Result<NamespaceChoice> readNamespace(const std::string& field, const std::string& text)
{
    using From = NamespaceChoice::From;
    if (text == "new")
        return NamespaceChoice {};
    if (text == "host")
        return NamespaceChoice { From::Host, {} };
    if (startsWith(text, containerPrefix)) {
        NamespaceChoice choice { From::Container,
            text.substr(std::string(containerPrefix).size()) };
        if (!isName(choice.name))
            return Error::invalid(field, "names no container after \"container:\"");
        return choice;
    }
    if (startsWith(text, pathPrefix)) {
        NamespaceChoice choice { From::Path, text.substr(std::string(pathPrefix).size()) };
        TRY(checkAbsolutePath(field, choice.name));
        return choice;
    }
    return Error::invalid(
        field, "must be \"new\", \"host\", \"container:NAME\" or \"path:/run/netns/NAME\"");
}

Result<std::map<std::string, NamespaceChoice>> readNamespaces(ObjectReader& spec)
{
    std::map<std::string, std::string> given;
    TRY(spec.read("namespaces", given));
    std::map<std::string, NamespaceChoice> choices;
    for (const auto& [kind, text] : given) {
        const std::string field = "namespaces." + kind;
        const auto choice = TRY(readNamespace(field, text));
        if (kind == "mnt" && choice.from != NamespaceChoice::From::New)
            return Error::invalid(
                field, "must be \"new\": its own mounts are what makes a container");
        const bool known = kind == "mnt"
            || std::find(sharedNamespaceKinds.begin(), sharedNamespaceKinds.end(), kind)
                != sharedNamespaceKinds.end();
        if (!known)
            return Error::invalid(
                field, "is no kind of namespace: mnt, uts, ipc, pid, net, user, cgroup or time");
        if (choice.from != NamespaceChoice::From::New)
            choices[kind] = choice;
    }
    return choices;
}

bool isNumber(const std::string& text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

/// A user or a group: a name of passwd(5), or a number that the kernel can have as an id.
Result<void> checkAccount(const std::string& field, const std::string& text)
{
    if (text.empty() || text.size() > bounds::accountLength)
        return Error::invalid(field, "must be a name or a number of 1 to 64 characters");
    if (isNumber(text)) {
        constexpr std::size_t longestNumber = 10;
        constexpr std::uint64_t largestId = 4'294'967'294; // the one above means "no change"
        if (text.size() > longestNumber || std::stoull(text) > largestId)
            return Error::invalid(field, "is no id: the largest is 4294967294, not " + text);
        return {};
    }
    if (startsWith(text, "0x") || startsWith(text, "0X"))
        return Error::invalid(field, "is no id: write the number in decimal digits, not " + text);
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '_' || c == '-' || c == '.' || c == '$';
    };
    if (text.front() == '-' || !std::all_of(text.begin(), text.end(), plain))
        return Error::invalid(field, "'" + text + "' is neither a name nor a number");
    return {};
}

/// "CAP_NET_RAW" and "net_raw" alike.
std::string capabilityName(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(),
        [](unsigned char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : char(c); });
    return startsWith(name, "cap_") ? name.substr(4) : name;
}

Result<std::vector<std::string>> readCapabilities(ObjectReader& reader, const char* member)
{
    std::vector<std::string> names;
    TRY(reader.read(member, names));
    const std::string field = reader.pathOf(member);
    if (names.size() > bounds::capabilities)
        return Error::invalid(field, "more than " + std::to_string(bounds::capabilities));
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i] = capabilityName(names[i]);
        if (names[i].empty() || names[i].size() > bounds::accountLength
            || names[i].find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos)
            return Error::invalid(field + "[" + std::to_string(i) + "]",
                "is no capability: write it as \"net_raw\" or \"CAP_NET_RAW\"");
    }
    return names;
}

Result<std::vector<std::string>> readDevices(ObjectReader& spec)
{
    std::vector<std::string> devices;
    TRY(spec.read("devices", devices));
    if (devices.size() > bounds::devices)
        return Error::invalid("devices", "more than " + std::to_string(bounds::devices));
    for (std::size_t i = 0; i < devices.size(); ++i) {
        const std::string field = "devices[" + std::to_string(i) + "]";
        TRY(checkAbsolutePath(field, devices[i]));
        devices[i] = tidyPath(devices[i]);
        if (!startsWith(devices[i], "/dev/")
            || (devices[i] + "/").find("/../") != std::string::npos)
            return Error::invalid(field, "must be a device below /dev");
    }
    return devices;
}

Result<void> readAccounts(ObjectReader& spec, Isolation& isolation)
{
    TRY(spec.read("user", isolation.user));
    TRY(checkUser("user", isolation.user));
    TRY(spec.read("groups", isolation.groups));
    if (isolation.groups.size() > bounds::groups)
        return Error::invalid("groups", "more than " + std::to_string(bounds::groups));
    for (std::size_t i = 0; i < isolation.groups.size(); ++i)
        TRY(checkAccount("groups[" + std::to_string(i) + "]", isolation.groups[i]));
    return {};
}

const char* nameOf(IdMapChoice choice)
{
    switch (choice) {
    case IdMapChoice::Auto:
        return "auto";
    case IdMapChoice::Subordinate:
        return "subordinate";
    case IdMapChoice::Single:
        return "single";
    }
    return "auto";
}

Result<void> readIdMap(ObjectReader& spec, IdMapChoice& choice)
{
    std::string text = nameOf(choice);
    TRY(spec.read("idMap", text));
    for (const auto value : { IdMapChoice::Auto, IdMapChoice::Subordinate, IdMapChoice::Single })
        if (text == nameOf(value)) {
            choice = value;
            return {};
        }
    return Error::invalid("idMap", "must be one of \"auto\", \"subordinate\", \"single\"");
}

Result<void> readClocks(ObjectReader& spec, ClockOffsets& offsets)
{
    ObjectReader reader = TRY(spec.object("clockOffsets"));
    TRY(reader.read("boottime", offsets.boottime));
    TRY(reader.read("monotonic", offsets.monotonic));
    TRY(reader.finish());
    constexpr std::int64_t most = 1'000'000'000; // 31 years; the kernel's own limit is 146
    for (const auto& [name, value] : { std::pair { "boottime", offsets.boottime },
             std::pair { "monotonic", offsets.monotonic } })
        if (value > most || value < -most)
            return Error::invalid(reader.pathOf(name), "must be within 1000000000 seconds");
    return {};
}

Result<void> checkTogether(const Isolation& isolation)
{
    const auto shared = [&](const char* kind) {
        return namespaceOf(isolation, kind).from != NamespaceChoice::From::New;
    };
    if (shared("time") && isolation.clockOffsets != ClockOffsets {})
        return Error::invalid("clockOffsets", "need a time namespace of its own");
    if (shared("uts") && !isolation.domainname.empty())
        return Error::invalid("domainname", "needs a uts namespace of its own");
    if (shared("pid") && isolation.init)
        return Error::invalid("init", "needs a pid namespace of its own to be process 1 of");
    return {};
}

std::string join(const std::vector<std::string>& parts)
{
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text;
}

} // namespace

Result<void> checkUser(const std::string& field, const std::string& user)
{
    if (user.empty())
        return {};
    const std::size_t colon = user.find(':');
    TRY(checkAccount(field, user.substr(0, colon)));
    if (colon != std::string::npos)
        TRY(checkAccount(field, user.substr(colon + 1)));
    return {};
}

NamespaceChoice namespaceOf(const Isolation& isolation, const std::string& kind)
{
    const auto found = isolation.namespaces.find(kind);
    return found == isolation.namespaces.end() ? NamespaceChoice {} : found->second;
}

Result<Isolation> readIsolation(ObjectReader& spec)
{
    Isolation isolation;
    isolation.namespaces = TRY(readNamespaces(spec));
    TRY(readClocks(spec, isolation.clockOffsets));
    TRY(spec.read("domainname", isolation.domainname));
    if (isolation.domainname.size() > bounds::domainLength
        || isolation.domainname.find_first_of(std::string("\0 /\n", 4)) != std::string::npos)
        return Error::invalid("domainname", "must be at most 64 characters without blanks");
    TRY(spec.read("init", isolation.init));
    TRY(readIdMap(spec, isolation.idMap));
    TRY(readAccounts(spec, isolation));
    ObjectReader capabilities = TRY(spec.object("capabilities"));
    isolation.capabilities.add = TRY(readCapabilities(capabilities, "add"));
    isolation.capabilities.drop = TRY(readCapabilities(capabilities, "drop"));
    TRY(capabilities.finish());
    isolation.devices = TRY(readDevices(spec));
    TRY(spec.read("privileged", isolation.privileged));
    TRY(spec.read("noNewPrivileges", isolation.noNewPrivileges));
    std::string seccomp = "default";
    TRY(spec.read("seccomp", seccomp));
    if (seccomp != "default" && seccomp != "off")
        return Error::invalid("seccomp", "must be \"default\" or \"off\"");
    isolation.seccomp = seccomp == "default";
    TRY(checkTogether(isolation));
    return isolation;
}

void writeIsolation(Json& spec, const Isolation& isolation)
{
    Json namespaces = Json::object();
    for (const auto& [kind, choice] : isolation.namespaces)
        namespaces[kind] = textOf(choice);
    spec["namespaces"] = std::move(namespaces);
    spec["clockOffsets"] = { { "boottime", isolation.clockOffsets.boottime },
        { "monotonic", isolation.clockOffsets.monotonic } };
    spec["domainname"] = isolation.domainname;
    spec["init"] = isolation.init;
    spec["idMap"] = nameOf(isolation.idMap);
    spec["user"] = isolation.user;
    spec["groups"] = isolation.groups;
    spec["capabilities"]
        = { { "add", isolation.capabilities.add }, { "drop", isolation.capabilities.drop } };
    spec["devices"] = isolation.devices;
    spec["privileged"] = isolation.privileged;
    spec["noNewPrivileges"] = isolation.noNewPrivileges;
    spec["seccomp"] = isolation.seccomp ? "default" : "off";
}

std::vector<std::string> risksOf(const Isolation& isolation)
{
    std::vector<std::string> risks;
    if (isolation.privileged)
        risks.emplace_back("privileged: every capability in its user namespace, no filter of "
                           "system calls, nothing of the kernel's files hidden");
    if (!isolation.capabilities.add.empty())
        risks.push_back("additional capabilities: " + join(isolation.capabilities.add));
    if (!isolation.devices.empty())
        risks.push_back("devices of this computer: " + join(isolation.devices));
    if (!isolation.seccomp)
        risks.emplace_back("no filter of system calls");
    if (!isolation.noNewPrivileges)
        risks.emplace_back("programs may gain privileges (setuid)");
    for (const auto& [kind, choice] : isolation.namespaces)
        if (choice.from == NamespaceChoice::From::Host
            || choice.from == NamespaceChoice::From::Path)
            risks.push_back("shares the " + kind + " namespace of "
                + (choice.name.empty() ? "this computer" : choice.name));
    return risks;
}

} // namespace vitrine
