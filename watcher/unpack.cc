#include "watcher/unpack.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <string_view>

#include "watcher/descriptor.h"
#include "watcher/name_rules.h"

namespace chengnuo::watcher {

namespace {

struct CloseZip {
  void operator()(zip_t* zip) const noexcept { zip_discard(zip); }
};
using ZipPtr = std::unique_ptr<zip_t, CloseZip>;

struct CloseZipFile {
  void operator()(zip_file_t* file) const noexcept { zip_fclose(file); }
};
using ZipFilePtr = std::unique_ptr<zip_file_t, CloseZipFile>;

/// Code points of text that libzip made, which is well-formed UTF-8.
std::size_t count_code_points(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

PackedName name_of(zip_t* zip, zip_uint64_t index) {
  const char* raw = zip_get_name(zip, index, ZIP_FL_ENC_RAW);
  const char* strict = zip_get_name(zip, index, ZIP_FL_ENC_STRICT);
  PackedName name{raw != nullptr ? raw : "", false};
  // libzip does not show the flag. In strict mode it turns an unmarked name from CP437 to UTF-8,
  // one character for each byte; a name that is marked, or has the extra field, comes out shorter.
  const bool is_ascii = count_code_points(name.bytes) == name.bytes.size() &&
                        std::ranges::none_of(name.bytes, [](char c) { return c < 0; });
  if (strict != nullptr && (count_code_points(strict) < name.bytes.size() || is_ascii)) {
    name = {strict, true};
  }
  return name;
}

bool is_link(zip_t* zip, zip_uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  return zip_file_get_external_attributes(zip, index, 0, &system, &attributes) == 0 &&
         system == ZIP_OPSYS_UNIX && S_ISLNK(attributes >> 16);
}

/// Some Windows programs write "\\" where a folder ends; in GBK it may be half of a character.
bool is_folder(zip_t* zip, zip_uint64_t index, std::string_view name) {
  zip_stat_t facts;
  return name.ends_with('/') ||
         (name.ends_with('\\') && zip_stat_index(zip, index, 0, &facts) == 0 && facts.size == 0);
}

bool has_ignored_part(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    // A path may begin with "./"; ".." is not ignored here, but refused by name (zip_names.h).
    if (part != "." && part != ".." && !part.empty() && is_ignored_name(part)) return true;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return false;
}

class Unpacker {
 public:
  Unpacker(const std::filesystem::path& folder, const UnpackLimits& limits)
      : folder_(folder), limits_(limits) {}

  void unpack(Descriptor file, const std::vector<PackedName>& above) {
    // zip_fdopen closes what it is given, also when it fails later; it gets a descriptor of its
    // own.
    int error = 0;
    ::lseek(file.get(), 0, SEEK_SET);
    const ZipPtr zip(zip_fdopen(::dup(file.get()), 0, &error));
    if (!zip) {
      spoil(above, error == ZIP_ER_MULTIDISK ? Spoiled::unsupported : Spoiled::damaged);
      return;
    }
    const auto count =
        static_cast<zip_uint64_t>(std::max<zip_int64_t>(zip_get_num_entries(zip.get(), 0), 0));
    if (above.empty() && is_document(zip.get())) {
      result_.is_document = true;
      return;
    }
    entries_ += count;
    if (entries_ > limits_.entries) {
      spoil(above, Spoiled::too_many);
      return;
    }
    if (announced_bytes(zip.get(), count) > limits_.total_bytes - bytes_) {
      spoil(above, Spoiled::too_large);
      return;
    }
    for (zip_uint64_t index = 0; index < count && result_.failed == 0; ++index) {
      unpack_entry(zip.get(), index, above);
    }
  }

  Unpacking take_result() { return std::move(result_); }

 private:
  static bool is_document(zip_t* zip) {
    constexpr std::array marks = {"[Content_Types].xml", "OFD.xml", "META-INF/manifest.xml"};
    return std::ranges::any_of(
        marks, [zip](const char* name) { return zip_name_locate(zip, name, ZIP_FL_ENC_RAW) >= 0; });
  }

  static std::uint64_t announced_bytes(zip_t* zip, zip_uint64_t count) {
    std::uint64_t sum = 0;
    for (zip_uint64_t index = 0; index < count; ++index) {
      zip_stat_t facts;
      if (zip_stat_index(zip, index, 0, &facts) != 0) continue;
      const std::uint64_t size = (facts.valid & ZIP_STAT_SIZE) != 0 ? facts.size : 0;
      sum = sum > UINT64_MAX - size ? UINT64_MAX : sum + size;
    }
    return sum;
  }

  void spoil(const std::vector<PackedName>& path, Spoiled why) {
    if (path.empty()) {
      result_.spoiled = why;
    } else {
      result_.files.push_back({path, why, 0});
    }
  }

  void unpack_entry(zip_t* zip, zip_uint64_t index, const std::vector<PackedName>& above) {
    std::vector<PackedName> path = above;
    path.push_back(name_of(zip, index));
    const std::string& name = path.back().bytes;
    if (is_folder(zip, index, name) || has_ignored_part(name)) return;

    const std::optional<Spoiled> spoiled = spoiled_beforehand(zip, index);
    const int number = next_number_;
    const Spoiled why = spoiled ? *spoiled : extract(zip, index, number);
    if (result_.failed != 0) return;
    if (why != Spoiled::none) {
      spoil(path, why);
      return;
    }
    ++next_number_;
    if (is_zip_of_files(number)) {
      unpack_nested(number, path);
    } else {
      result_.files.push_back({path, Spoiled::none, number});
    }
  }

  std::optional<Spoiled> spoiled_beforehand(zip_t* zip, zip_uint64_t index) const {
    zip_stat_t facts;
    if (zip_stat_index(zip, index, 0, &facts) != 0) return Spoiled::damaged;
    if ((facts.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && facts.encryption_method != ZIP_EM_NONE) {
      return Spoiled::encrypted;
    }
    if (is_link(zip, index)) return Spoiled::link;
    if (facts.size > limits_.file_bytes) return Spoiled::too_large;
    if (facts.size > limits_.ratio_free_bytes && facts.size / limits_.ratio > facts.comp_size) {
      return Spoiled::bomb;
    }
    return {};
  }

  Spoiled extract(zip_t* zip, zip_uint64_t index, int number) {
    const ZipFilePtr packed(zip_fopen_index(zip, index, 0));
    if (!packed) {
      const int code = zip_error_code_zip(zip_get_error(zip));
      return code == ZIP_ER_COMPNOTSUPP || code == ZIP_ER_ENCRNOTSUPP ? Spoiled::unsupported
                                                                      : Spoiled::damaged;
    }
    const std::filesystem::path place = path_of(number);
    const Descriptor file(
        ::open(place.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) {
      result_.failed = errno;
      return Spoiled::none;
    }
    // What a zip says of its sizes may be a lie, so the bytes themselves are counted.
    std::array<char, 65536> piece{};
    std::uint64_t size = 0;
    Spoiled why = Spoiled::none;
    while (why == Spoiled::none) {
      const zip_int64_t count = zip_fread(packed.get(), piece.data(), piece.size());
      if (count == 0) break;
      if (count < 0) {
        why = Spoiled::damaged;
      } else if ((size += static_cast<std::uint64_t>(count)) > limits_.file_bytes) {
        why = Spoiled::too_large;
      } else if ((bytes_ += static_cast<std::uint64_t>(count)) > limits_.total_bytes) {
        why = Spoiled::bomb;
      } else if (!write(file.get(), {piece.data(), static_cast<std::size_t>(count)})) {
        return Spoiled::none;
      }
    }
    if (why != Spoiled::none) ::unlink(place.c_str());
    return why;
  }

  bool write(int file, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(file, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        result_.failed = errno;
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  bool is_zip_of_files(int number) const {
    const Descriptor file(::open(path_of(number).c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, 4> head{};
    if (::pread(file.get(), head.data(), head.size(), 0) != 4) return false;
    const std::string_view magic(head.data(), head.size());
    if (magic != "PK\x03\x04" && magic != "PK\x05\x06") return false;
    int error = 0;
    const ZipPtr zip(zip_fdopen(::dup(file.get()), 0, &error));
    return !zip || !is_document(zip.get());  // a damaged zip is reported as one
  }

  void unpack_nested(int number, const std::vector<PackedName>& path) {
    if (static_cast<int>(path.size()) > limits_.depth) {
      spoil(path, Spoiled::nested_too_deep);
    } else {
      unpack(Descriptor(::open(path_of(number).c_str(), O_RDONLY | O_CLOEXEC)), path);
    }
    ::unlink(path_of(number).c_str());
  }

  std::filesystem::path path_of(int number) const { return folder_ / std::to_string(number); }

  const std::filesystem::path& folder_;
  const UnpackLimits& limits_;
  Unpacking result_;
  std::uint64_t entries_ = 0;
  std::uint64_t bytes_ = 0;
  int next_number_ = 1;
};

}  // namespace

Unpacking unpack(int zip, const std::filesystem::path& folder, const UnpackLimits& limits) {
  Unpacker unpacker(folder, limits);
  unpacker.unpack(Descriptor(::fcntl(zip, F_DUPFD_CLOEXEC, 0)), {});
  return unpacker.take_result();
}

}  // namespace chengnuo::watcher
