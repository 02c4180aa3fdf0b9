// A disk that says no, preloaded under the real binary: calls on the desk's database files fail or drag as a control file
// says, which is read at each call. Words: "ENOSPC", "EROFS", "EIO" (writes, truncations and syncs fail), "slow N" (each sync
// takes N milliseconds), "fine".
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

// What the control file says now, by bare system calls: nothing of ours is called again.
static int word_now(char *word, size_t size) {
  const char *path = getenv("DISK_CONTROL");
  if (!path) return 0;
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t got = syscall(SYS_read, file, word, size - 1);
  syscall(SYS_close, file);
  word[got > 0 ? got : 0] = '\0';
  return got > 0;
}

static int is_desk(int file) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = '\0';
  return strstr(path, "desk.sqlite") != NULL && strstr(path, "-shm") == NULL;
}

// The errno that this call shall fail with; 0: it goes on.
static int refused(int file, int syncs) {
  char word[64];
  if (!is_desk(file) || !word_now(word, sizeof word)) return 0;
  if (!strncmp(word, "ENOSPC", 6)) return syncs ? 0 : ENOSPC;
  if (!strncmp(word, "EROFS", 5)) return EROFS;
  if (!strncmp(word, "EIO", 3)) return EIO;
  if (syncs && !strncmp(word, "slow ", 5)) {
    long milliseconds = atol(word + 5);
    struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&wait, NULL);
  }
  return 0;
}

#define PASS(name, syncs, type, parameters, arguments)            \
  type name parameters {                                          \
    static type(*real) parameters;                                \
    if (!real) real = (type(*) parameters)dlsym(RTLD_NEXT, #name); \
    int why = refused(file, syncs);                               \
    if (why) {                                                    \
      errno = why;                                                \
      return -1;                                                  \
    }                                                             \
    return real arguments;                                        \
  }

PASS(pwrite, 0, ssize_t, (int file, const void *bytes, size_t count, off_t at), (file, bytes, count, at))
PASS(pwrite64, 0, ssize_t, (int file, const void *bytes, size_t count, off64_t at), (file, bytes, count, at))
PASS(ftruncate, 0, int, (int file, off_t length), (file, length))
PASS(ftruncate64, 0, int, (int file, off64_t length), (file, length))
PASS(fsync, 1, int, (int file), (file))
PASS(fdatasync, 1, int, (int file), (file))
