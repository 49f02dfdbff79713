// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/limits_section.h"

#include "gui/models/feature_list_model.h"
#include "gui/models/format.h"
#include "gui/views/colours.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine {

namespace {

constexpr int largestMebibytes = 1 << 24;
constexpr int largestWeight = 10000;
constexpr int largestPids = 4194304;

QFormLayout* newForm(QWidget* page = nullptr)
{
    auto* form = new QFormLayout(page);
    form->setContentsMargins(0, 0, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    return form;
}

QLabel* newNote(const QColor& colour)
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, colour);
    label->setPalette(palette);
    label->hide();
    return label;
}

int mebibytes(const QVariant& bytes)
{
    // What is no whole MiB is shown as the next one, so that nothing looks like no limit.
    return int(std::min<quint64>((bytes.toULongLong() + (1 << 20) - 1) >> 20, largestMebibytes));
}

} // namespace

LimitsSection::LimitsSection(const FeatureListModel* features, QWidget* parent)
    : QWidget(parent)
    , m_features(features)
    , m_moreButton(new QToolButton)
    , m_more(new QWidget)
{
    setObjectName(QStringLiteral("limitsSection"));
    auto* usual = newForm();
    buildUsual(usual);
    auto* more = newForm(m_more);
    buildMemory(more);
    buildShares(more);
    buildDisk(more);
    m_more->hide();
    m_moreButton->setObjectName(QStringLiteral("moreLimitsButton"));
    m_moreButton->setText(tr("More limits"));
    m_moreButton->setArrowType(Qt::RightArrow);
    m_moreButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_moreButton->setCheckable(true);
    m_moreButton->setAutoRaise(true);
    connect(m_moreButton, &QToolButton::toggled, this, [this](bool open) {
        m_moreButton->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_more->setVisible(open);
    });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(usual);
    layout->addWidget(m_moreButton, 0, Qt::AlignLeading);
    layout->addWidget(m_more);
}

void LimitsSection::buildUsual(QFormLayout* form)
{
    m_memory = addSize(form, "memory", tr("&Memory"),
        tr("memory.max: the kernel ends a process of the container rather than give more"));
    m_memory->setObjectName(QStringLiteral("memorySpin"));
    m_cpu = new QDoubleSpinBox;
    m_cpu->setObjectName(QStringLiteral("cpuSpin"));
    m_cpu->setRange(0, 1024);
    m_cpu->setSingleStep(0.25);
    m_cpu->setDecimals(2);
    m_cpu->setSpecialValueText(tr("No limit"));
    addRow(form, "cpu", tr("&Processors"), m_cpu,
        tr("cpu.max: 0.5 is half the time of one processor"), "cgroup-cpu");
    m_pids = addNumber(form, "pids", tr("P&rocesses"), largestPids, tr("No limit"),
        tr("pids.max: how many processes and threads it may have"), "cgroup-pids");
    m_pids->setObjectName(QStringLiteral("pidsSpin"));
    m_pids->setSingleStep(16);
}

void LimitsSection::buildMemory(QFormLayout* form)
{
    m_memoryHigh = addSize(form, "memoryHigh", tr("Slow down above"),
        tr("memory.high: above it the kernel takes memory back and slows the container down"));
    m_memoryLow = addSize(form, "memoryLow", tr("Protected memory"),
        tr("memory.low: the kernel takes it from others first"));
    m_memoryLow->setSpecialValueText(tr("None"));
    m_swap = addSize(form, "swap", tr("Swap"), tr("memory.swap.max: most memory on disk"));
    m_swap->setMinimum(-1);
    m_swap->setValue(-1);
    m_oomGroup = new QCheckBox(tr("Out of memory, end all its processes"));
    addRow(form, "oomGroup", {}, m_oomGroup,
        tr("memory.oom.group: otherwise the kernel ends one, and the others go on"),
        "cgroup-memory");
}

void LimitsSection::buildShares(QFormLayout* form)
{
    m_cpuWeight = addNumber(form, "cpuWeight", tr("Share of the processors"), largestWeight,
        tr("Usual (100)"), tr("cpu.weight: who gets how much when all want the processors"),
        "cgroup-cpu");
    m_cpus = new QLineEdit;
    m_cpus->setPlaceholderText(tr("all, or a list such as 0-3,6"));
    addRow(form, "cpus", tr("Run on processors"), m_cpus,
        tr("cpuset.cpus: the numbers of the processors that it may use"), "cgroup-cpuset");
    m_ioWeight = addNumber(form, "ioWeight", tr("Share of the disks"), largestWeight,
        tr("Usual (100)"), tr("io.weight: who gets how much when all want the disks"), "io-weight");
}

