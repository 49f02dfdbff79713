// SPDX-License-Identifier: GPL-3.0-or-later
// What stands at the axis of a chart that the module draws.
#include "gui/views/charts/chart_loader.h"
#include "gui/views/charts/chart_panel.h"

#include <QGraphicsTextItem>
#include <QGraphicsView>
#include <QTest>

#include <memory>

namespace vitrine {

namespace {

ChartContent contentOf(const QString& unit, double top, int decimals)
{
    ChartContent content;
    content.title = QStringLiteral("Figure");
    content.unit = unit;
    content.top = top;
    content.decimals = decimals;
    content.lines.append({ {}, 0, { { { -10, top / 4 }, { 0, top / 2 } } } });
    return content;
}

QStringList textsIn(QWidget* chart)
{
    QStringList texts;
    const auto views = chart->findChildren<QGraphicsView*>();
    for (const auto* view : views) {
        const auto items = view->scene()->items();
        for (auto* item : items)
            if (const auto* text = qgraphicsitem_cast<QGraphicsTextItem*>(item))
                texts.append(text->toPlainText().trimmed());
    }
    return texts;
}

} // namespace

class TestCharts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theAxisHasTheUnit_data()
    {
        QTest::addColumn<QString>("unit");
        QTest::addColumn<double>("top");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<QStringList>("labels");
        const auto add = [](const char* name, const char* unit, double top, int decimals,
                             const QStringList& labels) {
            QTest::newRow(name) << QString::fromLatin1(unit) << top << decimals << labels;
        };
        add("percent", "%", 80, 0, { "0 %", "20 %", "40 %", "60 %", "80 %" });
        add("bytes", "MiB", 4, 0, { "0 MiB", "1 MiB", "2 MiB", "3 MiB", "4 MiB" });
        add("rate", "kB/s", 2, 1, { "0.0 kB/s", "0.5 kB/s", "1.0 kB/s", "1.5 kB/s", "2.0 kB/s" });
        add("count", "", 8, 0, { "0", "2", "4", "6", "8" });
    }

    void theAxisHasTheUnit()
    {
        QFETCH(QString, unit);
        QFETCH(double, top);
        QFETCH(int, decimals);
        QFETCH(QStringList, labels);
        QWidget window;
        QString error;
        ChartPanel* panel = createChartPanel(&window, error);
        QVERIFY2(panel, qPrintable(error));
        panel->widget()->resize(600, 300);
        panel->setContent(contentOf(unit, top, decimals));
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QStringList texts = textsIn(panel->widget());
        for (const QString& label : std::as_const(labels))
            QVERIFY2(texts.contains(label), qPrintable(texts.join(QStringLiteral(" | "))));
    }
};

} // namespace vitrine

QTEST_MAIN(vitrine::TestCharts)
#include "tst_charts.moc"
