// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/stats_stream.h"

namespace vitrine {

bool StatsStream::take(const QByteArray& line)
{
    api::StatSample parsed;
    if (!api::parseStats(line, parsed))
        return false;
    Q_EMIT sample(parsed);
    return true;
}

} // namespace vitrine
