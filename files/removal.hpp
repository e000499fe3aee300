#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "files/identity.hpp"

/// The one place that takes things away from the machine's file systems. It works in open folders, crosses no mount and
/// follows no link, and takes what it is shown to be ours by its identity: a name is no proof. Between the last look
/// and the system's call lies a moment in which who may write to that folder could put something else in the name's
/// place; the kernel has no call that compares.
namespace modembench::files {

/// What was left although it may be ours: its path and why. For `say_left`.
using Doubts = std::vector<std::string>;

/// Removes what stands in the folder under this name if it is `made`: a folder only while it is empty (what others have
/// put there is theirs). True if nothing of that name, or nothing of ours, is there any more; what else stands there is
/// left with a doubt. `shown`: its path, for that.
bool remove_made(int folder, const std::string& name, const Identity& made, const std::filesystem::path& shown,
                 Doubts& doubts);

/// Removes the file that the descriptor is, if that is what the path still stands for.
void remove_file(const std::filesystem::path& path, int open_file);

/// Whose the mounts in a folder are: those in a run's were made by the run's client, and are taken off.
enum class Mounts : bool { of_others, ours };

/// Empties a folder in which all is ours, whoever has put it there. Nothing of what is mounted in it is touched. Needs
/// three descriptors, however deep it goes. False, with doubts, where something stays.
bool empty_own_folder(int folder, const std::filesystem::path& shown, Mounts mounts, Doubts& doubts);

/// Takes off what was mounted over the entry `name`; false with errno where there is nothing (more) that can be.
bool unmount_over(int folder, const std::string& name);

/// A doubt in words that a terminal shows harmlessly.
[[nodiscard]] std::string doubt(const std::filesystem::path& path, const std::string& why);
/// "modembench: left PATH: why" on standard error, the first few of them.
void say_left(const Doubts& doubts);

}  // namespace modembench::files
