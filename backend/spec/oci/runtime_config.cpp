// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/oci/runtime_config.h"

#include "backend/spec/oci/fields.h"

#include <algorithm>
#include <sched.h>

namespace vitrine::oci {

const Namespace* RuntimeConfig::find(std::uint64_t flag) const
{
    const auto found = std::find_if(namespaces.begin(), namespaces.end(),
        [flag](const Namespace& entry) { return entry.flag == flag; });
    return found == namespaces.end() ? nullptr : &*found;
}

namespace {

Result<void> checkVersion(const RuntimeConfig& config)
{
    if (config.version.empty())
        return Error::invalid("ociVersion", "is missing");
    if (config.version.rfind("1.", 0) != 0)
        return Error::invalid(
            "ociVersion", "must be a version 1 of the specification, not '" + config.version + "'");
    return {};
}

Result<void> readRoot(ObjectReader& reader, RuntimeConfig& config)
{
    ObjectReader fields = TRY(reader.object("root"));
    if (!reader.has("root"))
        return fields.finish();
    Root root;
    TRY(readText(fields, "path", root.path));
    TRY(fields.read("readonly", root.readOnly));
    TRY(fields.finish());
    if (root.path.empty())
        return Error::invalid("root.path", "is missing");
    config.root = std::move(root);
    return {};
}

Result<void> readHook(ObjectReader& reader, const char* name, std::vector<Hook>& out)
{
    return readObjects(reader, name, out, [](ObjectReader& fields) -> Result<Hook> {
        Hook hook;
        TRY(readText(fields, "path", hook.path));
        TRY(checkAbsolute(fields.pathOf("path"), hook.path));
        TRY(readTexts(fields, "args", hook.arguments));
        TRY(readTexts(fields, "env", hook.environment));
        constexpr int longest = 24 * 60 * 60;
        TRY(readNumber(fields, "timeout", hook.timeout, 1, longest));
        return hook;
    });
}

/// Settings for other systems, which would have to be ignored.
Result<void> refuseOtherSystems(ObjectReader& reader)
{
    for (const char* name : { "solaris", "windows", "vm", "zos", "freebsd" })
        if (reader.has(name))
            return notSupported(name, "is for another system; this runtime makes Linux containers");
    return {};
}

/// What only makes sense together with something else.
Result<void> checkWhole(const RuntimeConfig& config)
{
    if (!config.hostname.empty() && !config.find(CLONE_NEWUTS))
        return Error::invalid("hostname", "needs a new namespace of type \"uts\"");
    if (!config.domainname.empty() && !config.find(CLONE_NEWUTS))
        return Error::invalid("domainname", "needs a new namespace of type \"uts\"");
    constexpr std::size_t longestName = 64; // __NEW_UTS_LEN
    if (config.hostname.size() > longestName)
        return Error::invalid("hostname", "is longer than 64 bytes");
    if (config.domainname.size() > longestName)
        return Error::invalid("domainname", "is longer than 64 bytes");
    const Namespace* user = config.find(CLONE_NEWUSER);
    const bool newUser = user && user->path.empty();
    if (newUser && (config.users.empty() || config.groups.empty()))
        return Error::invalid(config.users.empty() ? "linux.uidMappings" : "linux.gidMappings",
            "is missing: a new user namespace has no ids without it");
    if (!newUser && (!config.users.empty() || !config.groups.empty()))
        return Error::invalid("linux.uidMappings", "needs a new namespace of type \"user\"");
    return {};
}

} // namespace

Result<void> readHooks(ObjectReader& reader, RuntimeConfig& config)
{
    ObjectReader fields = TRY(reader.object("hooks"));
    TRY(readHook(fields, "prestart", config.hooks.prestart));
    TRY(readHook(fields, "createRuntime", config.hooks.createRuntime));
    TRY(readHook(fields, "createContainer", config.hooks.createContainer));
    TRY(readHook(fields, "startContainer", config.hooks.startContainer));
    TRY(readHook(fields, "poststart", config.hooks.poststart));
    TRY(readHook(fields, "poststop", config.hooks.poststop));
    return fields.finish();
}

Result<RuntimeConfig> parseRuntimeConfig(const Json& json)
{
    RuntimeConfig config;
    ObjectReader reader = TRY(objectOf(json, ""));
    TRY(readText(reader, "ociVersion", config.version));
    TRY(checkVersion(config));
    TRY(readRoot(reader, config));
    const Json* process = TRY(reader.dictionary("process"));
    if (process)
        config.process = TRY(parseProcess(*process, "process"));
    TRY(readText(reader, "hostname", config.hostname));
    TRY(readText(reader, "domainname", config.domainname));
    TRY(readMounts(reader, config));
    TRY(readHooks(reader, config));
    TRY(reader.read("annotations", config.annotations));
    TRY(readLinux(reader, config));
    TRY(refuseOtherSystems(reader));
    TRY(reader.finish());
    TRY(checkWhole(config));
    return config;
}

Result<RuntimeConfig> parseRuntimeConfigText(std::string_view text)
{
    return parseRuntimeConfig(TRY(parseJson(text, bounds::configBytes, "config.json")));
}

} // namespace vitrine::oci
