#pragma once

#include "client_under_test/clock_preload/shared.hpp"

/// The way from a client's process to the bench: a socket in the folder that this library was loaded from.
namespace modembench::clock_preload {

/// Opens the folder that this library was loaded from. Returns its descriptor, or -1.
[[nodiscard]] int own_folder();
/// Connects this process with the bench, whose socket stands in `folder`. Returns false if nobody listens there.
[[nodiscard]] bool connect_in(int folder);
/// Sends a word to the bench, with a descriptor unless that is -1. `flags` are those of sendmsg(2). Returns false if
/// the word couldn't be sent.
bool tell(Word word, int descriptor, int flags);

}  // namespace modembench::clock_preload
