// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/client/reply.h"

#include <QDBusConnection>
#include <QDBusError>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include <type_traits>

namespace vitrine {

/// The helper answers at once (with a job); but polkit may ask the user for a password first.
inline constexpr int callTimeout = 120'000; // ms

/// Sends MESSAGE and hands its answer to `answer` later, on CONTEXT's thread; never blocks. The
/// answer is dropped when CONTEXT is destroyed first.
template <typename T>
void guardedCall(const QDBusConnection& connection, const QDBusMessage& message, QObject* context,
    Answer<T> answer)
{
    auto* watcher
        = new QDBusPendingCallWatcher(connection.asyncCall(message, callTimeout), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
        [answer = std::move(answer)](QDBusPendingCallWatcher* finished) {
            finished->deleteLater();
            Reply<T> result;
            if constexpr (std::is_same_v<T, Nothing>) {
                const QDBusPendingReply<> reply = *finished;
                if (reply.isError())
                    result.error = api::ErrorInfo { reply.error().name(), reply.error().message(),
                        {}, {}, 0, {}, -1 };
            } else {
                const QDBusPendingReply<T> reply = *finished;
                if (reply.isError())
                    result.error = api::ErrorInfo { reply.error().name(), reply.error().message(),
                        {}, {}, 0, {}, -1 };
                else
                    result.value = reply.value();
            }
            answer(result);
        });
}

} // namespace vitrine
