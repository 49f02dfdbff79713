// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/client/packet_recorder.h"
#include "helper/api/values.h"

#include <QHash>
#include <QVariantMap>

namespace vitrine {

class CapturesStrip;
class Session;

/// Captures packets into files and into Wireshark.
class Captures : public QObject {
    Q_OBJECT
public:
    /// STRIP shows what goes into files.
    Captures(Session& session, CapturesStrip* strip, QObject* parent = nullptr);

    /// The packets of LINK, as Manager1.Capture takes it, go into FILE, or into Wireshark when that
    /// is empty. WHAT names the link.
    void capture(const QVariantMap& link, const QString& what, const QString& file);

signals:
    void failed(const QString& what, const vitrine::api::ErrorInfo& error);

private:
    void record(UniqueFd source, const QString& what, const QString& file);
    void show(int source);
    void open(const QString& file);

    Session& m_session;
    CapturesStrip* m_strip;
    QHash<int, PacketRecorder*> m_recorders; ///< by their numbers in the strip
};

} // namespace vitrine
