// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/logs/logs_tab.h"

#include "gui/console/fixed_font.h"
#include "gui/views/colours.h"
#include "gui/views/empty_state.h"
#include "gui/views/filter_edit.h"
#include "gui/views/icons.h"
#include "gui/views/table.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>

namespace vitrine {

namespace {

/// Lines of standard error have a sign before their stream, those of the log itself another.
class LogDelegate : public RowDelegate {
public:
    using RowDelegate::RowDelegate;

    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        using Stream = api::LogLine::Stream;
        RowDelegate::initStyleOption(option, index);
        const auto stream = Stream(index.data(LogModel::StreamRole).toInt());
        const bool loss = index.data(LogModel::LossRole).toBool();
        if (index.column() == LogModel::Text && stream == Stream::Own)
            option->font.setItalic(true);
        if (index.column() != LogModel::Text)
            option->font = option->widget->parentWidget()->font();
        if (index.column() == LogModel::Time)
            shorten(*option, index);
        if (stream == Stream::Errors || loss)
            option->palette.setColor(QPalette::Text, errorColour(option->palette));
        else if (stream == Stream::Own || index.column() != LogModel::Text)
            option->palette.setColor(QPalette::Text, quietColour(option->palette));
        if (index.column() == LogModel::Stream && stream != Stream::Output) {
            option->features |= QStyleOptionViewItem::HasDecoration;
            option->decorationSize = QSize(14, 14);
            option->icon = stream == Stream::Errors
                ? icon(QStringLiteral("error"), errorColour(option->palette))
                : icon(loss ? QStringLiteral("warning") : QStringLiteral("info"));
        }
    }

private:
    /// Where there is no room for the date or the milliseconds, the time is told without; the tool
    /// tip has all.
    static void shorten(QStyleOptionViewItem& option, const QModelIndex& index)
    {
        const QFontMetrics metrics(option.font);
        const auto fits = [&] {
            return metrics.horizontalAdvance(option.text) <= option.rect.width() - cellMargins;
        };
        if (!fits())
            option.text = index.data(LogModel::TimeOfDayRole).toString();
        if (!fits())
            option.text.truncate(option.text.lastIndexOf(QLatin1Char('.')));
    }
};

QCheckBox* toggle(const QString& text, const QString& toolTip)
{
    auto* box = new QCheckBox(text);
    box->setToolTip(toolTip);
    box->setChecked(true);
    return box;
}

} // namespace

LogsTab::LogsTab(QWidget* parent)
    : QWidget(parent)
    , m_table(new Table)
    , m_pages(new QStackedWidget)
    , m_empty(new EmptyState(QStringLiteral("logs"), QString()))
    , m_status(new QLabel)
{
    setObjectName(QStringLiteral("logsTab"));
    m_filter.setSourceModel(&m_model);
    auto* bar = makeBar();
    makeTable();
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(bar);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_status);
    m_status->setObjectName(QStringLiteral("logStatus"));
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    m_flush.setSingleShot(true);
    m_flush.setInterval(50);
    connect(&m_flush, &QTimer::timeout, this, &LogsTab::flush);
    updateState();
}

QWidget* LogsTab::makeBar()
{
    m_search = new FilterEdit(tr("Search the log"));
    m_search->setObjectName(QStringLiteral("logSearch"));
    m_streams = new QComboBox;
    m_streams->setObjectName(QStringLiteral("logStreams"));
    m_streams->setAccessibleName(tr("Which lines are shown"));
    m_streams->addItem(tr("All lines"));
    m_streams->addItem(tr("Output"));
    m_streams->addItem(icon(QStringLiteral("error"), errorColour(palette())), tr("Errors"));
    m_follow = toggle(tr("Follow"), tr("Keep the newest line in view"));
    m_follow->setObjectName(QStringLiteral("logFollow"));
    m_times = toggle(tr("Times"), tr("Show when each line was printed"));
    m_times->setObjectName(QStringLiteral("logTimes"));
    m_save = new QPushButton(tr("Save as…"));
    m_save->setObjectName(QStringLiteral("logSave"));
    m_save->setToolTip(tr("Write the whole log to a file"));
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_search, 1);
    for (QWidget* widget : std::initializer_list<QWidget*> { m_streams, m_follow, m_times, m_save })
        layout->addWidget(widget);
    connect(m_search, &QLineEdit::textChanged, &m_filter, &LogFilter::setText);
    connect(m_search, &QLineEdit::textChanged, this, &LogsTab::followNow);
    connect(m_streams, &QComboBox::currentIndexChanged, this, [this](int place) {
        m_filter.setStreams(LogFilter::Streams(place));
        followNow();
    });
    connect(m_follow, &QCheckBox::toggled, this, &LogsTab::followNow);
    connect(m_times, &QCheckBox::toggled, this, &LogsTab::setTimesShown);
    connect(m_save, &QPushButton::clicked, this, &LogsTab::chooseFile);
    return bar;
}

