// SPDX-License-Identifier: GPL-3.0-or-later
// "linux.seccomp" of config.json: config-linux.md, section Seccomp.
#include "backend/spec/oci/fields.h"

#include <algorithm>

namespace vitrine::oci {

namespace {

Result<SeccompArgument> readArgument(ObjectReader& fields)
{
    SeccompArgument argument;
    TRY(readNumber(fields, "index", argument.index, 0U, 5U));
    TRY(readNumber(fields, "value", argument.value));
    TRY(readNumber(fields, "valueTwo", argument.valueTwo));
    TRY(fields.read("op", argument.comparison));
    return argument;
}

/// errno values are below 4096; what actions need them is libseccomp's to say.
constexpr std::uint32_t highestErrno = 4095;

Result<SeccompCalls> readCalls(ObjectReader& fields)
{
    SeccompCalls calls;
    TRY(readTexts(fields, "names", calls.names));
    if (calls.names.empty())
        return Error::invalid(fields.pathOf("names"), "is missing: name a system call");
    TRY(fields.read("action", calls.action));
    TRY(readNumber(fields, "errnoRet", calls.errnoValue, 0U, highestErrno));
    TRY(readObjects(fields, "args", calls.arguments, readArgument));
    return calls;
}

} // namespace

Result<SeccompProfile> readSeccomp(ObjectReader& reader, const Json& json)
{
    SeccompProfile profile;
    TRY(reader.read("defaultAction", profile.defaultAction));
    TRY(readNumber(reader, "defaultErrnoRet", profile.defaultErrno, 0U, highestErrno));
    TRY(readTexts(reader, "architectures", profile.architectures));
    TRY(readTexts(reader, "flags", profile.flags));
    TRY(readText(reader, "listenerPath", profile.listenerPath));
    TRY(reader.read("listenerMetadata", profile.listenerMetadata));
    TRY(readObjects(reader, "syscalls", profile.calls, readCalls));
    TRY(reader.finish());
    if (profile.defaultAction.empty())
        return Error::invalid(reader.pathOf("defaultAction"), "is missing");
    if (profile.defaultAction == "SCMP_ACT_NOTIFY")
        return Error::invalid(reader.pathOf("defaultAction"),
            "would ask about every call, also those that hand the listener over");
    const bool notifies = std::any_of(profile.calls.begin(), profile.calls.end(),
        [](const SeccompCalls& calls) { return calls.action == "SCMP_ACT_NOTIFY"; });
    if (notifies && profile.listenerPath.empty())
        return Error::invalid(
            reader.pathOf("listenerPath"), "is missing: SCMP_ACT_NOTIFY needs somebody to ask");
    if (!notifies && !profile.listenerPath.empty())
        return Error::invalid(
            reader.pathOf("listenerPath"), "is of no use without SCMP_ACT_NOTIFY");
    if (!profile.listenerPath.empty())
        TRY(checkAbsolute(reader.pathOf("listenerPath"), profile.listenerPath));
    profile.text = dumpJson(json);
    return profile;
}

} // namespace vitrine::oci
