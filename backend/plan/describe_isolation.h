// SPDX-License-Identifier: GPL-3.0-or-later
// What people read of the steps that share something of the host, or give more than usual.
#pragma once

#include "backend/plan/describe.h"

namespace vitrine::plan {

[[nodiscard]] Description describeStep(const MakeDeviceDirectory& step);
[[nodiscard]] Description describeStep(const TakeMount& step);
[[nodiscard]] Description describeStep(const CloneNamespaces& step);
[[nodiscard]] Description describeStep(const JoinNamespaces& step);
[[nodiscard]] Description describeStep(const WriteIdMaps& step);
[[nodiscard]] Description describeStep(const SetDomainName& step);
[[nodiscard]] Description describeStep(const ShiftClocks& step);
[[nodiscard]] Description describeStep(const KeepCapabilities& step);
[[nodiscard]] Description describeStep(const LimitCapabilities& step);
[[nodiscard]] Description describeStep(const SwitchAccount& step);
[[nodiscard]] Description describeStep(const Execute& step);
[[nodiscard]] Description describeStep(const BindMount& step);

} // namespace vitrine::plan
