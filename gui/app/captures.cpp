// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/captures.h"

#include "gui/app/session.h"
#include "gui/client/wireshark.h"
#include "gui/views/topology/captures_strip.h"

#include <cerrno>
#include <cstring>

namespace vitrine {

namespace {

QString wordsOf(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

} // namespace

Captures::Captures(Session& session, CapturesStrip* strip, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_strip(strip)
{
    connect(strip, &CapturesStrip::stopWanted, this, [this](int number) {
        if (auto* recorder = m_recorders.value(number))
            recorder->stop();
    });
    connect(strip, &CapturesStrip::openWanted, this, &Captures::open);
}

void Captures::capture(const QVariantMap& link, const QString& what, const QString& file)
{
    m_session.client().capture(
        link, this, [this, what, file](const Reply<QDBusUnixFileDescriptor>& reply) {
            if (!reply)
                return emit failed(tr("Capture packets of %1").arg(what), *reply.error);
            auto descriptor = reply.value;
            UniqueFd source(descriptor.takeFileDescriptor());
            if (file.isEmpty())
                show(source.get());
            else
                record(std::move(source), what, file);
        });
}

void Captures::record(UniqueFd source, const QString& what, const QString& file)
{
    UniqueFd target = openPacketFile(file);
    if (!target) {
        api::ErrorInfo error;
        error.text = tr("%1 cannot be written: %2").arg(file, wordsOf(errno));
        return emit failed(tr("Capture packets of %1").arg(what), error);
    }
    auto* recorder = new PacketRecorder(std::move(source), std::move(target), this);
    const int number = m_strip->add(what, file);
    m_recorders.insert(number, recorder);
    connect(recorder, &PacketRecorder::progressed, m_strip, [this, number, recorder] {
        m_strip->setFigures(number, recorder->packets(), recorder->bytes());
    });
    connect(recorder, &PacketRecorder::ended, m_strip, [this, number, recorder](int error) {
        m_strip->setEnded(number, error == 0 ? QString() : wordsOf(error));
        m_recorders.remove(number);
        recorder->deleteLater();
    });
}

// Straight from the helper's pipe: it shows them by itself, and goes on when this window has
// closed.
void Captures::show(int source)
{
    const auto tell = [this](const api::ErrorInfo& error) {
        if (!error.isEmpty())
            emit failed(tr("Wireshark"), error);
    };
    tell(startWireshark(
        { QStringLiteral("-k"), QStringLiteral("-i"), QStringLiteral("-") }, source, this, tell));
}

void Captures::open(const QString& file)
{
    const auto tell = [this](const api::ErrorInfo& error) {
        if (!error.isEmpty())
            emit failed(tr("Wireshark"), error);
    };
    tell(startWireshark({ QStringLiteral("-r"), file }, -1, this, tell));
}

} // namespace vitrine
