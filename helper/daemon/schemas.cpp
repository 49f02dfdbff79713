// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the dictionaries in helper/api/*.xml. Values are checked again, and more closely,
// by the launcher; here it is names, types and sizes.
#include "helper/daemon/arguments.h"

#include <array>

namespace vitrine::daemon::schemas {

namespace {

constexpr std::uint64_t maximumTimeout = 60 * 60 * 1000; // an hour in milliseconds
constexpr std::uint64_t maximumUint16 = 0xffff;
constexpr std::uint64_t maximumUint32 = 0xffffffff;

constexpr std::array deviceFields {
    Field { "readBytes", FieldType::Natural },
    Field { "writeBytes", FieldType::Natural },
    Field { "readOperations", FieldType::Natural },
    Field { "writeOperations", FieldType::Natural },
};

constexpr std::array limitFields {
    Field { "memory", FieldType::Natural },
    Field { "memoryHigh", FieldType::Natural },
    Field { "memoryLow", FieldType::Natural },
    Field { "memoryMin", FieldType::Natural },
    Field { "swap", FieldType::Natural },
    Field { "oomGroup", FieldType::Boolean },
    Field { "cpu", FieldType::Real },
    Field { "cpuPeriod", FieldType::Natural },
    Field { "cpuWeight", FieldType::Natural },
    Field { "cpus", FieldType::Text },
    Field { "memoryNodes", FieldType::Text },
    Field { "pids", FieldType::Natural, Presence::Optional, 0, maximumUint32 },
    Field { "ioWeight", FieldType::Natural },
    Field { "io", FieldType::FieldsMap, Presence::Optional, 0, 0, deviceFields },
    Field { "hugePages", FieldType::NaturalMap },
};

constexpr std::array volumeFields {
    Field { "source", FieldType::File, Presence::Required },
    Field { "target", FieldType::Text, Presence::Required },
    Field { "readOnly", FieldType::Boolean },
    Field { "idmap", FieldType::Text },
    Field { "propagation", FieldType::Text },
    Field { "nosuid", FieldType::Boolean },
    Field { "nodev", FieldType::Boolean },
    Field { "noexec", FieldType::Boolean },
    Field { "recursive", FieldType::Boolean },
};

constexpr std::array tmpfsFields {
    Field { "target", FieldType::Text, Presence::Required },
    Field { "size", FieldType::Natural },
    Field { "mode", FieldType::Text },
    Field { "readOnly", FieldType::Boolean },
    Field { "noexec", FieldType::Boolean },
};

constexpr std::array clockFields {
    Field { "boottime", FieldType::Integer },
    Field { "monotonic", FieldType::Integer },
};

constexpr std::array capabilityFields {
    Field { "add", FieldType::Texts },
    Field { "drop", FieldType::Texts },
};

constexpr std::array logFields {
    Field { "maxSize", FieldType::Natural },
    Field { "files", FieldType::Natural },
};

constexpr std::array healthFields {
    Field { "command", FieldType::Texts },
    Field { "interval", FieldType::Natural },
    Field { "timeout", FieldType::Natural },
    Field { "retries", FieldType::Natural },
    Field { "startPeriod", FieldType::Natural },
    Field { "whenUnhealthy", FieldType::Text },
};

constexpr std::array connectionFields {
    Field { "network", FieldType::Text, Presence::Required },
    Field { "address", FieldType::Text },
    Field { "address6", FieldType::Text },
    Field { "mac", FieldType::Text },
    Field { "inbound", FieldType::Natural },
    Field { "outbound", FieldType::Natural },
    Field { "up", FieldType::Boolean },
};

constexpr std::array portFields {
    Field { "container", FieldType::Natural, Presence::Required, 1, maximumUint16 },
    Field { "host", FieldType::Natural, Presence::Optional, 1, maximumUint16 },
    Field { "count", FieldType::Natural, Presence::Optional, 1, maximumUint16 },
    Field { "protocol", FieldType::Text },
    Field { "address", FieldType::Text },
};

constexpr std::array networkFields {
    Field { "name", FieldType::Text, Presence::Required },
    Field { "kind", FieldType::Text },
    Field { "subnet", FieldType::Text },
    Field { "ipv6", FieldType::Boolean },
    Field { "subnet6", FieldType::Text },
    Field { "mtu", FieldType::Natural },
    Field { "parent", FieldType::Text },
    Field { "gateway", FieldType::Text },
    Field { "range", FieldType::Text },
};

constexpr std::array createNetworkFields { Field { "forwarding", FieldType::Boolean } };

constexpr std::array packetFields {
    Field { "from", FieldType::Text },
    Field { "to", FieldType::Text },
    Field { "address", FieldType::Text },
    Field { "protocol", FieldType::Text },
    Field { "port", FieldType::Natural, Presence::Optional, 1, maximumUint16 },
    Field { "version", FieldType::Natural, Presence::Optional, 4, 6 },
};

constexpr std::array linkFields {
    Field { "container", FieldType::Text },
    Field { "network", FieldType::Text },
    Field { "interface", FieldType::Text },
};

constexpr std::array followPacketFields { Field { "test", FieldType::Boolean } };

constexpr std::array specFields {
    Field { "name", FieldType::Text },
    Field { "image", FieldType::Text, Presence::Required },
    Field { "command", FieldType::Texts },
    Field { "environment", FieldType::TextMap },
    Field { "workingDirectory", FieldType::Text },
    Field { "hostname", FieldType::Text },
    Field { "terminal", FieldType::Boolean },
    Field { "readOnlyRoot", FieldType::Boolean },
    Field { "limits", FieldType::Fields, Presence::Optional, 0, 0, limitFields },
    Field { "networks", FieldType::FieldsList, Presence::Optional, 0, 0, connectionFields },
    Field { "ports", FieldType::FieldsList, Presence::Optional, 0, 0, portFields },
    Field { "volumes", FieldType::FieldsList, Presence::Optional, 0, 0, volumeFields },
    Field { "tmpfs", FieldType::FieldsList, Presence::Optional, 0, 0, tmpfsFields },
    Field { "namespaces", FieldType::TextMap },
    Field { "clockOffsets", FieldType::Fields, Presence::Optional, 0, 0, clockFields },
    Field { "domainname", FieldType::Text },
    Field { "init", FieldType::Boolean },
    Field { "idMap", FieldType::Text },
    Field { "user", FieldType::Text },
    Field { "groups", FieldType::Texts },
    Field { "capabilities", FieldType::Fields, Presence::Optional, 0, 0, capabilityFields },
    Field { "devices", FieldType::Texts },
    Field { "privileged", FieldType::Boolean },
    Field { "noNewPrivileges", FieldType::Boolean },
    Field { "seccomp", FieldType::Text },
    Field { "restart", FieldType::Text },
    Field { "autostart", FieldType::Boolean },
    Field { "stopSignal", FieldType::Text },
    Field { "stopTimeout", FieldType::Natural, Presence::Optional, 0, maximumTimeout },
    Field { "log", FieldType::FieldsOrText, Presence::Optional, 0, 0, logFields },
    Field { "health", FieldType::Fields, Presence::Optional, 0, 0, healthFields },
};

constexpr std::array setLimitsFields {
    Field { "limits", FieldType::Fields, Presence::Required, 0, 0, limitFields },
    Field { "kill", FieldType::Boolean },
};

/// The same, and nothing is required: what is not given stays.
constexpr auto changeFields = [] {
    auto fields = specFields;
    for (auto& field : fields)
        field.presence = Presence::Optional;
    return fields;
}();

constexpr std::array updateFields { Field { "reset", FieldType::Texts } };

constexpr std::array createFields { Field { "start", FieldType::Boolean } };

constexpr Field intervalField { "interval", FieldType::Natural, Presence::Optional, 100, 60'000 };

constexpr std::array observeFields {
    Field { "tables", FieldType::Texts },
    Field { "workload", FieldType::Text },
    intervalField,
};

constexpr std::array statsFields { intervalField };

constexpr std::array stopFields {
    Field { "timeout", FieldType::Natural, Presence::Optional, 0, maximumTimeout },
};

constexpr std::array removeFields {
    Field { "trash", FieldType::Natural, Presence::Optional, 1, 86'400 },
};

constexpr std::array execFields {
    Field { "command", FieldType::Texts, Presence::Required },
    Field { "terminal", FieldType::Boolean },
    Field { "input", FieldType::Boolean },
    Field { "rows", FieldType::Natural, Presence::Optional, 1, maximumUint16 },
    Field { "columns", FieldType::Natural, Presence::Optional, 1, maximumUint16 },
    Field { "environment", FieldType::TextMap },
    Field { "workingDirectory", FieldType::Text },
    Field { "user", FieldType::Text },
};

constexpr std::array logsFields {
    Field { "follow", FieldType::Boolean },
    Field { "tail", FieldType::Natural },
    Field { "since", FieldType::Natural },
    Field { "stream", FieldType::Text },
};

} // namespace

Schema nothing()
{
    return {};
}
Schema containerSpec()
{
    return specFields;
}
Schema setLimits()
{
    return setLimitsFields;
}
Schema changes()
{
    return changeFields;
}
Schema update()
{
    return updateFields;
}
Schema create()
{
    return createFields;
}
Schema networkSpec()
{
    return networkFields;
}
Schema createNetwork()
{
    return createNetworkFields;
}
Schema packet()
{
    return packetFields;
}
Schema followPacket()
{
    return followPacketFields;
}
Schema link()
{
    return linkFields;
}
Schema observe()
{
    return observeFields;
}
Schema stats()
{
    return statsFields;
}
Schema stop()
{
    return stopFields;
}
Schema remove()
{
    return removeFields;
}
Schema exec()
{
    return execFields;
}
Schema logs()
{
    return logsFields;
}

} // namespace vitrine::daemon::schemas
