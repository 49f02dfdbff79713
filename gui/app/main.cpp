// SPDX-License-Identifier: GPL-3.0-or-later
// `vitrine` opens the window; `vitrine COMMAND …` does the same work for scripts, without any
// platform plugin.
#include "gui/app/gui_main.h"

#include <cstring>

int main(int argc, char** argv)
{
    // A first word that is no option is a command, or a mistake that commandMain() names.
    if (argc > 1 && argv[1][0] != '-')
        return vitrine::commandMain(argc, argv);
    for (int i = 1; i < argc; ++i)
        if (vitrine::isCommand(argv[i]) || std::strcmp(argv[i], "--help") == 0
            || std::strcmp(argv[i], "-h") == 0 || std::strcmp(argv[i], "--version") == 0)
            return vitrine::commandMain(argc, argv);
    return vitrine::guiMain(argc, argv);
}
