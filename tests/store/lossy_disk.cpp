#include "lossy_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <vector>

namespace yakusoku::store_tests {
namespace {

constexpr std::size_t sector = 512;

struct Write {
  bool truncates = false;
  std::size_t at = 0;  // where it writes, or the size that is left
  std::string bytes;
};

struct Remembered {
  std::string synced;
  bool exists = false;  // on the disk, were the power to go now
  std::vector<Write> unsynced;
};

struct Machine {
  std::mutex mutex;
  std::map<std::string, Remembered> files;
  std::int64_t writes = 0, syncs = 0, fails_at = 0;
  bool off = false;
} machine;

void put_into(const Write& write, std::string& to) {
  if (write.truncates) {
    to.resize(write.at);
    return;
  }
  if (to.size() < write.at + write.bytes.size()) to.resize(write.at + write.bytes.size());
  std::copy(write.bytes.begin(), write.bytes.end(), to.begin() + static_cast<std::ptrdiff_t>(write.at));
}

// Whether the power is still on for this write.
bool powered() {
  if (!machine.off && ++machine.writes == machine.fails_at) machine.off = true;
  return !machine.off;
}

struct File {
  sqlite3_file base;
  Remembered* remembered;  // nullptr: a temporary file
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& file_of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return file_of(file).real(); }
const sqlite3_io_methods& methods(sqlite3_file* file) { return *real(file)->pMethods; }

int write_to(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  if (Remembered* remembered = file_of(file).remembered) {
    const std::scoped_lock lock(machine.mutex);
    const bool on = powered();
    // The write during which the power goes may have reached the disk in part.
    if (on || machine.writes == machine.fails_at)
      remembered->unsynced.push_back({false, static_cast<std::size_t>(at),
                                      std::string(static_cast<const char*>(data), static_cast<std::size_t>(size))});
    if (!on) return SQLITE_IOERR_WRITE;
  }
  return methods(file).xWrite(real(file), data, size, at);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (Remembered* remembered = file_of(file).remembered) {
    const std::scoped_lock lock(machine.mutex);
    if (!powered()) return SQLITE_IOERR_TRUNCATE;
    remembered->unsynced.push_back({true, static_cast<std::size_t>(size), {}});
  }
  return methods(file).xTruncate(real(file), size);
}

// Nothing is synced underneath: the remembered file is the disk.
int sync_file(sqlite3_file* file, int) {
  Remembered* remembered = file_of(file).remembered;
  if (!remembered) return SQLITE_OK;
  const std::scoped_lock lock(machine.mutex);
  if (machine.off) return SQLITE_IOERR_FSYNC;
  ++machine.syncs;
  for (const Write& write : remembered->unsynced) put_into(write, remembered->synced);
  remembered->unsynced.clear();
  remembered->exists = true;
  return SQLITE_OK;
}

const sqlite3_io_methods lossy_methods{
    2,
    [](sqlite3_file* f) { return methods(f).xClose(real(f)); },
    [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) { return methods(f).xRead(real(f), to, size, at); },
    write_to,
    truncate_file,
    sync_file,
    [](sqlite3_file* f, sqlite3_int64* size) { return methods(f).xFileSize(real(f), size); },
    [](sqlite3_file* f, int level) { return methods(f).xLock(real(f), level); },
    [](sqlite3_file* f, int level) { return methods(f).xUnlock(real(f), level); },
    [](sqlite3_file* f, int* out) { return methods(f).xCheckReservedLock(real(f), out); },
    [](sqlite3_file* f, int what, void* with) { return methods(f).xFileControl(real(f), what, with); },
    [](sqlite3_file* f) { return methods(f).xSectorSize(real(f)); },
    [](sqlite3_file* f) { return methods(f).xDeviceCharacteristics(real(f)); },
    [](sqlite3_file* f, int n, int size, int extend, void volatile** out) {
      return methods(f).xShmMap(real(f), n, size, extend, out);
    },
    [](sqlite3_file* f, int offset, int n, int flags) { return methods(f).xShmLock(real(f), offset, n, flags); },
    [](sqlite3_file* f) { methods(f).xShmBarrier(real(f)); },
    [](sqlite3_file* f, int remove) { return methods(f).xShmUnmap(real(f), remove); },
    nullptr,
    nullptr,
};

sqlite3_vfs* underlying = nullptr;

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* out, int flags, int* out_flags) {
  File& file = file_of(out);
  file.base.pMethods = nullptr;
  file.remembered = nullptr;
  const int code = underlying->xOpen(underlying, name, file.real(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  file.base.pMethods = &lossy_methods;
  if (name) {
    const std::scoped_lock lock(machine.mutex);
    file.remembered = &machine.files[name];
  }
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int sync_folder) {
  {
    const std::scoped_lock lock(machine.mutex);
    if (machine.off) return SQLITE_IOERR_DELETE;
    machine.files[name] = {};
  }
  return underlying->xDelete(underlying, name, sync_folder);
}

}  // namespace

void LossyDisk::install() {
  if (underlying) return;
  underlying = sqlite3_vfs_find(nullptr);
  static sqlite3_vfs lossy = *underlying;
  lossy.zName = "lossy";
  lossy.pNext = nullptr;
  lossy.szOsFile = static_cast<int>(sizeof(File)) + underlying->szOsFile;
  lossy.xOpen = open_file;
  lossy.xDelete = delete_file;
  sqlite3_vfs_register(&lossy, 0);
}

void LossyDisk::forget() {
  const std::scoped_lock lock(machine.mutex);
  machine.files.clear();
  machine.writes = machine.syncs = machine.fails_at = 0;
  machine.off = false;
}

void LossyDisk::power_fails_at(std::int64_t write) {
  const std::scoped_lock lock(machine.mutex);
  machine.fails_at = write == 0 ? 0 : machine.writes + write;
}

std::int64_t LossyDisk::writes() {
  const std::scoped_lock lock(machine.mutex);
  return machine.writes;
}

std::int64_t LossyDisk::syncs() {
  const std::scoped_lock lock(machine.mutex);
  return machine.syncs;
}

void LossyDisk::put_remains(const std::filesystem::path& folder, Unsynced unsynced, std::uint64_t seed) {
  const std::scoped_lock lock(machine.mutex);
  std::mt19937_64 chance(seed);
  for (const auto& [name, file] : machine.files) {
    std::string bytes = file.synced;
    bool exists = file.exists;
    for (const Write& write : file.unsynced) {
      if (unsynced == Unsynced::lost || chance() % 2 == 0) continue;
      Write part = write;
      // Torn: some of its sectors, from the front.
      if (!part.truncates && chance() % 4 == 0)
        part.bytes.resize(std::min(part.bytes.size(), chance() % (part.bytes.size() / sector + 1) * sector));
      put_into(part, bytes);
      exists = true;
    }
    if (!exists) continue;
    std::ofstream(folder / std::filesystem::path(name).filename(), std::ios::binary) << bytes;
  }
}

}  // namespace yakusoku::store_tests
