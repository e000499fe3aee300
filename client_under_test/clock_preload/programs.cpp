// A program that a client starts is on its clock, too, whatever environment it is given: what brings this library along
// is put back where it was left out.

#include <cstdarg>
#include <cstring>

#include <alloca.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include "client_under_test/clock_preload/client_time.hpp"
#include "client_under_test/clock_preload/system_call.hpp"

using namespace modembench::clock_preload;

namespace {

using Words = char* const*;

// Looked for in time: what is between fork() and a program's start must not wait for the loader.
int (*g_search)(const char*, Words, Words);
int (*g_spawn)(pid_t*, const char*, const posix_spawn_file_actions_t*, const posix_spawnattr_t*, Words, Words);
int (*g_spawn_by_search)(pid_t*, const char*, const posix_spawn_file_actions_t*, const posix_spawnattr_t*, Words,
                         Words);
const char* g_library = "";

__attribute__((constructor)) void begin() {
  g_search = next<decltype(g_search)>("execvpe");
  g_spawn = next<decltype(g_spawn)>("posix_spawn");
  g_spawn_by_search = next<decltype(g_spawn_by_search)>("posix_spawnp");
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&begin), &info) != 0 && info.dli_fname != nullptr)
    g_library = info.dli_fname;
}

/// A variable that a program on the clock has, and what must be among its values, which ':' divides.
struct Variable {
  const char* name;
  const char* value;

  /// What an entry of an environment says that it is; null if it is about another.
  [[nodiscard]] const char* in(const char* entry) const {
    const std::size_t size = std::strlen(name);
    return std::strncmp(entry, name, size) == 0 && entry[size] == '=' ? entry + size + 1 : nullptr;
  }

  [[nodiscard]] const char* of(Words environment) const {
    for (; environment != nullptr && *environment != nullptr; ++environment) {
      if (const char* const there = in(*environment); there != nullptr) return there;
    }
    return nullptr;
  }

  [[nodiscard]] bool is_right_in(Words environment) const {
    const char* const there = of(environment);
    return there != nullptr && std::strstr(there, value) != nullptr;
  }

  /// How long `write` makes it, with its end.
  [[nodiscard]] std::size_t size_in(Words environment) const {
    const char* const there = of(environment);
    return std::strlen(name) + 1 + std::strlen(value) + (there != nullptr ? 1 + std::strlen(there) : 0) + 1;
  }

  void write(char* at, Words environment) const {
    const auto append = [&](const char* text) {
      const std::size_t size = std::strlen(text);
      std::memcpy(at, text, size + 1);
      at += size;
    };
    append(name);
    append("=");
    append(value);
    const char* const there = of(environment);
    if (there == nullptr || *there == '\0') return;
    append(":");
    append(there);
  }
};

// Starts a program with that environment and what belongs to the clock. All of it is on this stack: a child of vfork()
// has its parent's memory.
template <class Start>
int with_clock(Words given, Start start) {
  const Variable variables[] = {{"LD_PRELOAD", g_library}, {"ASAN_OPTIONS", "verify_asan_link_order=0"}};
  if (!has_clock() || (variables[0].is_right_in(given) && variables[1].is_right_in(given))) return start(given);
  std::size_t count = 0;
  while (given != nullptr && given[count] != nullptr) ++count;
  auto** const all = static_cast<char**>(alloca((count + 3) * sizeof(char*)));
  std::size_t used = 0;
  for (const auto& variable : variables) {
    all[used] = static_cast<char*>(alloca(variable.size_in(given)));
    variable.write(all[used++], given);
  }
  for (std::size_t i = 0; i < count; ++i) {
    bool is_replaced = false;
    for (const auto& variable : variables) is_replaced = is_replaced || variable.in(given[i]) != nullptr;
    if (!is_replaced) all[used++] = given[i];
  }
  all[used] = nullptr;
  return start(static_cast<Words>(all));
}

int start_program(const char* path, Words words, Words environment) {
  return with_clock(environment,
                    [&](Words all) { return static_cast<int>(system_call(SYS_execve, path, words, all)); });
}

int start_by_search(const char* name, Words words, Words environment) {
  return with_clock(environment, [&](Words all) { return g_search(name, words, all); });
}

// Of a call that has a program's words as its arguments, up to a null: starts with them as a list. `list` is behind the
// null then.
template <class Start>
int with_words(const char* first, va_list& list, Start start) {
  va_list copy;
  va_copy(copy, list);
  std::size_t count = 2;  // the first, and the null
  while (va_arg(copy, char*) != nullptr) ++count;
  va_end(copy);
  auto** const words = static_cast<char**>(alloca(count * sizeof(char*)));
  words[0] = const_cast<char*>(first);
  for (std::size_t i = 1; i < count; ++i) words[i] = va_arg(list, char*);
  return start(static_cast<Words>(words));
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

int execve(const char* path, Words words, Words environment) { return start_program(path, words, environment); }
int execv(const char* path, Words words) { return start_program(path, words, environ); }
int execvp(const char* name, Words words) { return start_by_search(name, words, environ); }
int execvpe(const char* name, Words words, Words environment) { return start_by_search(name, words, environment); }

int execveat(int folder, const char* path, Words words, Words environment, int flags) {
  return with_clock(environment, [&](Words all) {
    return static_cast<int>(system_call(SYS_execveat, folder, path, words, all, flags));
  });
}

int fexecve(int file, Words words, Words environment) { return execveat(file, "", words, environment, AT_EMPTY_PATH); }

int execl(const char* path, const char* first, ...) {
  va_list list;
  va_start(list, first);
  const int failed = with_words(first, list, [&](Words words) { return start_program(path, words, environ); });
  va_end(list);
  return failed;
}

int execlp(const char* name, const char* first, ...) {
  va_list list;
  va_start(list, first);
  const int failed = with_words(first, list, [&](Words words) { return start_by_search(name, words, environ); });
  va_end(list);
  return failed;
}

int execle(const char* path, const char* first, ...) {
  va_list list;
  va_start(list, first);
  const int failed =
      with_words(first, list, [&](Words words) { return start_program(path, words, va_arg(list, Words)); });
  va_end(list);
  return failed;
}

int posix_spawn(pid_t* child, const char* path, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, Words words, Words environment) {
  return with_clock(environment, [&](Words all) { return g_spawn(child, path, actions, attributes, words, all); });
}

int posix_spawnp(pid_t* child, const char* name, const posix_spawn_file_actions_t* actions,
                 const posix_spawnattr_t* attributes, Words words, Words environment) {
  return with_clock(environment,
                    [&](Words all) { return g_spawn_by_search(child, name, actions, attributes, words, all); });
}

}  // extern "C"
#pragma GCC visibility pop
