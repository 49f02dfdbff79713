// SPDX-License-Identifier: GPL-3.0-or-later
// `vitrine` opens the window; `vitrine COMMAND …` does the same work for scripts, without any
// platform plugin.
#include "gui/app/gui_main.h"

#include <cstring>

int main(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--help") == 0 || std::strcmp(argv[i], "-h") == 0
            || std::strcmp(argv[i], "--version") == 0)
            return vitrine::commandMain(argc, argv);
        if (argv[i][0] != '-')
            return vitrine::isCommand(argv[i]) ? vitrine::commandMain(argc, argv)
                                               : vitrine::guiMain(argc, argv);
    }
    return vitrine::guiMain(argc, argv);
}
