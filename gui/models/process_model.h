// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/observed_model.h"

namespace vitrine {

struct ProcessExtra {
    Rate cpu; ///< microseconds of processor time a second

    bool settle(qint64 now) { return cpu.settle(now); }
    [[nodiscard]] bool isMoving() const { return cpu.perSecond() > 0; }
};

/// The processes. As a tree: children under the parent that is in the same container (so that a
/// container's first process stands at the top); as a list: every row at the top.
class ProcessModel : public ObservedModel<api::ProcessRow, ProcessExtra> {
    Q_OBJECT
public:
    enum class Shape { Tree, List };
    enum Column {
        Name,
        InnerPid,
        Pid,
        State,
        Cpu,
        Memory,
        Threads,
        User,
        Namespaces,
        Command,
        ColumnCount
    };

    explicit ProcessModel(Shape shape, QObject* parent = nullptr);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString identityOf(const api::ProcessRow& row) const override;
    QString parentIdentityOf(const api::ProcessRow& row) const override;
    void derive(const api::ProcessRow* before, const api::ProcessRow& after, ProcessExtra& extra,
        qint64 now) override;
    QVariant text(const api::ProcessRow& row, const ProcessExtra& extra, int column) const override;
    QVariant sortValue(
        const api::ProcessRow& row, const ProcessExtra& extra, int column) const override;
    QVariant toolTip(const api::ProcessRow& row, int column) const override;
    bool isFigure(int column) const override;

private:
    Shape m_shape;
};

/// "sleeping" for "S", as proc(5) names the letters; the letter when it is not known.
[[nodiscard]] QString processStateName(const QString& letter);

} // namespace vitrine
