// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/terminal_filter.h"

namespace vitrine {

namespace {

constexpr unsigned char cancel = 0x18, substitute = 0x1a, escape = 0x1b, eightBitSequence = 0x9b;

/// What a parser acts on or skips without leaving the sequence that it is in.
bool isTransparent(unsigned char byte)
{
    return byte < 0x20 || byte == 0x7f;
}

} // namespace

bool TerminalFilter::take(unsigned char byte)
{
    if (byte == escape) {
        m_state = State::Escape;
        return true;
    }
    if (byte == cancel || byte == substitute) {
        m_state = State::Text;
        return true;
    }
    // In UTF-8 this is the middle of a character, and what follows is text; in no text are there
    // sixteen separators among nothing but digits.
    if (byte == eightBitSequence) {
        m_state = State::Sequence;
        m_separators = 0;
        return true;
    }
    if (m_state == State::Text || isTransparent(byte))
        return true;
    if (m_state == State::Escape) {
        const bool intermediate = byte >= 0x20 && byte <= 0x2f;
        if (byte == '[') {
            m_state = State::Sequence;
            m_separators = 0;
        } else if (!intermediate) {
            m_state = State::Text;
        }
        return true;
    }
    const bool parameter = byte >= 0x30 && byte <= 0x3f;
    if (byte == ';' || byte == ':')
        ++m_separators;
    if (!parameter && byte >= 0x40)
        m_state = State::Text; // the sequence's last byte
    return !parameter || m_separators < maximumArguments;
}

QByteArray TerminalFilter::apply(const QByteArray& bytes)
{
    if (m_state == State::Text && !bytes.contains(char(escape))
        && !bytes.contains(char(eightBitSequence)))
        return bytes;
    QByteArray result;
    result.reserve(bytes.size());
    for (const char byte : bytes)
        if (take(static_cast<unsigned char>(byte)))
            result.append(byte);
    return result;
}

} // namespace vitrine
