// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/log_stream.h"

namespace vitrine {

bool LogStream::take(const QByteArray& text)
{
    const auto parsed = api::parseLogLine(text);
    if (parsed)
        Q_EMIT line(*parsed);
    return parsed.has_value();
}

} // namespace vitrine
