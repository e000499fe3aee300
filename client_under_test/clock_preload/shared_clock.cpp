// Where libfaketime keeps the moment at which its clock began, for all processes of a client: a piece of shared memory
// and a semaphore, "/faketime_shm_PID" and "/faketime_sem_PID", which stay in /dev/shm when a client is killed (seen
// with libfaketime 0.9.10). This library stands before the C library's functions for them and puts these two into the
// run's own folder, which is taken away with the run.
//
// It lives inside programs that aren't ours: no allocation, nothing thrown, no C++ library.

#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

/// The file for one of libfaketime's names; false for any other name, and where nobody has said which folder.
bool redirected(const char* name, char (&path)[PATH_MAX]) {
  constexpr const char* kPrefix = "/faketime_s";
  const char* folder = std::getenv("MODEMBENCH_CLOCK_FOLDER");
  if (folder == nullptr || name == nullptr || std::strncmp(name, kPrefix, std::strlen(kPrefix)) != 0) return false;
  const int length = std::snprintf(path, sizeof path, "%s%s", folder, name);
  return length > 0 && static_cast<std::size_t>(length) < sizeof path;
}

/// Semaphores of ours that are open. libfaketime has two at a time; one too many would only stay mapped.
sem_t* opened[16];

void remember(sem_t* semaphore) {
  for (auto& place : opened) {
    if (place != nullptr) continue;
    place = semaphore;
    return;
  }
}

bool forget(const sem_t* semaphore) {
  for (auto& place : opened) {
    if (place != semaphore) continue;
    place = nullptr;
    return true;
  }
  return false;
}

sem_t* map_semaphore(int fd) {
  void* memory = mmap(nullptr, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  return memory == MAP_FAILED ? SEM_FAILED : static_cast<sem_t*>(memory);
}

sem_t* open_semaphore(const char* path, int flags, mode_t mode, unsigned value) {
  const int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (flags & (O_CREAT | O_EXCL)), mode);
  if (fd < 0) return SEM_FAILED;
  struct stat info {};
  sem_t* semaphore = SEM_FAILED;
  if (fstat(fd, &info) == 0 && info.st_size == static_cast<off_t>(sizeof(sem_t))) {
    semaphore = map_semaphore(fd);
  } else if ((flags & O_CREAT) != 0 && ftruncate(fd, sizeof(sem_t)) == 0) {
    semaphore = map_semaphore(fd);
    if (semaphore != SEM_FAILED) sem_init(semaphore, 1, value);
  } else {
    errno = ENOENT;
  }
  close(fd);
  if (semaphore != SEM_FAILED) remember(semaphore);
  return semaphore;
}

}  // namespace

extern "C" {

sem_t* sem_open(const char* name, int flags, ...) {
  mode_t mode = 0;
  unsigned value = 0;
  if ((flags & O_CREAT) != 0) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    value = va_arg(rest, unsigned);
    va_end(rest);
  }
  char path[PATH_MAX];
  if (redirected(name, path)) return open_semaphore(path, flags, mode, value);
  static const auto real = next<sem_t* (*)(const char*, int, ...)>("sem_open");
  return real(name, flags, mode, value);
}

int sem_close(sem_t* semaphore) {
  if (forget(semaphore)) return munmap(semaphore, sizeof(sem_t));
  static const auto real = next<int (*)(sem_t*)>("sem_close");
  return real(semaphore);
}

int sem_unlink(const char* name) {
  char path[PATH_MAX];
  if (redirected(name, path)) return unlink(path);
  static const auto real = next<int (*)(const char*)>("sem_unlink");
  return real(name);
}

int shm_open(const char* name, int flags, mode_t mode) {
  char path[PATH_MAX];
  if (redirected(name, path)) return open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode);
  static const auto real = next<int (*)(const char*, int, mode_t)>("shm_open");
  return real(name, flags, mode);
}

int shm_unlink(const char* name) {
  char path[PATH_MAX];
  if (redirected(name, path)) return unlink(path);
  static const auto real = next<int (*)(const char*)>("shm_unlink");
  return real(name);
}

}  // extern "C"
