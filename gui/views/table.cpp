// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/table.h"

#include "gui/views/direction.h"
#include "gui/views/tool_tip.h"

#include <QApplication>
#include <QClipboard>
#include <QDataStream>
#include <QGuiApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QIODevice>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QProxyStyle>
#include <QScopedValueRollback>
#include <QToolTip>

#include <algorithm>

namespace vitrine {

namespace {
constexpr quint32 columnsFormat = 0x76740001; ///< marks what saveColumns() writes
constexpr int pickedCharacters = 14; ///< width of a column without a wish

/// The application's style, with room between the columns.
class CellStyle : public QProxyStyle {
public:
    using QProxyStyle::QProxyStyle;

    int pixelMetric(
        PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override
    {
        constexpr int more = 3;
        const int pixels = QProxyStyle::pixelMetric(metric, option, widget);
        return metric == PM_FocusFrameHMargin || metric == PM_HeaderMargin ? pixels + more : pixels;
    }
};

}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(size.height(), option.fontMetrics.height() + 10));
    return size;
}

QString RowDelegate::displayText(const QVariant& value, const QLocale& locale) const
{
    return inOrder(QStyledItemDelegate::displayText(value, locale));
}

Table::Table(QWidget* parent)
    : QTreeView(parent)
{
    auto* roomy = new CellStyle(QApplication::style()->name());
    roomy->setParent(this);
    setStyle(roomy);
    header()->setStyle(roomy);
    setItemDelegate(new RowDelegate(this));
    setUniformRowHeights(true);
    setRootIsDecorated(false);
    setAllColumnsShowFocus(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(24);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header(), &QWidget::customContextMenuRequested, this, &Table::chooseColumns);
    connect(header(), &QHeaderView::sectionResized, this, [this](int column, int before, int now) {
        if (!m_fitting && before > 0 && now > 0 && isVisible())
            m_widths.insert(column, now);
    });
}

void Table::setColumns(const QList<ColumnWish>& wishes)
{
    m_wishes = wishes;
    fit();
}

void Table::setPlaceholder(const QString& text)
{
    m_placeholder = text;
    viewport()->update();
}

int Table::titleWidth(int column) const
{
    const int margin = style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, header());
    const int mark = style()->pixelMetric(QStyle::PM_HeaderMarkSize, nullptr, header());
    const QString title = model()->headerData(column, Qt::Horizontal).toString();
    return header()->fontMetrics().horizontalAdvance(title) + 3 * margin
        + (isSortingEnabled() ? mark : 0);
}

QList<Table::Span> Table::spans() const
{
    QList<Span> result;
    const int character = fontMetrics().averageCharWidth();
    for (int column = 0; column < header()->count(); ++column) {
        const auto wish = std::find_if(m_wishes.begin(), m_wishes.end(),
            [column](const ColumnWish& each) { return each.column == column; });
        const bool known = wish != m_wishes.end();
        if (!m_picked.value(column, known))
            continue;
        const auto pixels = [&](int characters) {
            return std::max(titleWidth(column), characters * character + cellMargins);
        };
        const int wanted = pixels(known ? wish->wanted : pickedCharacters);
        Span span { column, known && wish->least > 0 ? pixels(wish->least) : wanted, wanted,
            known && !m_picked.contains(column) ? wish->rank : 0 };
        if (const int width = m_widths.value(column); width > 0)
            span.least = span.wanted = width;
        result.append(span);
    }
    return result;
}

// Every column gets its least width; what is left is shared by those that can shrink.
void Table::fit()
{
    if (m_wishes.isEmpty() || !model())
        return;
    QList<Span> shown = spans();
    const auto leastOf = [&] {
        int sum = 0;
        for (const Span& span : std::as_const(shown))
            sum += span.least;
        return sum;
    };
    const auto byRank = [](const Span& a, const Span& b) { return a.rank <= b.rank; };
    while (leastOf() > viewport()->width()) {
        const auto last = std::max_element(shown.begin(), shown.end(), byRank);
        if (last == shown.end() || last->rank == 0)
            break;
        shown.erase(last);
    }
    int flexibility = 0;
    for (const Span& span : std::as_const(shown))
        flexibility += span.wanted - span.least;
    int spare = std::max(0, viewport()->width() - leastOf());
    const QScopedValueRollback guard(m_fitting, true);
    for (int column = 0; column < header()->count(); ++column)
        setColumnHidden(column, std::none_of(shown.begin(), shown.end(), [column](const Span& s) {
            return s.column == column;
        }));
    for (const Span& span : std::as_const(shown)) {
        const int flexible = span.wanted - span.least;
        const int share = flexibility == 0 ? 0 : int(qint64(spare) * flexible / flexibility);
        spare -= share;
        flexibility -= flexible;
        setColumnWidth(span.column, span.least + share);
    }
}

QByteArray Table::saveColumns() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << columnsFormat << header()->saveState() << m_widths << m_picked;
    return state;
}

void Table::restoreColumns(const QByteArray& state)
{
    QDataStream stream(state);
    quint32 format = 0;
    QByteArray headerState;
    QHash<int, int> widths;
    QHash<int, bool> picked;
    stream >> format;
    if (format != columnsFormat)
        return;
    stream >> headerState >> widths >> picked;
    if (stream.status() != QDataStream::Ok)
        return;
    const QScopedValueRollback guard(m_fitting, true);
    if (!header()->restoreState(headerState))
        return;
    m_widths = widths;
    m_picked = picked;
    fit();
}

void Table::chooseColumns(const QPoint& position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    // The first column says what the row is, and stays.
    for (int column = 1; column < header()->count(); ++column) {
        QAction* action = menu->addAction(model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            m_picked.insert(column, shown);
            fit();
        });
    }
    menu->popup(header()->mapToGlobal(position));
}

void Table::copy() const
{
    QStringList lines;
    for (const QModelIndex& row : selectionModel()->selectedRows()) {
        QStringList cells;
        for (int i = 0; i < header()->count(); ++i) {
            const int column = header()->logicalIndex(i);
            if (!isColumnHidden(column))
                cells.append(row.siblingAtColumn(column).data().toString());
        }
        lines.append(cells.join(QLatin1Char('\t')));
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void Table::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QTreeView::keyPressEvent(event);
}

void Table::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    fit();
}

void Table::changeEvent(QEvent* event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
}

void Table::paintEvent(QPaintEvent* event)
{
    QTreeView::paintEvent(event);
    if (!model() || model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16),
        int(Qt::AlignCenter) | int(Qt::TextWordWrap), placeholder());
}

QString Table::toolTipAt(const QModelIndex& index) const
{
    const QString explanation = index.data(Qt::ToolTipRole).toString();
    const QString text = index.data().toString();
    const int room = visualRect(index).width() - cellMargins / 2;
    if (fontMetrics().horizontalAdvance(text) <= room || explanation.startsWith(text))
        return explanation;
    return explanation.isEmpty() ? text : text + QLatin1Char('\n') + explanation;
}

bool Table::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QTreeView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QModelIndex index = indexAt(help->pos());
    QToolTip::showText(
        help->globalPos(), plainToolTip(toolTipAt(index)), viewport(), visualRect(index));
    return true;
}

} // namespace vitrine
