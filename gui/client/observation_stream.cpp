// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/observation_stream.h"

namespace vitrine {

bool ObservationStream::take(const QByteArray& line)
{
    api::ObservationDelta parsed;
    if (!api::parseObservation(line, parsed))
        return false;
    Q_EMIT delta(parsed);
    return true;
}

} // namespace vitrine
