// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_detach_keys.h"

#include <QStringList>

namespace vitrine::cli {

namespace {

/// The byte that a terminal sends for KEY, "x" or "ctrl-x"; none when it is no such key.
std::optional<char> byteOf(const QString& key)
{
    const QString control = QStringLiteral("ctrl-");
    if (key.size() == 1 && key.at(0).unicode() > ' ' && key.at(0).unicode() < 0x7f)
        return key.at(0).toLatin1();
    if (key.size() != control.size() + 1 || !key.startsWith(control, Qt::CaseInsensitive))
        return {};
    const char letter = key.back().toUpper().toLatin1();
    if (letter < '@' || letter > '_')
        return {};
    return char(letter - '@');
}

} // namespace

std::optional<DetachKeys> DetachKeys::from(const QString& text)
{
    DetachKeys keys;
    if (text.isEmpty())
        return keys;
    const QStringList names = text.split(QLatin1Char(','));
    for (const QString& name : names) {
        const auto byte = byteOf(name);
        if (!byte)
            return {};
        keys.m_keys.append(*byte);
    }
    return keys;
}

bool DetachKeys::take(QByteArray& input)
{
    if (m_keys.isEmpty())
        return false;
    QByteArray rest;
    for (const char c : std::as_const(input)) {
        m_held.append(c);
        if (m_held == m_keys)
            return true;
        while (!m_keys.startsWith(m_held)) {
            rest.append(m_held.at(0));
            m_held.remove(0, 1);
        }
    }
    input = rest;
    return false;
}

} // namespace vitrine::cli
