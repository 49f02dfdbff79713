// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/client/line_stream.h"
#include "helper/api/observation.h"

namespace vitrine {

/// The stream of Manager1.OpenObserve.
class ObservationStream : public LineStream {
    Q_OBJECT
public:
    using LineStream::LineStream;

Q_SIGNALS:
    void delta(const vitrine::api::ObservationDelta& delta);

protected:
    bool take(const QByteArray& line) override;
};

} // namespace vitrine