void LogsTab::makeTable()
{
    m_table->setObjectName(QStringLiteral("logTable"));
    m_table->setAccessibleName(tr("Lines of the log"));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setSortingEnabled(false);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setModel(&m_filter);
    m_table->setItemDelegate(new LogDelegate(m_table));
    m_table->setFont(fixedFont());
    m_table->setPlaceholder(tr("No line matches."));
    setTimesShown(true);
    const auto* bar = m_table->verticalScrollBar();
    // More lines, or less room for them.
    connect(bar, &QScrollBar::rangeChanged, this, &LogsTab::followNow);
    // Whoever scrolls up, or goes up with the keys, wants to read; at the end again, follow again.
    connect(
        bar, &QScrollBar::actionTriggered, this, [this] { m_follow->setChecked(isAtEnd()); },
        Qt::QueuedConnection);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this] { m_follow->setChecked(m_follow->isChecked() && isAtEnd()); }, Qt::QueuedConnection);
}

bool LogsTab::isAtEnd() const
{
    const auto* bar = m_table->verticalScrollBar();
    return bar->value() == bar->maximum();
}

void LogsTab::setTimesShown(bool shown)
{
    QList<ColumnWish> columns { { LogModel::Stream, 9 }, { LogModel::Text, 60, 12 } };
    if (shown)
        columns.prepend({ LogModel::Time, 24, 8 });
    m_table->setColumns(columns);
}

void LogsTab::setWorkload(const QString& id, const QString& name, bool kept)
{
    m_name = name;
    if (id != m_workload) {
        m_workload = id;
        m_new.clear();
        m_model.clear();
        m_said.clear();
        m_requested = false;
    }
    m_kept = kept;
    request();
    updateState();
}

void LogsTab::request()
{
    if (m_requested || m_workload.isEmpty() || !isVisible())
        return;
    m_requested = true;
    m_said.clear();
    m_model.clear();
    Q_EMIT linesRequested();
}

void LogsTab::addLine(const api::LogLine& line)
{
    m_new.append(line);
    if (m_new.size() >= LogModel::maximumRows)
        flush();
    else if (!m_flush.isActive())
        m_flush.start();
}

void LogsTab::flush()
{
    m_model.append(std::exchange(m_new, {}));
    updateState(); // before: a table that is not shown cannot scroll to its end
    followNow();
}

void LogsTab::followNow()
{
    auto* bar = m_table->verticalScrollBar();
    if (m_follow->isChecked())
        bar->setValue(bar->maximum());
}

void LogsTab::endLines(const QString& text)
{
    flush();
    m_said = text;
    m_requested = false;
    updateState();
}

void LogsTab::showSaved(const QString& text)
{
    m_said = text; // further lines leave it there
    updateState();
}

void LogsTab::updateState()
{
    const bool empty = m_model.rowCount() == 0;
    m_pages->setCurrentIndex(empty ? 1 : 0);
    m_save->setEnabled(!empty);
    const QString name = m_name.isEmpty() ? tr("The container") : m_name;
    m_empty->setSentence(m_kept
            ? tr("%1 has printed nothing yet. What its command prints is kept here, also when it "
                 "has ended.")
                  .arg(name)
            : tr("Nothing is kept of what %1 prints: its log was switched off.").arg(name));
    m_status->setText(m_said);
    m_status->setVisible(!m_said.isEmpty());
}

void LogsTab::chooseFile()
{
    const QString path
        = QFileDialog::getSaveFileName(this, tr("Save the log"), m_name + QStringLiteral(".log"));
    if (!path.isEmpty())
        Q_EMIT saveRequested(path);
}

void LogsTab::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    request();
}

void LogsTab::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_streams->setItemIcon(2, icon(QStringLiteral("error"), errorColour(palette())));
}

} // namespace vitrine
