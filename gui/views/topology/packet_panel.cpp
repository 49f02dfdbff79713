// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/packet_panel.h"

#include "gui/models/workload_list_model.h"
#include "gui/views/colours.h"
#include "gui/views/error_panel.h"
#include "gui/views/icons.h"
#include "gui/views/topology/hop_delegate.h"

#include <QClipboard>
#include <QComboBox>
#include <QCompleter>
#include <QEvent>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>

namespace vitrine {

namespace {

constexpr int iconSize = 16;

QLabel* wrappingLabel(const char* name)
{
    auto* label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

/// TEXT beside SYMBOL, which stays at its first line.
QHBoxLayout* withIcon(QLabel* symbol, QLabel* text)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(symbol, 0, Qt::AlignTop);
    row->addWidget(text, 1);
    return row;
}

void setColour(QWidget* widget, const QColor& colour)
{
    QPalette palette;
    palette.setColor(QPalette::WindowText, colour);
    widget->setPalette(palette);
}

} // namespace

PacketPanel::PacketPanel(const WorkloadListModel* workloads, QWidget* parent)
    : QFrame(parent)
    , m_workloads(workloads)
    , m_from(new QComboBox)
    , m_transport(new QComboBox)
    , m_version(new QComboBox)
    , m_to(new QLineEdit)
    , m_problem(wrappingLabel("packetProblem"))
    , m_follow(new QPushButton(tr("F&ollow")))
    , m_test(new QPushButton(tr("&Test it")))
    , m_close(new QToolButton)
    , m_error(new ErrorPanel)
    , m_outcomeIcon(new QLabel)
    , m_outcome(wrappingLabel("packetOutcome"))
    , m_answerIcon(new QLabel)
    , m_answer(wrappingLabel("packetAnswer"))
    , m_hops(new QListView)
{
    setObjectName(QStringLiteral("packetPanel"));
    setAccessibleName(tr("Follow a packet"));
    setMinimumWidth(288);
    auto* title = new QLabel(tr("Follow a packet"));
    QFont font = title->font();
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    m_close->setIcon(icon(QStringLiteral("close")));
    m_close->setToolTip(tr("Close (Esc)"));
    m_close->setAccessibleName(tr("Close Follow a packet"));
    m_close->setAutoRaise(true);
    auto* head = new QHBoxLayout;
    head->addWidget(title, 1);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addLayout(form);
    buildForm(form);
    buildAnswer();
    head->addWidget(m_close); // the last one that Tab comes to is the list
    wire();
    tell();
    hide();
}

void PacketPanel::buildForm(QFormLayout* form)
{
    m_from->setObjectName(QStringLiteral("packetFrom"));
    m_from->setModel(&m_sources);
    m_from->setAccessibleName(tr("Where the packet is sent from"));
    m_from->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_to->setObjectName(QStringLiteral("packetTo"));
    m_to->setAccessibleName(tr("Where the packet goes"));
    m_to->setPlaceholderText(tr("web, host:8080, 10.0.0.2:53/udp"));
    m_to->setClearButtonEnabled(true);
    auto* completer = new QCompleter(&m_destinations, this);
    completer->setCompletionRole(Qt::EditRole);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_to->setCompleter(completer);
    m_transport->setObjectName(QStringLiteral("packetTransport"));
    m_transport->setAccessibleName(tr("Protocol of the packet"));
    m_transport->setToolTip(tr("By itself it is TCP to a port, and a ping (ICMP) without"));
    m_transport->addItem(tr("By port"), int(PacketTransport::Automatic));
    m_transport->addItem(tr("TCP"), int(PacketTransport::Tcp));
    m_transport->addItem(tr("UDP"), int(PacketTransport::Udp));
    m_transport->addItem(tr("Ping"), int(PacketTransport::Ping));
    m_version->setObjectName(QStringLiteral("packetVersion"));
    m_version->setAccessibleName(tr("IP version of the packet"));
    m_version->setToolTip(tr("Of a container that has both, IPv4 is taken first"));
    m_version->addItem(tr("IPv4 or IPv6"), 0);
    m_version->addItem(tr("IPv4"), 4);
    m_version->addItem(tr("IPv6"), 6);
    m_follow->setObjectName(QStringLiteral("packetFollow"));
    m_follow->setToolTip(tr("Ask the kernel for its way; nothing is sent (Return)"));
    m_test->setObjectName(QStringLiteral("packetTest"));
    m_test->setToolTip(tr("Really send it from there, and tell what comes back"));
    auto* how = new QHBoxLayout;
    how->addWidget(m_transport, 1);
    how->addWidget(m_version, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_follow, 1);
    buttons->addWidget(m_test, 1);
    const auto addRow = [form](const QString& text, QWidget* field) {
        auto* label = new QLabel(text);
        label->setBuddy(field);
        form->addRow(label, field);
    };
    addRow(tr("F&rom"), m_from);
    addRow(tr("To"), m_to);
    form->addRow(QString(), m_problem);
    form->addRow(tr("As"), how);
    form->addRow(QString(), buttons);
}

void PacketPanel::buildAnswer()
{
    auto* column = static_cast<QBoxLayout*>(layout());
    m_error->setObjectName(QStringLiteral("packetError"));
    QFont font = m_outcome->font();
    font.setWeight(QFont::DemiBold);
    m_outcome->setFont(font);
    m_hops->setObjectName(QStringLiteral("packetHops"));
    m_hops->setAccessibleName(tr("Hops of the packet"));
    m_hops->setModel(&m_path);
    m_hops->setItemDelegate(new HopDelegate(m_hops));
    m_hops->setResizeMode(QListView::Adjust);
    m_hops->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_hops->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_hops->setContextMenuPolicy(Qt::CustomContextMenu);
    m_hops->setAlternatingRowColors(true);
    column->addWidget(m_error);
    column->addLayout(withIcon(m_outcomeIcon, m_outcome));
    column->addLayout(withIcon(m_answerIcon, m_answer));
    column->addWidget(m_hops, 100);
    column->addStretch(1); // while there are no hops
}

void PacketPanel::wire()
{
    const auto choice = [this](QComboBox* box) {
        connect(box, &QComboBox::currentIndexChanged, this, &PacketPanel::forget);
    };
    choice(m_from);
    choice(m_transport);
    choice(m_version);
    connect(m_to, &QLineEdit::textChanged, this, &PacketPanel::forget);
    connect(m_to, &QLineEdit::returnPressed, this, [this] { ask(Wish::Follow); });
    connect(m_follow, &QPushButton::clicked, this, [this] { ask(Wish::Follow); });
    connect(m_test, &QPushButton::clicked, this, [this] { ask(Wish::Test); });
    connect(m_close, &QToolButton::clicked, this, &PacketPanel::close);
    connect(m_hops->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex& current) {
            if (current.isValid())
                Q_EMIT hopChosen(current.row());
        });
    connect(m_hops, &QWidget::customContextMenuRequested, this, &PacketPanel::openHopMenu);
    auto* copy = new QShortcut(QKeySequence::Copy, m_hops);
    copy->setContext(Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, [this] {
        QGuiApplication::clipboard()->setText(m_hops->currentIndex().data().toString());
    });
}

