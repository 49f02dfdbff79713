# What daemon and launcher say to each other, for both sides.
vitrine_room(launcher-protocol
    SOURCES protocol.h protocol.cpp
    USES vitrine-base)
