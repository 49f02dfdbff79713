// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/daemon/call.h"

#include "helper/api/errors.h"

namespace vitrine::daemon {

Call::Call(const QDBusMessage& message, const QDBusConnection& connection)
    : m_message(message)
    , m_connection(connection)
{
    m_message.setDelayedReply(true);
}

bool Call::mayInteract() const
{
    return m_message.isInteractiveAuthorizationAllowed();
}

void Call::reply(const QVariantList& arguments) const
{
    if (m_message.isReplyRequired())
        m_connection.send(m_message.createReply(arguments));
}

void Call::fail(const Error& error) const
{
    const auto name = api::nameOf(error.kind).busName;
    if (m_message.isReplyRequired())
        m_connection.send(
            m_message.createErrorReply(QString::fromLatin1(name.data(), qsizetype(name.size())),
                QString::fromStdString(error.message())));
}

} // namespace vitrine::daemon
