// SPDX-License-Identifier: GPL-3.0-or-later
// The sections of the New dialog for folders and isolation, and what the Overview tells of them.
#include "gui/dialogs/isolation_section.h"
#include "gui/dialogs/volumes_section.h"
#include "gui/views/overview/overview_tab.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace vitrine;

class IsolationTest : public QObject {
    Q_OBJECT

    template <typename Widget> static Widget* named(const QWidget& parent, const char* name)
    {
        auto* widget = parent.findChild<Widget*>(QString::fromLatin1(name));
        Q_ASSERT(widget);
        return widget;
    }

private slots:
    void foldersAreAddedAndRemovedByKeyboard()
    {
        VolumesSection section;
        section.show();
        QVERIFY(QTest::qWaitForWindowExposed(&section));
        QVERIFY(section.volumes().isEmpty());
        auto* add = named<QPushButton>(section, "addVolumeButton");
        add->setFocus();
        QTest::keyClick(add, Qt::Key_Space);
        auto* source = named<QLineEdit>(section, "volumeSource0");
        auto* target = named<QLineEdit>(section, "volumeTarget0");
        QTest::keyClicks(source, QStringLiteral("srv"));
        QVERIFY(section.problem().contains(QStringLiteral("absolute")));
        source->clear();
        QTest::keyClicks(source, QStringLiteral("/srv"));
        QVERIFY(!section.problem().isEmpty());
        QTest::keyClicks(target, QStringLiteral("/data"));
        QCOMPARE(section.problem(), QString());
        QTest::keyClick(named<QCheckBox>(section, "volumeReadOnly0"), Qt::Key_Space);
        const QVariantMap wanted { { "source", "/srv" }, { "target", "/data" },
            { "readOnly", true } };
        QCOMPARE(section.volumes(), QVariantList { wanted });
        for (auto* button : section.findChildren<QToolButton*>())
            if (button->text() == QStringLiteral("Remove"))
                button->click();
        QVERIFY(section.volumes().isEmpty());
    }

    void defaultsAddNothing()
    {
        IsolationSection section({ QStringLiteral("web") });
        QVariantMap spec;
        section.addTo(spec);
        QVERIFY2(spec.isEmpty(), qPrintable(spec.keys().join(QLatin1Char(' '))));
        QVERIFY(named<QLabel>(section, "riskText")->isHidden()
            || !named<QLabel>(section, "riskText")->parentWidget()->isVisibleTo(&section));
    }

    void choicesBecomeFieldsAndRisksAreSaid()
    {
        IsolationSection section({ QStringLiteral("web") });
        QSignalSpy changed(&section, &IsolationSection::changed);
        auto* net = named<QComboBox>(section, "namespace-net");
        net->setCurrentIndex(net->findData(QStringLiteral("container:web")));
        named<QLineEdit>(section, "userEdit")->setText(QStringLiteral(" me "));
        named<QLineEdit>(section, "capabilitiesDropEdit")->setText(QStringLiteral("chown, kill"));
        named<QCheckBox>(section, "initCheck")->setChecked(true);
        QVERIFY(changed.count() >= 4);
        auto* risk = named<QLabel>(section, "riskText");
        QVERIFY(!risk->parentWidget()->isVisibleTo(&section)); // none of these is one
        auto* ipc = named<QComboBox>(section, "namespace-ipc");
        ipc->setCurrentIndex(ipc->findData(QStringLiteral("host")));
        named<QLineEdit>(section, "devicesEdit")->setText(QStringLiteral("/dev/fuse"));
        named<QCheckBox>(section, "unfilteredCheck")->setChecked(true);
        QVERIFY(risk->parentWidget()->isVisibleTo(&section));
        for (const char* word : { "Risk", "/dev/fuse", "ipc", "system call" })
            QVERIFY2(risk->text().contains(QLatin1String(word)), qPrintable(risk->text()));
        QVariantMap spec;
        section.addTo(spec);
        const QVariantMap namespaces { { "net", "container:web" }, { "ipc", "host" } };
        QCOMPARE(spec.value(QStringLiteral("namespaces")).toMap(), namespaces);
        QCOMPARE(spec.value(QStringLiteral("user")).toString(), QStringLiteral("me"));
        QCOMPARE(spec.value(QStringLiteral("seccomp")).toString(), QStringLiteral("off"));
        QCOMPARE(spec.value(QStringLiteral("capabilities")).toMap().value(QStringLiteral("drop")),
            QVariant(QStringList { "chown", "kill" }));
    }

    void theOverviewTellsThem()
    {
        OverviewTab tab;
        api::WorkloadInfo workload;
        workload.spec = QStringLiteral(
            R"({"volumes":[{"source":"/srv","target":"/data","readOnly":true}],"user":"me",)"
            R"("namespaces":{"net":"host","ipc":"container:web"},"devices":["/dev/fuse"]})");
        tab.setWorkload(workload);
        QStringList texts;
        for (const auto* label : tab.findChildren<QLabel*>())
            texts.append(label->text());
        QVERIFY(texts.contains(QStringLiteral("/srv on /data, read-only")));
        QVERIFY(texts.contains(QStringLiteral("ipc of web\nnet of this computer")));
        QVERIFY(texts.filter(QStringLiteral("\u26a0"))
                    .join(QString())
                    .contains(QStringLiteral("/dev/fuse")));
    }
};

QTEST_MAIN(IsolationTest)

#include "tst_isolation.moc"
