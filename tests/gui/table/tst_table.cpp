// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QHelpEvent>
#include <QMenu>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTest>
#include <QTextDocumentFragment>
#include <QToolTip>

using namespace vitrine;

namespace {

enum { Name, Number, Note, Extra, ColumnCount };
const QString longText = QStringLiteral("a text that is much longer than any column of the table");

} // namespace

class TableTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_model.clear();
        m_model.setHorizontalHeaderLabels({ QStringLiteral("Name"), QStringLiteral("Number"),
            QStringLiteral("Note"), QStringLiteral("Extra") });
        QList<QStandardItem*> row;
        for (int i = 0; i < ColumnCount; ++i)
            row.append(new QStandardItem(i == Name ? longText : QString::number(i)));
        m_model.appendRow(row);
        m_table = std::make_unique<Table>();
        m_table->setModel(&m_model);
        m_table->setColumns({ { Name, 20, 10 }, { Number, 10 }, { Note, 16, 8, 1 } });
        m_table->resize(900, 300);
        m_table->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_table.get()));
    }

    void columnsFillTheWidth()
    {
        for (const int width : { 900, 700, 500, 300 }) {
            m_table->resize(width, 300);
            QCOMPARE(m_table->header()->length(), m_table->viewport()->width());
            QTRY_COMPARE(m_table->horizontalScrollBar()->maximum(), 0);
        }
    }

    void rigidColumnsStayAsTheyAre()
    {
        const int before = m_table->columnWidth(Number);
        m_table->resize(1200, 300);
        QCOMPARE(m_table->columnWidth(Number), before);
    }

    void whatHasNoWishIsLeftOut() { QVERIFY(m_table->isColumnHidden(Extra)); }

    void leastImportantGoesFirstAndComesBack()
    {
        m_table->resize(200, 300);
        QVERIFY(m_table->isColumnHidden(Note));
        QVERIFY(!m_table->isColumnHidden(Number));
        m_table->resize(900, 300);
        QVERIFY(!m_table->isColumnHidden(Note));
    }

    void userPicksColumns()
    {
        pick(QStringLiteral("Extra"));
        QVERIFY(!m_table->isColumnHidden(Extra));
        pick(QStringLiteral("Number"));
        QVERIFY(m_table->isColumnHidden(Number));
        // What the user picked is not left out for lack of room.
        pick(QStringLiteral("Note"));
        pick(QStringLiteral("Note"));
        m_table->resize(120, 300);
        QVERIFY(!m_table->isColumnHidden(Note));
    }

    void userSetsAWidth()
    {
        m_table->header()->resizeSection(Name, 333);
        m_table->resize(800, 300);
        QCOMPARE(m_table->columnWidth(Name), 333);
    }

    void choicesAreRemembered()
    {
        m_table->header()->resizeSection(Name, 222);
        pick(QStringLiteral("Extra"));
        const QByteArray state = m_table->saveColumns();
        init();
        m_table->restoreColumns(QByteArray("something else"));
        QVERIFY(m_table->isColumnHidden(Extra));
        m_table->restoreColumns(state);
        QVERIFY(!m_table->isColumnHidden(Extra));
        QCOMPARE(m_table->columnWidth(Name), 222);
    }

    void cutTextIsToldInFull()
    {
        m_table->resize(300, 300);
        QCOMPARE(toolTipOf(Name), longText);
        QCOMPARE(toolTipOf(Number), QString());
        m_model.item(0, Name)->setToolTip(QStringLiteral("why"));
        QCOMPARE(toolTipOf(Name), longText + QStringLiteral("\nwhy"));
    }

    void markupIsToldAsItIs()
    {
        const QString name = QStringLiteral("<img src=\"/dev/zero\"> <b>&amp;\n two  spaces</b>");
        m_model.item(0, Number)->setToolTip(name);
        QVERIFY(!toolTipOf(Number).contains(QLatin1String("<img")));
        QCOMPARE(QTextDocumentFragment::fromHtml(QToolTip::text()).toPlainText(), name);
    }

    void copiesWhatIsShown()
    {
        m_table->setCurrentIndex(m_model.index(0, 0));
        QTest::keyClick(m_table.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), longText + QStringLiteral("\t1\t2"));
    }

private:
    void pick(const QString& title)
    {
        emit m_table->header()->customContextMenuRequested({});
        auto* menu = m_table->findChild<QMenu*>();
        QVERIFY(menu);
        for (auto* action : menu->actions())
            if (action->text() == title)
                action->toggle();
        delete menu;
    }

    QString toolTipOf(int column)
    {
        QToolTip::hideText();
        [] { QTRY_VERIFY(!QToolTip::isVisible()); }();
        const QPoint place = m_table->visualRect(m_model.index(0, column)).center();
        QHelpEvent event(QEvent::ToolTip, place, m_table->viewport()->mapToGlobal(place));
        QApplication::sendEvent(m_table->viewport(), &event);
        return QToolTip::text();
    }

    QStandardItemModel m_model;
    std::unique_ptr<Table> m_table;
};

QTEST_MAIN(TableTest)

#include "tst_table.moc"
