// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QVariant>
#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;

namespace vitrine {

/// What is kept of what a container prints: files of a size, some of them, or nothing.
class LogSection : public QWidget {
    Q_OBJECT
public:
    explicit LogSection(QWidget* parent = nullptr);

    /// "log" of a specification; invalid where it is the default.
    [[nodiscard]] QVariant log() const;
    void setLog(const QJsonValue& log);

signals:
    void changed();

private:
    void refresh();
    [[nodiscard]] quint64 bytes() const;

    QCheckBox* m_kept;
    QDoubleSpinBox* m_size; ///< MiB
    QSpinBox* m_files;
    QLabel* m_sum;
    quint64 m_bytes; ///< what m_size shows, where that is rounded
};

} // namespace vitrine
