// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/network_fixture.h"

#include "gui/views/topology/topology_items.h"

#include <QContextMenuEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>

namespace vitrine {

QString NetworkFixture::keyOf(const char* owner, const char* name)
{
    for (const auto& card : graph()->layout().cards)
        for (const auto& port : card.ports)
            if (graph()->portItem(port.key)->text().name == QLatin1String(name)
                && graph()->cardItem(card.netns)->text().title == QLatin1String(owner))
                return port.key;
    return {};
}

void NetworkFixture::menuOn(const QString& key, const QString& entry, const char* inner)
{
    graph()->setFocus();
    graph()->pointAt(key);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QCoreApplication::sendEvent(graph()->viewport(), &event);
    auto* menu = window()->findChild<QMenu*>(QStringLiteral("networkMenu"));
    QVERIFY(menu);
    const auto* in = inner ? menu->findChild<QMenu*>(QLatin1String(inner)) : menu;
    QVERIFY(in);
    QAction* chosen = nullptr;
    for (QAction* action : in->actions())
        if (action->text() == entry)
            chosen = action;
    QVERIFY2(chosen && chosen->isEnabled(), qPrintable(entry));
    chosen->trigger();
    delete menu;
}

void NetworkFixture::chooseFile(const char* dialogName, const QString& path)
{
    auto* dialog = find<QFileDialog>(window(), dialogName);
    auto* name = find<QLineEdit>(dialog, "fileNameEdit");
    name->setText(path);
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(!window()->findChild<QFileDialog*>(QLatin1String(dialogName)));
}

} // namespace vitrine
