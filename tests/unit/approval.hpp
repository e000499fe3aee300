#pragma once

#include <string>

/// Holds `text` against tests/approved/NAME.txt, to the byte. What differs is written to the build's
/// received/NAME.txt, to be read by eye and, if right, copied over the approved file.
void approve(const std::string& name, const std::string& text);
