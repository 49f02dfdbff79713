// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QDBusConnection>
#include <QObject>

class QDBusServiceWatcher;

namespace vitrine {

/// Finds the helper on a bus, starts it when it is not there, and follows it over restarts.
class HelperFinder : public QObject {
    Q_OBJECT
public:
    /// What to do when the bus cannot start it: run the program beside this one, or nothing.
    enum class Program { MayBeRun, IsAService };

    HelperFinder(const QDBusConnection& bus, Program program, QObject* parent = nullptr);

    /// Looks for the helper; ownerFound(), or failed(), says what became of it.
    void look();

signals:
    /// OWNER is the helper's unique name; empty: it has gone.
    void ownerFound(const QString& owner);
    void failed(const vitrine::api::ErrorInfo& why);

private:
    void askForOwner();
    void activate();
    void runProgram(const api::ErrorInfo& why);
    void setOwner(const QString& owner);

    QDBusConnection m_bus;
    const Program m_program;
    QDBusServiceWatcher* m_watcher = nullptr;
    QString m_owner;
    bool m_ran = false; ///< once a look()
};

} // namespace vitrine
