// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine {

/// Names the application and loads its icons and its translation; before the first window.
void prepareApplication();

/// Opens the window; returns the exit status of the program.
int guiMain(int argc, char** argv);

/// Runs a command such as "run" or "list" without a window; returns the exit status.
int commandMain(int argc, char** argv);

/// Whether WORD is a command for commandMain().
[[nodiscard]] bool isCommand(const char* word);

} // namespace vitrine
