// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace vitrine {

/// Stands between a program's output and libvterm, whose 0.1.4 (Debian 12) writes past its array
/// when a control sequence has more than 16 arguments: cuts off the arguments that do not fit.
class TerminalFilter {
public:
    static constexpr int maximumArguments = 16;

    /// The next bytes of the output, fit for libvterm. A sequence may begin in one call and end in
    /// a later one.
    [[nodiscard]] QByteArray apply(const QByteArray& bytes);

private:
    enum class State { Text, Escape, Sequence };

    /// Whether BYTE may pass.
    bool take(unsigned char byte);

    State m_state = State::Text;
    int m_separators = 0;
};

} // namespace vitrine
