// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/lazy_page.h"
#include "gui/views/overview/overview_tab.h"

#include <QLabel>
#include <QTabWidget>
#include <QTest>

using namespace vitrine;

class OverviewTest : public QObject {
    Q_OBJECT
private slots:
    void longTextsAreWhole_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        for (const int width : { 330, 440, 560 })
            for (const int height : { 300, 400, 480, 484, 500, 520, 700 })
                QTest::addRow("%dx%d", width, height) << width << height;
    }

    void longTextsAreWhole()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        api::WorkloadInfo workload;
        workload.name = workload.image = QStringLiteral("web");
        workload.command = { QStringLiteral("sh"), QStringLiteral("-c"),
            QStringLiteral("while true; do i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; "
                           "date > /clock; sleep 0.5; done") };
        QTabWidget tabs;
        OverviewTab* tab = nullptr;
        tabs.addTab(new LazyPage([&] {
            tab = new OverviewTab;
            tab->setWorkload(workload);
            return tab;
        }),
            QStringLiteral("overview"));
        tabs.resize(width, height);
        tabs.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tabs));
        tab->setWorkload(workload);
        QTest::qWait(20);
        for (const auto* label : tab->findChildren<QLabel*>())
            if (label->isVisible() && label->wordWrap())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()),
                    qPrintable(label->text()));
    }
};

QTEST_MAIN(OverviewTest)

#include "tst_overview.moc"
