// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <functional>
#include <optional>
#include <utility>

namespace vitrine {

/// The answer to a call on the bus: either an error or a value.
template <typename T> struct Reply {
    std::optional<api::ErrorInfo> error;
    T value {};

    [[nodiscard]] explicit operator bool() const { return !error; }
};

/// An answer that carries nothing but that it worked.
struct Nothing { };

template <typename T> using Answer = std::function<void(const Reply<T>&)>;

} // namespace vitrine
