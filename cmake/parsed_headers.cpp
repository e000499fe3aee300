// The one source of the targets whose precompiled headers the others take (rooms.cmake): a target needs one.
