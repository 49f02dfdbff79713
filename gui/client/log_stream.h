// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/client/line_stream.h"
#include "helper/api/log_line.h"

namespace vitrine {

/// The stream of Workload1.OpenLogs.
class LogStream : public LineStream {
    Q_OBJECT
public:
    using LineStream::LineStream;

Q_SIGNALS:
    void line(const vitrine::api::LogLine& line);

protected:
    bool take(const QByteArray& text) override;
};

} // namespace vitrine
