// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/app/cli_command.h"

#include <QJsonArray>

namespace vitrine::cli {

/// Does one thing after the other to the workloads that are named.
class OnWorkloads : public Command {
public:
    OnWorkloads(const QString& name, const QString& summary);

protected:
    void declare(QCommandLineParser& parser) override;
    QString check(const QCommandLineParser& parser) override;
    void run(const QCommandLineParser& parser) override;

    /// Do it to WORKLOAD, then call done() or fail().
    virtual void apply(const api::WorkloadInfo& workload) = 0;

    /// It is done to the workload NAME; RESULT is what --json tells of it.
    void done(const QString& name, const QJsonValue& result);

    [[nodiscard]] const QStringList& names() const { return m_names; }

private:
    void next();

    QStringList m_names; ///< still to do
    QJsonArray m_results;
};

} // namespace vitrine::cli