void LimitsSection::buildDisk(QFormLayout* form)
{
    m_disk = new QLineEdit;
    m_disk->setObjectName(QStringLiteral("diskEdit"));
    m_disk->setPlaceholderText(QStringLiteral("/dev/sda"));
    addRow(form, "io", tr("Disk"), m_disk, tr("io.max: a whole disk, by its name or its numbers"),
        "cgroup-io");
    const auto rate = [&](const char* field, const QString& title, const QString& explanation) {
        QSpinBox* spin = addSize(form, field, title, explanation, "cgroup-io");
        spin->setSuffix(QStringLiteral("\u00a0MiB/s"));
        return spin;
    };
    m_read = rate("io.readBytes", tr("Reads from it"), tr("Most that it reads from the disk"));
    m_write = rate("io.writeBytes", tr("Writes to it"), tr("Most that it writes to the disk"));
}

QSpinBox* LimitsSection::addSize(QFormLayout* form, const char* field, const QString& title,
    const QString& explanation, const char* feature)
{
    QSpinBox* spin
        = addNumber(form, field, title, largestMebibytes, tr("No limit"), explanation, feature);
    spin->setSingleStep(64);
    spin->setSuffix(QStringLiteral("\u00a0MiB"));
    return spin;
}

QSpinBox* LimitsSection::addNumber(QFormLayout* form, const char* field, const QString& title,
    int largest, const QString& none, const QString& explanation, const char* feature)
{
    auto* spin = new QSpinBox;
    spin->setRange(0, largest);
    spin->setSpecialValueText(none);
    addRow(form, field, title, spin, explanation, feature);
    return spin;
}

void LimitsSection::addRow(QFormLayout* form, const char* field, const QString& title,
    QWidget* editor, const QString& explanation, const char* feature)
{
    const api::FeatureInfo info = m_features->feature(QLatin1String(feature));
    editor->setToolTip(explanation);
    editor->setAccessibleDescription(explanation);
    editor->setEnabled(info.available);
    Row row { editor, newNote(quietColour(palette())), newNote(errorColour(palette())) };
    row.reason->setText(asSentence(info.reason) + QLatin1Char(' ') + asSentence(info.advice));
    row.reason->setVisible(!info.available);
    row.error->setObjectName(
        QStringLiteral("limits.") + QLatin1String(field) + QStringLiteral("Error"));
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    for (QWidget* part : std::initializer_list<QWidget*> { editor, row.reason, row.error })
        layout->addWidget(part);
    if (title.isEmpty()) {
        form->addRow(box);
    } else {
        auto* label = new QLabel(title);
        label->setBuddy(editor);
        editor->setAccessibleName(QString(title).remove(QLatin1Char('&')));
        form->addRow(label, box);
    }
    m_rows.insert(QLatin1String(field), row);
    listen(editor);
}

void LimitsSection::listen(QWidget* editor)
{
    if (auto* spin = qobject_cast<QSpinBox*>(editor))
        connect(spin, &QSpinBox::valueChanged, this, &LimitsSection::changed);
    else if (auto* real = qobject_cast<QDoubleSpinBox*>(editor))
        connect(real, &QDoubleSpinBox::valueChanged, this, &LimitsSection::changed);
    else if (auto* line = qobject_cast<QLineEdit*>(editor))
        connect(line, &QLineEdit::textEdited, this, &LimitsSection::changed);
    else if (auto* check = qobject_cast<QCheckBox*>(editor))
        connect(check, &QCheckBox::toggled, this, &LimitsSection::changed);
}

/// Whether the field is the user's to set; else it stays as it was.
bool LimitsSection::takes(const char* field) const
{
    return m_rows.value(QLatin1String(field)).editor->isEnabled();
}

