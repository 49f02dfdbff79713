// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/text.h"

#include <array>
#include <cstddef>

namespace vitrine::observe {

namespace {

struct Lead {
    std::size_t length; ///< of the sequence, 0: no lead byte
    unsigned char low, high; ///< what the second byte may be
};

// The table of well-formed byte sequences, Unicode 15, table 3-7.
Lead leadOf(unsigned char byte)
{
    if (byte < 0x80)
        return { 1, 0, 0 };
    if (byte >= 0xc2 && byte <= 0xdf)
        return { 2, 0x80, 0xbf };
    if (byte == 0xe0)
        return { 3, 0xa0, 0xbf };
    if (byte == 0xed)
        return { 3, 0x80, 0x9f };
    if (byte >= 0xe1 && byte <= 0xef)
        return { 3, 0x80, 0xbf };
    if (byte == 0xf0)
        return { 4, 0x90, 0xbf };
    if (byte >= 0xf1 && byte <= 0xf3)
        return { 4, 0x80, 0xbf };
    if (byte == 0xf4)
        return { 4, 0x80, 0x8f };
    return { 0, 0, 0 };
}

/// Length of the valid sequence at the start of BYTES (not empty), 0 when it is not valid.
std::size_t sequenceLength(std::string_view bytes)
{
    const Lead lead = leadOf(static_cast<unsigned char>(bytes[0]));
    if (lead.length <= 1 || bytes.size() < lead.length)
        return lead.length <= 1 ? lead.length : 0;
    for (std::size_t i = 1; i < lead.length; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        const unsigned char low = i == 1 ? lead.low : 0x80;
        const unsigned char high = i == 1 ? lead.high : 0xbf;
        if (byte < low || byte > high)
            return 0;
    }
    return lead.length;
}

template <typename Replace>
std::string convert(std::string_view bytes, bool escapeBackslash, Replace replace)
{
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) {
        const std::size_t length = sequenceLength(bytes);
        if (length == 0)
            replace(out, static_cast<unsigned char>(bytes[0]));
        else
            out.append(bytes.substr(0, length));
        if (escapeBackslash && bytes[0] == '\\')
            out += '\\';
        bytes.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

bool isOctal(char c)
{
    return c >= '0' && c <= '7';
}

} // namespace

std::string validUtf8(std::string_view bytes)
{
    return convert(bytes, false, [](std::string& out, unsigned char) { out += "\xef\xbf\xbd"; });
}

std::string escapedUtf8(std::string_view bytes)
{
    return convert(bytes, true, [](std::string& out, unsigned char byte) {
        constexpr std::string_view digits = "0123456789abcdef";
        out += "\\x";
        out += digits[byte >> 4];
        out += digits[byte & 15];
    });
}

std::string unescapeOctal(std::string_view field)
{
    std::string out;
    out.reserve(field.size());
    for (std::size_t i = 0; i < field.size(); ++i) {
        const bool escape = field[i] == '\\' && i + 3 < field.size() && isOctal(field[i + 1])
            && isOctal(field[i + 2]) && isOctal(field[i + 3]);
        if (!escape) {
            out += field[i];
            continue;
        }
        out += char((field[i + 1] - '0') * 64 + (field[i + 2] - '0') * 8 + (field[i + 3] - '0'));
        i += 3;
    }
    return out;
}

std::string_view cut(std::string_view& rest, char separator)
{
    const std::size_t at = rest.find(separator);
    const std::string_view part = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view {} : rest.substr(at + 1);
    return part;
}

} // namespace vitrine::observe
