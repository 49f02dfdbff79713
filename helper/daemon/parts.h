// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::daemon {

enum class Mode;
class Gate;
class LauncherLink;
class ObjectTree;
class Jobs;
class Streams;
class Trash;

/// What the objects on the bus work with. The daemon owns all of it and outlives them.
struct Parts {
    Mode mode;
    Gate& gate;
    LauncherLink& launcher;
    ObjectTree& tree;
    Jobs& jobs;
    Streams& streams;
    Trash& trash;
};

} // namespace vitrine::daemon
