#pragma once

/// Descriptors of ours in a program that isn't ours.
namespace modembench::clock_preload {

/// Gives a descriptor of ours a number that the program won't look for. The program can't close it by that number.
/// Returns the number; a negative one is returned as it is.
[[nodiscard]] int keep(int descriptor);
[[nodiscard]] bool is_kept(int descriptor);
/// Closes a descriptor that is kept.
void let_go(int descriptor);

}  // namespace modembench::clock_preload
