// SPDX-License-Identifier: GPL-3.0-or-later
// What can fail returns Result<T>; TRY passes a failure on. See STYLE in ARCHITECTURE.md.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace vitrine {

/// The kinds of failure that a caller can tell apart; each has a name on the bus
/// (helper/api/errors.h).
enum class ErrorKind {
    InvalidSpec, ///< what was asked makes no sense; `object` names the field
    NotFound,
    Exists,
    Busy,
    NotSupported, ///< this kernel or this helper cannot do it
    NotAuthorized,
    Cancelled,
    Quota,
    Kernel, ///< a system call failed; `call` and `number` say which and why
};

/// One failure: what was being done, to which object, by which call, with which errno.
struct Error {
    ErrorKind kind = ErrorKind::Kernel;
    std::string call; ///< system call or operation, "mount", "parse"
    std::string object; ///< the path, name or field that it was about
    int number = 0; ///< errno, 0 when no system call failed
    std::string text; ///< what failed and what to do, one sentence, without errno's words

    /// `text`, call, object and errno in one line for logs and terminals.
    [[nodiscard]] std::string message() const;

    /// A failed system call: reads errno now.
    [[nodiscard]] static Error fromErrno(std::string call, std::string object = {});
    /// A failed system call with the errno given.
    [[nodiscard]] static Error kernel(int number, std::string call, std::string object = {});
    /// A field of a spec (dotted path, "limits.memory") that cannot be accepted.
    [[nodiscard]] static Error invalid(std::string field, std::string text);
    [[nodiscard]] static Error of(ErrorKind kind, std::string object, std::string text);
};

/// ERROR, naming the field of the spec that led to it before its object.
[[nodiscard]] Error inField(Error error, const std::string& field);

/// Either a value or an Error. Test with `if (result)`, read with value() and error().
template <typename T> class [[nodiscard]] Result {
public:
    Result(T value)
        : m_content(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_content(std::in_place_index<1>, std::move(error))
    {
    }

    [[nodiscard]] explicit operator bool() const { return m_content.index() == 0; }
    [[nodiscard]] T& value() & { return std::get<0>(m_content); }
    [[nodiscard]] const T& value() const& { return std::get<0>(m_content); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(m_content)); }
    [[nodiscard]] const Error& error() const& { return std::get<1>(m_content); }
    [[nodiscard]] Error&& error() && { return std::get<1>(std::move(m_content)); }

private:
    std::variant<T, Error> m_content;
};

template <> class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
    {
    }

    [[nodiscard]] explicit operator bool() const { return !m_error; }
    void value() const { }
    [[nodiscard]] const Error& error() const& { return *m_error; }
    [[nodiscard]] Error&& error() && { return std::move(*m_error); }

private:
    std::optional<Error> m_error;
};

/// The value of a Result<T> expression, or return its error from this function.
#define TRY(expression)                                                                            \
    ({                                                                                             \
        auto try_result = (expression);                                                            \
        if (!try_result)                                                                           \
            return std::move(try_result).error();                                                  \
        std::move(try_result).value();                                                             \
    })

} // namespace vitrine
