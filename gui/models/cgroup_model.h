// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/observed_model.h"

#include <deque>

namespace vitrine {

/// One look at a control group.
struct CgroupPoint {
    qint64 time = 0; ///< monotonic milliseconds
    double cpu = 0; ///< processors in use
    qint64 memoryBytes = 0;
};

struct CgroupExtra {
    Rate cpu; ///< microseconds of processor time a second
    Rate throttled; ///< microseconds of throttling a second
    std::deque<CgroupPoint> history; ///< at most CgroupModel::historyLength looks, oldest first

    bool settle(qint64 now)
    {
        const bool one = cpu.settle(now), other = throttled.settle(now);
        return one || other;
    }
    [[nodiscard]] bool isMoving() const { return cpu.perSecond() > 0 || throttled.perSecond() > 0; }
};

/// The control groups as the tree that they are.
class CgroupModel : public ObservedModel<api::CgroupRow, CgroupExtra> {
    Q_OBJECT
public:
    static constexpr std::size_t historyLength = 120;
    enum Column {
        Name,
        Processes,
        Cpu,
        CpuLimit,
        Memory,
        MemoryLimit,
        PidsLimit,
        Throttled,
        CpuPressure,
        MemoryPressure,
        IoPressure,
        State,
        Workload,
        ColumnCount
    };

    explicit CgroupModel(QObject* parent = nullptr);

    /// Also adds a point to the history of every group.
    void apply(const api::TableDelta<api::CgroupRow>& delta, bool full, qint64 now);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString parentIdentityOf(const api::CgroupRow& row) const override;
    void derive(const api::CgroupRow* before, const api::CgroupRow& after, CgroupExtra& extra,
        qint64 now) override;
    QVariant text(const api::CgroupRow& row, const CgroupExtra& extra, int column) const override;
    QVariant sortValue(
        const api::CgroupRow& row, const CgroupExtra& extra, int column) const override;
    QVariant toolTip(const api::CgroupRow& row, int column) const override;
    bool isFigure(int column) const override;
    QVariant other(const api::CgroupRow& row, int column, int role) const override;

private:
    /// What a person calls it: the container, or the last part of its path.
    QString titleOf(const api::CgroupRow& row) const;
};

/// How many processors "QUOTA PERIOD" of cpu.max allows; -1 when it sets no limit.
[[nodiscard]] double processorsOf(const QString& cpuMax);
/// "control group" or "processes": where the memory figure comes from, in words.
[[nodiscard]] QString memorySourceName(const QString& source);

} // namespace vitrine
