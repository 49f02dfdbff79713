// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/dictionaries.h"
#include "helper/daemon/exported_object.h"
#include "helper/daemon/gate.h"
#include "helper/daemon/parts.h"

#include <QDBusObjectPath>

#include <nlohmann/json.hpp>

namespace vitrine::daemon {

/// org.vitrine.Network1; root's networks are for everybody to see and use.
class NetworkObject : public ExportedObject {
    Q_OBJECT

public:
    /// NETWORK as in helper/launcher/protocol.h.
    NetworkObject(const nlohmann::json& network, const Parts& parts);

    [[nodiscard]] const std::string& id() const { return m_id; }
    void update(const nlohmann::json& network);

public slots: // the methods of the interface; the adaptor calls them
    QDBusObjectPath Delete(const QVariantMap& options);
    QDBusObjectPath Allow(const QDBusObjectPath& network, const QVariantMap& options);
    QDBusObjectPath Deny(const QDBusObjectPath& network, const QVariantMap& options);

private:
    QDBusObjectPath setReach(
        const QDBusObjectPath& network, const QVariantMap& options, const char* operation);
    void startJob(const Call& call, const Caller& caller, const char* operation, const char* phase,
        const nlohmann::json& arguments);

    Parts m_parts;
    std::string m_id;
    uid_t m_ownerId;
};

/// The object path of the network with that id.
[[nodiscard]] QString networkPath(const std::string& id);

} // namespace vitrine::daemon
