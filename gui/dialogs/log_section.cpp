// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/log_section.h"

#include "gui/dialogs/labelled_rows.h"
#include "gui/models/format.h"
#include "gui/views/colours.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QJsonObject>
#include <QLabel>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr quint64 mebibyte = 1 << 20;
constexpr quint64 defaultBytes = 10 * mebibyte;
constexpr int defaultFiles = 3;
constexpr quint64 smallest = mebibyte / 16;
constexpr double smallestSize = 0.06, largestSize = 1024; // MiB
constexpr int mostFiles = 16;
const QString none = QStringLiteral("none");

} // namespace

LogSection::LogSection(QWidget* parent)
    : QWidget(parent)
    , m_kept(new QCheckBox(tr("Keep what it prints")))
    , m_size(new QDoubleSpinBox)
    , m_files(new QSpinBox)
    , m_sum(new QLabel)
    , m_bytes(defaultBytes)
{
    m_kept->setObjectName(QStringLiteral("logKeptCheck"));
    m_kept->setChecked(true);
    m_size->setObjectName(QStringLiteral("logSizeSpin"));
    m_size->setDecimals(2);
    m_size->setRange(smallestSize, largestSize);
    m_size->setValue(double(defaultBytes) / mebibyte);
    m_size->setSuffix(QStringLiteral("\u00a0MiB"));
    m_size->setAccessibleName(tr("Size of one file of the log"));
    m_files->setObjectName(QStringLiteral("logFilesSpin"));
    m_files->setRange(1, mostFiles);
    m_files->setValue(defaultFiles);
    m_files->setAccessibleName(tr("How many files of the log are kept"));
    m_sum->setObjectName(QStringLiteral("logSum"));
    m_sum->setWordWrap(true);
    m_sum->setTextFormat(Qt::PlainText);
    QPalette quiet = m_sum->palette();
    quiet.setColor(QPalette::WindowText, quietColour(quiet));
    m_sum->setPalette(quiet);
    setFocusProxy(m_kept);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_kept, 0, 0, 1, 2);
    addLabelledRows(
        *grid, { { tr("Size of a file"), m_size }, { tr("Number of files"), m_files } });
    grid->addWidget(m_sum, grid->rowCount(), 0, 1, 2);
    connect(m_kept, &QCheckBox::toggled, this, &LogSection::refresh);
    connect(m_size, &QDoubleSpinBox::valueChanged, this, &LogSection::refresh);
    connect(m_files, &QSpinBox::valueChanged, this, &LogSection::refresh);
    refresh();
}

void LogSection::refresh()
{
    const bool kept = m_kept->isChecked();
    m_size->setEnabled(kept);
    m_files->setEnabled(kept);
    m_sum->setText(kept ? tr("At most %1; then the oldest file goes.")
                              .arg(formatBytes(qint64(bytes()) * m_files->value()))
                        : tr("Nothing can be read later; a terminal shows it while it runs."));
    emit changed();
}

quint64 LogSection::bytes() const
{
    // A size that was not edited stays as it was, to the byte.
    const double shown = m_size->value();
    const double same = std::round(double(m_bytes) / mebibyte * 100) / 100;
    return shown == same ? m_bytes : std::max(smallest, quint64(std::llround(shown * mebibyte)));
}

QVariant LogSection::log() const
{
    if (!m_kept->isChecked())
        return none;
    if (bytes() == defaultBytes && m_files->value() == defaultFiles)
        return {};
    return QVariantMap { { QStringLiteral("maxSize"), bytes() },
        { QStringLiteral("files"), quint64(m_files->value()) } };
}

void LogSection::setLog(const QJsonValue& log)
{
    m_kept->setChecked(log.toString() != none);
    const QJsonObject values = log.toObject();
    m_bytes = quint64(values.value(QLatin1String("maxSize")).toInteger(qint64(defaultBytes)));
    m_size->setValue(double(m_bytes) / mebibyte);
    m_files->setValue(values.value(QLatin1String("files")).toInt(defaultFiles));
    refresh();
}

} // namespace vitrine
