// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader hears and a keyboard reaches, in every view, tab and dialog of the real
// window: whatever can be used has a name, and Tab leaves nothing out.
#include "gui/app/pages.h"
#include "tests/gui/window_fixture.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QTabWidget>
#include <QToolButton>

using namespace vitrine;

namespace {

bool canBeUsed(const QAccessibleInterface& item)
{
    static const QSet<QAccessible::Role> roles { QAccessible::Button, QAccessible::ButtonMenu,
        QAccessible::CheckBox, QAccessible::RadioButton, QAccessible::ComboBox,
        QAccessible::EditableText, QAccessible::SpinBox, QAccessible::Slider, QAccessible::List,
        QAccessible::Tree, QAccessible::Table, QAccessible::PageTab, QAccessible::MenuItem,
        QAccessible::Terminal, QAccessible::Link };
    return roles.contains(item.role()) && !item.state().invisible;
}

/// What WIDGET is, for somebody who has to find it in the source.
QString descriptionOf(const QWidget* widget)
{
    QStringList path;
    for (; widget; widget = widget->parentWidget())
        path.prepend(QLatin1String(widget->metaObject()->className())
            + (widget->objectName().isEmpty() ? QString()
                                              : QLatin1Char('#') + widget->objectName()));
    return path.join(QStringLiteral(" > "));
}

/// Everything in WINDOW that is shown and can be used, but has no name.
QString namelessIn(QWidget* window)
{
    QStringList nameless;
    for (auto* widget : window->findChildren<QWidget*>()) {
        if (!widget->isVisible())
            continue;
        auto* item = QAccessible::queryAccessibleInterface(widget);
        if (item && canBeUsed(*item) && item->text(QAccessible::Name).trimmed().isEmpty())
            nameless.append(descriptionOf(widget));
    }
    return nameless.join(QLatin1Char('\n'));
}

} // namespace

class AccessibilityTest : public WindowFixture {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        open();
        createBusybox(QStringLiteral("box"));
    }

    void cleanupTestCase() { close(); }

    void everyViewHasNames()
    {
        for (int view = 0; view < viewCount; ++view) {
            window()->showView(View(view));
            lookAtEveryTab(window());
        }
        window()->showSystemCheck();
        QCOMPARE(namelessIn(window()), QString());
        window()->showView(View::Workloads);
    }

    void everyDialogHasNames()
    {
        auto* dialog = openDialog();
        find<QToolButton>(dialog, "advancedButton")->setChecked(true);
        lookAtEveryTab(dialog);
        dialog->close();
        QCOMPARE(namelessIn(dialog), QString());
    }

    void everyActionHasWords()
    {
        for (const auto* each : window()->findChildren<QAction*>()) {
            if (!each->objectName().endsWith(QLatin1String("Action"))
                || each->objectName().startsWith(QLatin1String("_q_")))
                continue;
            QVERIFY2(!each->text().isEmpty(), qPrintable(each->objectName()));
            QVERIFY2(!each->toolTip().isEmpty(), qPrintable(each->objectName()));
            QVERIFY2(!each->icon().isNull(), qPrintable(each->objectName()));
        }
    }

    void shortcutsAreUnique()
    {
        QHash<QKeySequence, QString> taken;
        for (const auto* each : window()->findChildren<QAction*>()) {
            // One that holds for a part of the window alone can be that of another part, too.
            if (each->shortcut().isEmpty() || each->objectName().isEmpty()
                || each->shortcutContext() == Qt::WidgetWithChildrenShortcut)
                continue;
            QVERIFY2(!taken.contains(each->shortcut()), qPrintable(each->objectName()));
            taken.insert(each->shortcut(), each->objectName());
        }
        QVERIFY(taken.size() > 10);
    }

    void tabReachesEveryPart()
    {
        for (const View view : { View::Workloads, View::Namespaces, View::Network, View::Images,
                 View::ControlGroups, View::Jobs }) {
            window()->showView(view);
            if (view == View::Workloads)
                find<QTabWidget>(window(), "detailTabs")->setCurrentIndex(0);
            activate(window());
            auto* rail = find<QListWidget>(window(), "navigationRail");
            rail->setFocus();
            QSet<const QWidget*> reached;
            for (const QWidget* at = rail; at && !reached.contains(at);
                 at = QApplication::focusWidget()) {
                reached.insert(at);
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            }
            for (const auto* each : window()->findChildren<QWidget*>())
                if (isStop(each))
                    QVERIFY2(reached.contains(each), qPrintable(descriptionOf(each)));
        }
    }

    void paletteRunsAnActionByKey()
    {
        window()->showView(View::Workloads);
        focusList();
        QTest::keyClick(window(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(QApplication::activePopupWidget());
        QCOMPARE(namelessIn(QApplication::activePopupWidget()), QString());
        auto* edit = find<QLineEdit>(window(), "paletteEdit");
        QTest::keyClicks(edit, QStringLiteral("jobs"));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(find<QListWidget>(window(), "navigationRail")->currentRow(), int(View::Jobs));
    }

    void escapeClosesThePalette()
    {
        window()->showView(View::Workloads);
        focusList();
        QTest::keyClick(window(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(QApplication::activePopupWidget());
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!QApplication::activePopupWidget());
        QCOMPARE(find<QListWidget>(window(), "navigationRail")->currentRow(), int(View::Workloads));
    }

private:
    static bool isStop(const QWidget* widget)
    {
        return widget->isVisible() && widget->isEnabled() && !widget->focusProxy()
            && (qobject_cast<const QAbstractItemView*>(widget)
                || qobject_cast<const QLineEdit*>(widget))
            && (widget->focusPolicy() & Qt::TabFocus);
    }

    /// Turns to every tab that TOP shows, and to the tabs in it.
    void lookAtEveryTab(QWidget* top)
    {
        QCOMPARE(namelessIn(top), QString());
        for (auto* tabs : top->findChildren<QTabWidget*>()) {
            for (int i = 0; tabs->isVisible() && i < tabs->count(); ++i) {
                tabs->setCurrentIndex(i);
                QTest::qWait(1); // a page is made when it is shown
                QCOMPARE(namelessIn(top), QString());
            }
        }
    }
};

VITRINE_WINDOW_TEST_MAIN(AccessibilityTest)

#include "tst_accessibility.moc"
