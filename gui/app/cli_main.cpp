// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/gui_main.h"
namespace vitrine {
bool isCommand(const char*) { return false; }
int commandMain(int, char**) { return 0; }
}