void PacketPanel::open(const std::optional<QString>& from, const std::optional<QString>& to)
{
    refreshEnds();
    if (from)
        m_from->setCurrentIndex(std::max(0, m_from->findData(*from, PacketEndsModel::keyRole)));
    if (to)
        m_to->setText(*to);
    show();
    m_to->setFocus(Qt::OtherFocusReason);
    m_to->selectAll();
    if (from && to)
        ask(Wish::Follow);
}

void PacketPanel::close()
{
    if (isHidden())
        return;
    forget();
    hide();
    Q_EMIT closed();
}

void PacketPanel::refreshEnds()
{
    const auto& rows = m_workloads->rows();
    m_sources.setEnds(packetSources(rows));
    m_destinations.setEnds(packetDestinations(rows));
    if (m_from->currentIndex() < 0)
        m_from->setCurrentIndex(0);
}

void PacketPanel::followAgain()
{
    if (m_asking || (m_path.isEmpty() && m_error->error().isEmpty()))
        return;
    m_again = true;
    follow(Wish::Follow);
}

PacketForm PacketPanel::form() const
{
    return { m_from->currentData(PacketEndsModel::keyRole).toString(), m_to->text(),
        PacketTransport(m_transport->currentData().toInt()), m_version->currentData().toInt() };
}

