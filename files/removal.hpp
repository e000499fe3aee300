#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "files/identity.hpp"

/// The one place that takes things away from the machine's file systems. Removal works in open folders, crosses no
/// mount and follows no link, and takes only what is shown to be ours by its identity: a name is no proof. Between the
/// last look and the system's call lies a moment in which a process that may write to that folder could put something
/// else in the name's place; the kernel has no call that compares.
namespace modembench::files {

/// The paths of things that were left although they may be ours, each with the reason. For `say_left`.
using Doubts = std::vector<std::string>;

/// Removes what stands in the folder under this name if it is `made`; a folder only while it is empty (what others have
/// put there is theirs). Returns true if nothing of that name, or nothing of ours, is there any more. What else stands
/// there is left with a doubt. `shown` is the path to be told in that.
bool remove_made(int folder, const std::string& name, const Identity& made, const std::filesystem::path& shown,
                 Doubts& doubts);

/// Removes the file that is open as `open_file`, if the path still stands for it.
void remove_file(const std::filesystem::path& path, int open_file);

/// The owner of the mounts in a folder. Those in a run's folder were made by the run's client, and are taken off.
enum class Mounts : bool { of_others, ours };

/// Empties a folder in which everything is ours, whoever has put it there. Nothing of what is mounted in it is touched.
/// Needs three descriptors, however deep the folder goes. Returns false, with doubts, if something stays.
bool empty_own_folder(int folder, const std::filesystem::path& shown, Mounts mounts, Doubts& doubts);

/// Takes off what was mounted over the entry `name`. Returns false with errno if there is nothing (more) that can be
/// taken off.
bool unmount_over(int folder, const std::string& name);

/// A doubt in words that a terminal shows harmlessly.
[[nodiscard]] std::string doubt(const std::filesystem::path& path, const std::string& why);
/// "modembench: left PATH: why" on standard error, the first few of them.
void say_left(const Doubts& doubts);

}  // namespace modembench::files
