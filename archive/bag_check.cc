#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "archive/bag.h"
#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"

namespace chengnuo::archive {

using pipeline::Message;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDigestLength = 64;

/// Undoes what stands in manifests for line ends and the percent sign.
std::string path_in_line(const std::string& line) {
  std::string path;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const std::string_view code = std::string_view(line).substr(at, 3);
    if (code == "%0A" || code == "%0a" || code == "%0D" || code == "%0d" || code == "%25") {
      path += code == "%25" ? '%' : (code[2] == 'A' || code[2] == 'a') ? '\n' : '\r';
      at += 2;
    } else {
      path += line[at];
    }
  }
  return path;
}

/// Does it stay within the package, wherever that lies?
bool stays_inside(const std::string& path) {
  const fs::path as_path(path);
  return !path.empty() && as_path.is_relative() && path.find('\\') == std::string::npos &&
         path.front() != '~' && std::ranges::find(as_path, fs::path("..")) == as_path.end() &&
         as_path.lexically_normal() == as_path;
}

class Check {
 public:
  explicit Check(const fs::path& folder) : folder_(folder) {}

  BagCheck run() {
    const std::string declaration = tag_file("bagit.txt");
    if (!declaration.starts_with("BagIt-Version: 1.0") &&
        !declaration.starts_with("BagIt-Version: 0.97")) {
      fault("bagit.txt",
            {"不是 BagIt 1.0 或 0.97 的包。", "This is no BagIt 1.0 or 0.97 package."});
      return std::move(result_);
    }
    if (fs::exists(folder_ / "fetch.txt")) {
      fault("fetch.txt", {"包不完整：其中的文件要从别处下载。",
                          "The package is not whole: files of it are to be fetched elsewhere."});
    }
    std::set<std::string> listed{"tagmanifest-sha256.txt"};
    for (const char* manifest : {"tagmanifest-sha256.txt", "manifest-sha256.txt"})
      check_manifest(manifest, listed);
    find_unlisted(listed);
    check_sum(tag_file("bag-info.txt"));
    return std::move(result_);
  }

 private:
  void fault(const std::string& path, Message what) {
    result_.faults.push_back({path, std::move(what)});
  }

  std::string tag_file(const char* name) {
    if (fs::is_regular_file(fs::symlink_status(folder_ / name)))
      return pipeline::read_file(folder_ / name);
    fault(name, {"缺少文件。", "The file is missing."});
    return {};
  }

  void check_manifest(const char* manifest, std::set<std::string>& listed) {
    const bool payload = std::string_view(manifest).starts_with("manifest");
    std::istringstream in(tag_file(manifest));
    for (std::string line; std::getline(in, line);) {
      if (line.ends_with('\r')) line.pop_back();
      const std::size_t name = line.find_first_not_of(" \t*", kDigestLength);
      if (line.size() <= kDigestLength || name == std::string::npos) {
        fault(manifest, {"清单中有一行不完整：" + line, "A line is cut off: " + line});
        continue;
      }
      const std::string path = path_in_line(line.substr(name));
      if (!stays_inside(path) || path.starts_with("data/") != payload) {
        fault(path, {"路径指向包外，已拒绝。", "The path leads out of the package; refused."});
        continue;
      }
      if (!listed.insert(path).second) {
        fault(path, {"清单中重复列出。", "It is listed twice."});
        continue;
      }
      check_file(path, line.substr(0, kDigestLength), payload);
    }
  }

  void check_file(const std::string& path, const std::string& sha256, bool payload) {
    const fs::path file = folder_ / path;
    if (!fs::is_regular_file(fs::symlink_status(file)))
      return fault(path, {"清单所列的文件不在包中。", "A listed file is not there."});
    if (pipeline::sha256_of_file(file) != sha256)
      return fault(path, {"内容与清单中的摘要不符。", "Its bytes do not have the listed digest."});
    if (payload)
      result_.payload.push_back({path, sha256, static_cast<std::int64_t>(fs::file_size(file))});
  }

  void find_unlisted(const std::set<std::string>& listed) {
    for (auto entry = fs::recursive_directory_iterator(folder_); entry != end(entry); ++entry) {
      const std::string path = entry->path().lexically_relative(folder_).string();
      const auto kind = entry->symlink_status().type();
      if (kind == fs::file_type::directory) continue;
      if (kind != fs::file_type::regular)
        fault(path, {"不是普通文件，已拒绝。", "It is no regular file; refused."});
      else if (!listed.contains(path))
        fault(path, {"包中有清单未列出的文件。", "The package holds a file that is not listed."});
    }
  }

  /// "Payload-Oxum: bytes.files" finds a manifest that was cut short together with its files.
  void check_sum(const std::string& info) {
    const std::string label = "Payload-Oxum: ";
    const auto at = info.find(label);
    if (at == std::string::npos || !result_.faults.empty()) return;
    std::int64_t bytes = 0;
    for (const BagEntry& entry : result_.payload) bytes += entry.size;
    const std::string sum = std::to_string(bytes) + "." + std::to_string(result_.payload.size());
    std::string said = info.substr(at + label.size());
    said = said.substr(0, said.find_first_of("\r\n"));
    if (said != sum)
      fault("bag-info.txt", {"字节数或文件数不符：应为 " + said + "，实为 " + sum,
                             "Bytes and files should be " + said + " but are " + sum});
  }

  const fs::path& folder_;
  BagCheck result_;
};

}  // namespace

BagCheck check_bag(const fs::path& folder) {
  try {
    return Check(folder).run();
  } catch (const fs::filesystem_error& error) {
    throw pipeline::Error(pipeline::Remedy::retry,
                          {"无法读取该文件夹。", "The folder could not be read."},
                          {"请检查路径和权限后再试。", "Check its path and permissions."}, folder);
  }
}

}  // namespace chengnuo::archive