QVariantMap LimitsSection::limits() const
{
    QVariantMap map = m_kept;
    const auto put = [&](const char* field, bool set, const QVariant& value) {
        if (!takes(field))
            return;
        if (set)
            map.insert(QLatin1String(field), value);
        else
            map.remove(QLatin1String(field));
    };
    const auto size = [&](const char* field, const QSpinBox* spin, int none = 0) {
        // A size that was not whole stays exact until it is changed.
        const QVariant kept = m_kept.value(QLatin1String(field));
        if (!kept.isValid() || mebibytes(kept) != spin->value())
            put(field, spin->value() > none, quint64(spin->value()) << 20);
    };
    size("memory", m_memory);
    size("memoryHigh", m_memoryHigh);
    size("memoryLow", m_memoryLow);
    size("swap", m_swap, -1);
    put("oomGroup", m_oomGroup->isChecked(), true);
    put("cpu", m_cpu->value() > 0, m_cpu->value());
    if (m_cpu->value() <= 0)
        map.remove(QStringLiteral("cpuPeriod"));
    put("cpuWeight", m_cpuWeight->value() > 0, quint32(m_cpuWeight->value()));
    put("cpus", !m_cpus->text().trimmed().isEmpty(), m_cpus->text().trimmed());
    put("pids", m_pids->value() > 0, quint32(m_pids->value()));
    put("ioWeight", m_ioWeight->value() > 0, quint32(m_ioWeight->value()));
    const QVariantMap all = disks();
    put("io", !all.isEmpty(), all);
    return map;
}

QVariantMap LimitsSection::disks() const
{
    QVariantMap all = m_kept.value(QStringLiteral("io")).toMap();
    QVariantMap disk = all.take(m_shownDisk).toMap();
    const auto rate = [&](const char* name, const QSpinBox* spin) {
        const QVariant kept = disk.value(QLatin1String(name));
        if (kept.isValid() && mebibytes(kept) == spin->value())
            return;
        if (spin->value() > 0)
            disk.insert(QLatin1String(name), quint64(spin->value()) << 20);
        else
            disk.remove(QLatin1String(name));
    };
    rate("readBytes", m_read);
    rate("writeBytes", m_write);
    if (const QString device = m_disk->text().trimmed(); !device.isEmpty())
        all.insert(device, disk); // without a figure: the helper says what is missing
    return all;
}

void LimitsSection::showDisk(const QVariantMap& disks)
{
    m_shownDisk = disks.isEmpty() ? QString() : disks.firstKey();
    const QVariantMap disk = disks.value(m_shownDisk).toMap();
    m_disk->setText(m_shownDisk);
    m_read->setValue(mebibytes(disk.value(QStringLiteral("readBytes"))));
    m_write->setValue(mebibytes(disk.value(QStringLiteral("writeBytes"))));
}

void LimitsSection::setLimits(const QVariantMap& limits)
{
    m_kept = limits;
    const auto value = [&](const char* field) { return limits.value(QLatin1String(field)); };
    m_memory->setValue(mebibytes(value("memory")));
    m_memoryHigh->setValue(mebibytes(value("memoryHigh")));
    m_memoryLow->setValue(mebibytes(value("memoryLow")));
    m_swap->setValue(value("swap").isValid() ? mebibytes(value("swap")) : -1);
    m_oomGroup->setChecked(value("oomGroup").toBool());
    m_cpu->setValue(value("cpu").toDouble());
    m_cpuWeight->setValue(value("cpuWeight").toInt());
    m_cpus->setText(value("cpus").toString());
    m_pids->setValue(value("pids").toInt());
    m_ioWeight->setValue(value("ioWeight").toInt());
    showDisk(value("io").toMap());
    static const QStringList usual { QStringLiteral("memory"), QStringLiteral("cpu"),
        QStringLiteral("pids") };
    for (auto it = limits.begin(); it != limits.end(); ++it)
        if (!usual.contains(it.key()))
            m_moreButton->setChecked(true);
}

bool LimitsSection::showError(const api::ErrorInfo& error)
{
    static const QString prefix = QStringLiteral("limits.");
    // "limits.memory: must be …" where only the text tells; "limits.io./dev/sda" is about "io".
    QString field = error.object;
    if (!field.startsWith(prefix)) {
        const qsizetype at = error.text.indexOf(prefix);
        field = at < 0 ? QString() : error.text.mid(at);
    }
    field = field.mid(prefix.size());
    qsizetype end = 0;
    while (end < field.size() && field[end].isLetter())
        ++end;
    const auto row = m_rows.constFind(field.left(end));
    if (row == m_rows.constEnd())
        return false;
    QString text = error.text;
    if (const QString tail = QStringLiteral(": ") + error.object; text.endsWith(tail))
        text.chop(tail.size());
    row->error->setText(asSentence(text));
    row->error->show();
    if (m_more->isAncestorOf(row->error))
        m_moreButton->setChecked(true);
    return true;
}

void LimitsSection::clearErrors()
{
    for (const auto& row : std::as_const(m_rows))
        row.error->hide();
}

} // namespace vitrine
