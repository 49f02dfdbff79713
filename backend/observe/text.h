// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that the kernel gives us: fields, numbers, and names that may hold anything.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::observe {

/// BYTES as UTF-8; every byte that is no part of a valid sequence becomes U+FFFD.
[[nodiscard]] std::string validUtf8(std::string_view bytes);

/// BYTES as UTF-8, one to one: a byte that is no part of a valid sequence becomes \xHH, a backslash
/// becomes two. For keys, which must differ when the bytes differ.
[[nodiscard]] std::string escapedUtf8(std::string_view bytes);

/// Undoes the \ooo escapes of /proc/PID/mountinfo; anything else stays as it is.
[[nodiscard]] std::string unescapeOctal(std::string_view field);

/// Cuts the part of REST before SEPARATOR off and returns it; all of REST when there is none.
[[nodiscard]] std::string_view cut(std::string_view& rest, char separator);

/// The whole of TEXT as a decimal number; nothing when it is none or does not fit.
template <typename Number> [[nodiscard]] std::optional<Number> number(std::string_view text)
{
    Number value {};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// The whole of TEXT as a decimal number, FALLBACK when it is none ("max").
template <typename Number> [[nodiscard]] Number numberOr(std::string_view text, Number fallback)
{
    return number<Number>(text).value_or(fallback);
}

} // namespace vitrine::observe
