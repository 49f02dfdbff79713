// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_fixture.h"

#include "gui/app/gui_main.h"
#include "gui/app/theme.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>

namespace vitrine {

void activate(QWidget* window)
{
    QVERIFY(QTest::qWaitForWindowExposed(window));
    QApplication::setActiveWindow(window);
    QTRY_COMPARE(QApplication::activeWindow(), window);
}

void WindowFixture::open()
{
    QSettings().setValue(QStringLiteral("systemCheckShown"), true);
    m_session = std::make_unique<Session>(HelperClient::Bus::Session);
    m_window = std::make_unique<MainWindow>(*m_session);
    m_session->client().start();
    m_window->resize(1280, 800);
    m_window->show();
    activate(m_window.get());
    QTRY_COMPARE_WITH_TIMEOUT(
        m_session->client().state(), HelperClient::State::Connected, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->images().rowCount() > 0, patience);
}

void WindowFixture::close()
{
    for (const auto& workload : m_session->client().workloads().values())
        m_session->client().operate(
            workload.path, QStringLiteral("Delete"), {}, this, [](const Reply<QString>&) {});
    QTRY_VERIFY_WITH_TIMEOUT(m_session->client().workloads().isEmpty(), patience);
    m_window.reset();
    m_session.reset();
}

QAction* WindowFixture::action(const char* name)
{
    auto* found = m_window->findChild<QAction*>(QLatin1String(name));
    if (!found)
        qFatal("no action %s", name);
    return found;
}

QDialog* WindowFixture::openDialog()
{
    action("newAction")->trigger();
    auto* dialog = find<QDialog>(window(), "newContainerDialog");
    activate(dialog);
    return dialog;
}

void WindowFixture::createBusybox(const QString& name)
{
    auto* dialog = openDialog();
    auto* image = find<QComboBox>(dialog, "imageCombo");
    image->setCurrentIndex(image->findData(QStringLiteral("busybox")));
    auto* edit = find<QLineEdit>(dialog, "nameEdit");
    edit->selectAll();
    QTest::keyClicks(edit, name);
    QTest::mouseClick(find<QPushButton>(dialog, "createButton"), Qt::LeftButton);
    const auto runs = [&] {
        const auto* workload = m_session->client().findWorkload(name);
        return workload && workload->leader > 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(runs(), patience);
}

void WindowFixture::createContainer(const QVariantMap& spec)
{
    QString refused;
    m_session->client().create(
        spec, { { QStringLiteral("start"), true } }, this, [&refused](const Reply<QString>& reply) {
            refused = reply ? QString() : reply.error->text;
        });
    const QByteArray name = spec.value(QStringLiteral("name")).toString().toUtf8();
    const auto runs
        = [&] { return workload(name.constData()) && workload(name.constData())->leader > 0; };
    QTRY_VERIFY2_WITH_TIMEOUT(runs() || !refused.isEmpty(), "it does not start", patience);
    QCOMPARE(refused, QString());
    m_window->selectWorkload(workload(name.constData())->path);
}

const api::WorkloadInfo* WindowFixture::workload(const char* name) const
{
    return m_session->client().findWorkload(QLatin1String(name));
}

void WindowFixture::makeNetwork(const char* name, const char* kind, const char* subnet)
{
    QString failed = QStringLiteral("no answer");
    m_session->client().createNetwork({ { QStringLiteral("name"), QLatin1String(name) },
                                          { QStringLiteral("kind"), QLatin1String(kind) },
                                          { QStringLiteral("subnet"), QLatin1String(subnet) } },
        { { QStringLiteral("forwarding"), true } }, this,
        [&](const Reply<QString>& reply) { failed = reply ? QString() : reply.error->text; });
    QTRY_COMPARE_WITH_TIMEOUT(failed, QString(), patience);
    const auto isThere = [&] {
        for (const auto& network : m_session->client().networks())
            if (network.name == QLatin1String(name))
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isThere(), patience);
}

void WindowFixture::removeAll()
{
    for (const auto& each : m_session->client().workloads().values())
        m_session->client().operate(
            each.path, QStringLiteral("Delete"), {}, this, [](const Reply<QString>&) {});
    QTRY_VERIFY_WITH_TIMEOUT(m_session->client().workloads().isEmpty(), patience);
    for (const auto& each : m_session->client().networks().values())
        m_session->client().deleteNetwork(each.path, this, [](const Reply<QString>&) {});
    QTRY_VERIFY_WITH_TIMEOUT(m_session->client().networks().isEmpty(), patience);
}

void WindowFixture::keepPictures(const char* name, QWidget* dialog)
{
    const QString folder = qEnvironmentVariable("VITRINE_PICTURES");
    if (folder.isEmpty())
        return;
    QWidget* const shown = dialog ? dialog : m_window.get();
    const QSize before = shown->size();
    for (const char* theme : { "dark", "light" })
        for (const QSize size : { QSize(900, 600), QSize(1280, 800) }) {
            applyTheme(QLatin1String(theme));
            shown->resize(size);
            QTest::qWait(500);
            QVERIFY(shown->grab().save(QStringLiteral("%1/%2-%3-%4.png")
                                           .arg(folder, QLatin1String(name), QLatin1String(theme))
                                           .arg(size.width())));
        }
    shown->resize(before);
}

void WindowFixture::focusList()
{
    activate(window());
    table()->setFocus();
}

int runWindowTest(QObject& test, int argc, char** argv)
{
    prepareApplication();
    return QTest::qExec(&test, argc, argv);
}

} // namespace vitrine
