// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace vitrine::cli {

/// The keys that take a terminal off a container, looked for in what is typed.
class DetachKeys {
public:
    /// TEXT as the field has it: "ctrl-p,ctrl-q", "ctrl-\\", "a,b"; empty: there are none. No value
    /// when it is something else.
    [[nodiscard]] static std::optional<DetachKeys> from(const QString& text);
    [[nodiscard]] static QString usual() { return QStringLiteral("ctrl-p,ctrl-q"); }

    /// Takes the keys out of INPUT: true when all were typed, one after the other. The first of
    /// them are held back until the next one tells.
    [[nodiscard]] bool take(QByteArray& input);

private:
    QByteArray m_keys;
    QByteArray m_held;
};

} // namespace vitrine::cli
