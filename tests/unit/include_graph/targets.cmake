# SPDX-License-Identifier: GPL-3.0-or-later
# Write what every target links, for check.py: one line a target, `name;folder;linked target;…`.

function(vitrine_append_targets folder file)
    get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target IN LISTS targets)
        get_target_property(links ${target} LINK_LIBRARIES)
        if(NOT links)
            set(links "")
        endif()
        file(RELATIVE_PATH relative ${PROJECT_SOURCE_DIR} ${folder})
        file(APPEND ${file} "${target};${relative};${links}\n")
    endforeach()
    get_property(children DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
    foreach(child IN LISTS children)
        vitrine_append_targets(${child} ${file})
    endforeach()
endfunction()

function(vitrine_write_targets file)
    file(WRITE ${file} "")
    vitrine_append_targets(${PROJECT_SOURCE_DIR} ${file})
endfunction()
