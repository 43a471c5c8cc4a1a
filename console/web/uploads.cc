#include "console/web/uploads.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::Remedy;

constexpr std::size_t kIdBytes = 16;
constexpr std::int64_t kSpareBytes = std::int64_t{256} << 20;  // left for the rest of the house

Error no_such_upload() {
  return {Remedy::fix_document,
          {"没有这个上传。", "There is no such upload."},
          {"请重新选择文件。", "Choose the file again."}};
}

Error disk_trouble(const std::string& what) {
  return {Remedy::retry,
          {"无法保存上传的内容：" + what, "The upload cannot be stored: " + what},
          {"已收到的部分还在；磁盘有空间后会接着上传。",
           "What came is kept; it goes on once the disk has room."}};
}

/// A file that is open for writing at its end.
class Appending {
 public:
  explicit Appending(const fs::path& path)
      : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (file_ < 0) throw disk_trouble(std::strerror(errno));
    ::lseek(file_, 0, SEEK_END);
  }
  ~Appending() { ::close(file_); }
  Appending(const Appending&) = delete;
  Appending& operator=(const Appending&) = delete;

  void add(const char* data, std::size_t size) const {
    while (size > 0) {
      const ssize_t written = ::write(file_, data, size);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw disk_trouble(std::strerror(errno));
      data += written;
      size -= static_cast<std::size_t>(written);
    }
  }
  void make_durable() const {
    if (::fsync(file_) != 0) throw disk_trouble(std::strerror(errno));
  }

 private:
  int file_;
};

}  // namespace

/// One request at a time writes an upload.
class Uploads::Busy {
 public:
  Busy(Uploads& uploads, const std::string& id) : uploads_(uploads), id_(id) {
    const std::lock_guard lock(uploads_.mutex_);
    if (!uploads_.busy_.insert(id_).second)
      throw Error(Remedy::retry, {"这个文件正在上传。", "This file is being uploaded."},
                  {"请稍候再试。", "Try again in a moment."});
  }
  ~Busy() {
    const std::lock_guard lock(uploads_.mutex_);
    uploads_.busy_.erase(id_);
  }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  Uploads& uploads_;
  std::string id_;
};

Uploads::Uploads(fs::path folder, std::int64_t largest)
    : folder_(std::move(folder)), largest_(largest) {}

fs::path Uploads::facts_of(const std::string& id) const { return folder_ / (id + ".json"); }
fs::path Uploads::bytes_of(const Upload& upload) const { return folder_ / (upload.id + ".part"); }

Upload Uploads::begin(Upload wanted) {
  if (wanted.size <= 0 || wanted.size > largest_)
    throw Error(Remedy::fix_document,
                {"文件是空的，或超过 " + std::to_string(largest_ >> 20) + " MB：" + wanted.name,
                 "The file is empty or larger than " + std::to_string(largest_ >> 20) +
                     " MB: " + wanted.name},
                {"请检查文件；过大的请分开扫描。", "Check the file; scan large ones in parts."});
  // The same file of the same person is the same upload, which is how it goes on after a restart of
  // the browser.
  wanted.id = pipeline::sha256_hex(wanted.owner + "\n" + wanted.unit + "\n" + wanted.batch + "\n" +
                                   wanted.name + "\n" + std::to_string(wanted.size))
                  .substr(0, 2 * kIdBytes);
  wanted.offset = 0;
  std::error_code none;
  fs::create_directories(folder_, none);
  if (fs::exists(facts_of(wanted.id))) return find(wanted.id, wanted.owner);
  const auto space = fs::space(folder_, none);
  if (!none && static_cast<std::int64_t>(space.available) < wanted.size + kSpareBytes)
    throw disk_trouble("磁盘空间不足 / disk full");
  pipeline::write_durably(facts_of(wanted.id), pipeline::stored_text({{"name", wanted.name},
                                                                      {"owner", wanted.owner},
                                                                      {"unit", wanted.unit},
                                                                      {"batch", wanted.batch},
                                                                      {"size", wanted.size}}));
  return wanted;
}

Upload Uploads::find(const std::string& id, const std::string& owner) const {
  const bool hex =
      id.size() == 2 * kIdBytes && id.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!hex || !fs::exists(facts_of(id))) throw no_such_upload();
  const auto facts = pipeline::parse_stored(pipeline::read_file(facts_of(id)), facts_of(id));
  Upload upload{id,
                facts.at("name"),
                facts.at("owner"),
                facts.at("unit"),
                facts.at("batch"),
                facts.at("size")};
  if (upload.owner != owner) throw no_such_upload();
  std::error_code none;
  const auto size = fs::file_size(bytes_of(upload), none);
  if (!none) upload.offset = static_cast<std::int64_t>(size);
  return upload;
}

Upload Uploads::receive(const std::string& id, const std::string& owner, std::int64_t offset,
                        const std::function<bool(const Sink&)>& read) {
  const Busy busy(*this, id);
  Upload upload = find(id, owner);
  if (offset != upload.offset)
    throw Error(Remedy::fix_document,
                {"上传的位置不对，应从 " + std::to_string(upload.offset) + " 字节开始。",
                 "The upload goes on at byte " + std::to_string(upload.offset) + "."},
                {"页面会自动接着上传。", "The page goes on from there by itself."});
  const Appending file(bytes_of(upload));
  bool too_long = false;
  const bool whole = read([&](const char* data, std::size_t size) {
    too_long = upload.offset + static_cast<std::int64_t>(size) > upload.size;
    if (too_long) return false;
    file.add(data, size);
    upload.offset += static_cast<std::int64_t>(size);
    return true;
  });
  file.make_durable();
  if (too_long)
    throw Error(Remedy::fix_document, {"收到的内容比文件长。", "More came than the file has."},
                {"文件在上传中变了：请重新选择。", "The file changed meanwhile: choose it again."});
  if (!whole && upload.offset < upload.size)
    throw Error(Remedy::retry, {"连接中断。", "The connection broke."},
                {"页面会自动接着上传。", "The page goes on by itself."});
  return upload;
}

void Uploads::remove(const Upload& upload) {
  std::error_code gone;
  fs::remove(bytes_of(upload), gone);
  fs::remove(facts_of(upload.id), gone);
}

void Uploads::remove_old(std::chrono::seconds age) {
  std::error_code none;
  const auto now = fs::file_time_type::clock::now();
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    const auto written = fs::last_write_time(entry.path(), none);
    if (!none && now - written > age) fs::remove(entry.path(), none);
  }
}

}  // namespace chengnuo::console
