// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QVariantList>

namespace vitrine::daemon {

/// A method call that is answered later, once, by reply() or fail(). Copies mean the same call.
class Call {
public:
    /// Takes MESSAGE over: QtDBus no longer answers it by itself.
    Call(const QDBusMessage& message, const QDBusConnection& connection);

    /// Unique bus name of who asks.
    [[nodiscard]] QString sender() const { return m_message.service(); }
    /// True when the caller said that a dialog may be shown to answer this call.
    [[nodiscard]] bool mayInteract() const;

    void reply(const QVariantList& arguments = {}) const;
    void fail(const Error& error) const;

private:
    QDBusMessage m_message;
    QDBusConnection m_connection;
};

} // namespace vitrine::daemon
