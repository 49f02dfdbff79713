// SPDX-License-Identifier: GPL-3.0-or-later
// The owner of a file descriptor, for the rooms of the window, which see backend through here only.
#pragma once

#include "backend/base/unique_fd.h"
