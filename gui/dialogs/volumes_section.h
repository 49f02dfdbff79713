// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QVariantMap>
#include <QWidget>

class QCheckBox;
class QLineEdit;
class QVBoxLayout;

namespace vitrine {

/// Folders of this computer that a container shows: a row each, with the folder, the place in the
/// container and whether it may write there.
class VolumesSection : public QWidget {
    Q_OBJECT
public:
    explicit VolumesSection(QWidget* parent = nullptr);

    /// "volumes" of a specification; empty rows are left out.
    [[nodiscard]] QVariantList volumes() const;
    /// What is wrong with the rows, or nothing.
    [[nodiscard]] QString problem() const;
    void addRow();
    /// Shows "volumes" of a specification that is there. What no field shows stays as it was.
    void setVolumes(const QVariantList& volumes);

signals:
    void changed();

private:
    struct Row {
        QWidget* box;
        QLineEdit *source, *target;
        QCheckBox* readOnly;
        QVariantMap kept; ///< members of the volume that was there, which no field shows
    };
    void chooseFolder(QLineEdit* source, QLineEdit* target);
    void removeRow(QWidget* box);

    QVBoxLayout* m_rows;
    QList<Row> m_list;
};

} // namespace vitrine
