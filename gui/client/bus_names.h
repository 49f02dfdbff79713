// SPDX-License-Identifier: GPL-3.0-or-later
// What the helper is called on the bus; helper/api/*.xml is the contract.
#pragma once

#include <QLatin1String>

namespace vitrine::names {

inline constexpr QLatin1String service("org.vitrine.Helper1");
inline constexpr QLatin1String root("/org/vitrine");
inline constexpr QLatin1String manager("org.vitrine.Manager1");
inline constexpr QLatin1String workload("org.vitrine.Workload1");
inline constexpr QLatin1String container("org.vitrine.Container1");
inline constexpr QLatin1String network("org.vitrine.Network1");
inline constexpr QLatin1String job("org.vitrine.Job1");
inline constexpr QLatin1String objectManager("org.freedesktop.DBus.ObjectManager");
inline constexpr QLatin1String properties("org.freedesktop.DBus.Properties");

} // namespace vitrine::names