// What the user wants: who mistyped may go on typing.
void PacketPanel::ask(Wish wish)
{
    m_again = false;
    follow(wish);
    if (!m_asking)
        m_to->setFocus(Qt::OtherFocusReason);
}

void PacketPanel::follow(Wish wish)
{
    const auto question = packetQuestion(form(), m_workloads->rows());
    if (const auto* wrong = std::get_if<QString>(&question)) {
        forget();
        return say(*wrong);
    }
    say({});
    setBusy(true);
    if (wish == Wish::Test)
        m_test->setText(tr("Waiting…"));
    Q_EMIT followWanted(++m_number, std::get<QVariantMap>(question), wish == Wish::Test);
}

void PacketPanel::showPath(int number, const api::PacketPath& path)
{
    if (number != m_number)
        return; // the form says something else by now
    setBusy(false);
    m_error->setError({}, {});
    api::PacketPath shown = path;
    if (m_again && m_path.path().hops == path.hops)
        shown.test = m_path.path().test; // what was sent went the same way
    if (shown == m_path.path())
        return;
    m_path.setPath(shown);
    tell();
    Q_EMIT pathChanged();
}

void PacketPanel::showError(int number, const api::ErrorInfo& error)
{
    if (number != m_number)
        return;
    setBusy(false);
    m_path.clear();
    m_error->setError({}, error);
    tell();
    Q_EMIT pathChanged();
}

// What is shown is about another packet than the form now says.
void PacketPanel::forget()
{
    ++m_number;
    setBusy(false);
    say({});
    m_error->setError({}, {});
    if (m_path.isEmpty())
        return;
    m_path.clear();
    tell();
    Q_EMIT pathChanged();
}

void PacketPanel::say(const QString& problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    setColour(m_problem, errorColour(palette()));
}

void PacketPanel::setBusy(bool busy)
{
    m_asking = busy;
    m_test->setEnabled(!busy);
    if (!busy)
        m_test->setText(tr("&Test it"));
}

void PacketPanel::tell()
{
    const bool shown = !m_path.isEmpty();
    const auto picture = [this](HopState state) {
        return hopIcon(state, palette()).pixmap(QSize(iconSize, iconSize), devicePixelRatioF());
    };
    for (QWidget* widget : std::initializer_list<QWidget*> { m_outcomeIcon, m_outcome, m_hops })
        widget->setVisible(shown);
    m_outcome->setText(m_path.outcome());
    m_outcomeIcon->setPixmap(picture(m_path.state()));
    const QString answer = m_path.answer();
    m_answer->setVisible(!answer.isEmpty());
    m_answerIcon->setVisible(!answer.isEmpty());
    m_answer->setText(answer);
    m_answerIcon->setPixmap(picture(m_path.isAnswered() ? HopState::Arrives : HopState::Ends));
    say(m_problem->text());
}

void PacketPanel::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        tell();
}

void PacketPanel::openHopMenu(const QPoint& at)
{
    const QModelIndex index = m_hops->indexAt(at);
    if (!index.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("hopMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const auto copy = [menu](const QString& words, const QString& text) {
        menu->addAction(words, menu, [text] { QGuiApplication::clipboard()->setText(text); });
    };
    copy(tr("Copy the hop"), index.data().toString());
    const QString command = index.data(PacketPathModel::CommandRole).toString();
    if (!command.isEmpty())
        copy(tr("Copy the command that shows it"), command);
    Q_EMIT hopMenuShown(index.row(), menu);
    menu->popup(m_hops->viewport()->mapToGlobal(at));
}

} // namespace vitrine
