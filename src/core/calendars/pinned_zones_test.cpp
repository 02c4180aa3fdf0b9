// The zone data of tests/zones, and no other, for the tests of this room.

#include <cctz/zone_info_source.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>

#include "base/zones.hpp"

namespace {

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string folder() { return std::string(YAKUSOKU_SOURCE_DIR) + "/tests/zones/"; }

class Pinned : public cctz::ZoneInfoSource {
 public:
  explicit Pinned(std::string data) : data_(std::move(data)) {}
  std::size_t Read(void* to, std::size_t size) override {
    size = std::min(size, data_.size() - at_);
    std::memcpy(to, data_.data() + at_, size);
    at_ += size;
    return size;
  }
  int Skip(std::size_t size) override {
    if (size > data_.size() - at_) return -1;
    at_ += size;
    return 0;
  }
  std::string Version() const override {
    const std::string version = contents(folder() + "VERSION");
    return version.substr(0, version.find('\n'));
  }

 private:
  std::string data_;
  std::size_t at_ = 0;
};

std::unique_ptr<cctz::ZoneInfoSource> pinned(
    const std::string& name, const std::function<std::unique_ptr<cctz::ZoneInfoSource>(const std::string&)>&) {
  std::string data = contents(folder() + name);
  if (data.empty()) return nullptr;
  return std::make_unique<Pinned>(std::move(data));
}

TEST(PinnedZones, are_the_only_ones_here) {
  EXPECT_TRUE(yakusoku::zones::exists("Asia/Tokyo"));
  EXPECT_FALSE(yakusoku::zones::exists("Europe/Paris"));
  EXPECT_EQ(yakusoku::zones::data_version(), "2025b");
}

}  // namespace

namespace cctz_extension {
ZoneInfoSourceFactory zone_info_source_factory = pinned;
}
