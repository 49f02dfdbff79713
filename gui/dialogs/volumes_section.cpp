// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/volumes_section.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine {

VolumesSection::VolumesSection(QWidget* parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout)
{
    setObjectName(QStringLiteral("volumesSection"));
    auto* add = new QPushButton(tr("Add a &folder"));
    add->setObjectName(QStringLiteral("addVolumeButton"));
    add->setToolTip(tr("Show a folder of this computer in the container"));
    connect(add, &QPushButton::clicked, this, [this] {
        addRow();
        m_list.last().source->setFocus();
        emit changed();
    });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_rows->setSpacing(8);
    layout->addLayout(m_rows);
    layout->addWidget(add, 0, Qt::AlignLeading);
}

void VolumesSection::addRow()
{
    auto* box = new QWidget;
    Row row { box, new QLineEdit, new QLineEdit, new QCheckBox(tr("Read-only")), {} };
    row.source->setObjectName(QStringLiteral("volumeSource%1").arg(m_list.size()));
    row.source->setPlaceholderText(tr("Folder of this computer"));
    row.source->setAccessibleName(tr("Folder of this computer"));
    row.target->setObjectName(QStringLiteral("volumeTarget%1").arg(m_list.size()));
    row.target->setPlaceholderText(tr("Where in the container, such as /data"));
    row.target->setAccessibleName(tr("Place in the container"));
    row.readOnly->setObjectName(QStringLiteral("volumeReadOnly%1").arg(m_list.size()));
    row.readOnly->setToolTip(tr("The container can read the folder and not change it"));
    auto* browse = new QToolButton;
    browse->setText(QStringLiteral("…"));
    browse->setAccessibleName(tr("Choose the folder"));
    browse->setToolTip(tr("Choose the folder"));
    auto* remove = new QToolButton;
    remove->setText(tr("Remove"));
    remove->setToolTip(tr("Take this folder out of the list"));
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    grid->addWidget(row.source, 0, 0);
    grid->addWidget(browse, 0, 1);
    grid->addWidget(row.target, 1, 0, 1, 2);
    grid->addWidget(row.readOnly, 2, 0);
    grid->addWidget(remove, 2, 1);
    grid->setColumnStretch(0, 1);
    connect(row.source, &QLineEdit::textChanged, this, &VolumesSection::changed);
    connect(row.target, &QLineEdit::textChanged, this, &VolumesSection::changed);
    connect(row.readOnly, &QCheckBox::toggled, this, &VolumesSection::changed);
    connect(browse, &QToolButton::clicked, this,
        [this, source = row.source, target = row.target] { chooseFolder(source, target); });
    connect(remove, &QToolButton::clicked, this, [this, box] { removeRow(box); });
    m_rows->addWidget(box);
    m_list.append(row);
}

void VolumesSection::setVolumes(const QVariantList& volumes)
{
    for (const QVariant& entry : volumes) {
        QVariantMap volume = entry.toMap();
        // Which file it was is found out anew, since it may be another one that is meant now.
        for (const char* found : { "device", "inode" })
            volume.remove(QLatin1String(found));
        addRow();
        Row& row = m_list.last();
        row.source->setText(volume.take(QStringLiteral("source")).toString());
        row.target->setText(volume.take(QStringLiteral("target")).toString());
        row.readOnly->setChecked(volume.take(QStringLiteral("readOnly")).toBool());
        row.kept = volume;
    }
}

void VolumesSection::chooseFolder(QLineEdit* source, QLineEdit* target)
{
    auto* dialog = new QFileDialog(this, tr("Folder to show in the container"),
        source->text().isEmpty() ? QDir::homePath() : source->text());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, source, [source, target](const QString& folder) {
        source->setText(folder);
        if (target->text().isEmpty())
            target->setText(QStringLiteral("/mnt/") + QFileInfo(folder).fileName());
    });
    dialog->open();
}

void VolumesSection::removeRow(QWidget* box)
{
    m_list.removeIf([box](const Row& row) { return row.box == box; });
    box->hide();
    box->deleteLater();
    emit changed();
}

QVariantList VolumesSection::volumes() const
{
    QVariantList list;
    for (const Row& row : m_list) {
        if (row.source->text().isEmpty() && row.target->text().isEmpty())
            continue;
        QVariantMap volume = row.kept;
        volume.insert(QStringLiteral("source"), row.source->text());
        volume.insert(QStringLiteral("target"), row.target->text());
        if (row.readOnly->isChecked())
            volume.insert(QStringLiteral("readOnly"), true);
        list.append(volume);
    }
    return list;
}

QString VolumesSection::problem() const
{
    for (const Row& row : m_list) {
        const QString source = row.source->text();
        const QString target = row.target->text();
        if (source.isEmpty() && target.isEmpty())
            continue;
        if (!source.startsWith(QLatin1Char('/')))
            return tr("The folder of this computer must be an absolute path.");
        if (!target.startsWith(QLatin1Char('/')))
            return tr("The place in the container must be an absolute path, such as /data.");
    }
    return {};
}

} // namespace vitrine
