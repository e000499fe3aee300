// What a target needs that has nothing but precompiled headers, which others take (rooms.cmake).
