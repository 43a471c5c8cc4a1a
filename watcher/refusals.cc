#include "watcher/refusals.h"

namespace chengnuo::watcher {

using pipeline::Message;

namespace {

constexpr const char* kLineEnd = "\r\n";

std::string count_of(std::uint64_t number) { return std::to_string(number); }
std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes >> 20); }

}  // namespace

Message empty_file() {
  return {"文件是空的（0 字节），可能扫描或复制未完成。请重新扫描或复制后放入。",
          "The file is empty (0 bytes); perhaps scanning or copying did not finish. Please scan or "
          "copy it again."};
}

std::optional<Message> unwelcome_format(std::string_view head) {
  const bool is_archive =
      head.starts_with("Rar!\x1A\x07") || head.starts_with("7z\xBC\xAF\x27\x1C");
  if (!is_archive) return {};
  return Message{"不支持 RAR、7z 压缩包。请解压后放入其中的扫描件，或改用 zip 格式压缩。",
                 "RAR and 7z archives cannot be opened here. Please drop the scans themselves, or "
                 "pack them as zip."};
}

Message unsafe_name() {
  return {"压缩包内该文件的路径不安全（含“..”或绝对路径），未予接收。请重新压缩后放入。",
          "This file's path within the zip is not safe (\"..\" or an absolute path); it was not "
          "taken. Please pack it again."};
}

Message empty_zip() {
  return {"压缩包内没有可接收的文件。请检查后重新压缩。",
          "The zip holds no file that could be taken in. Please check it and pack it again."};
}

Message spoiled_message(Spoiled why, const UnpackLimits& limits) {
  switch (why) {
    case Spoiled::encrypted:
      return {"压缩包或其中的文件有密码，无法打开。请去掉密码后重新压缩。",
              "It is protected by a password and cannot be opened. Please pack it without one."};
    case Spoiled::link:
      return {"压缩包内这一项是符号链接（快捷方式），不是扫描件本身。请放入文件本身。",
              "This entry is a symbolic link, not the scan itself. Please pack the file itself."};
    case Spoiled::too_large:
      return {"解压后超过允许的大小（单个文件 " + megabytes(limits.file_bytes) + " MB，合计 " +
                  megabytes(limits.total_bytes) + " MB）。请分成几个较小的压缩包。",
              "Unpacked, it is larger than allowed (" + megabytes(limits.file_bytes) +
                  " MB for one file, " + megabytes(limits.total_bytes) +
                  " MB together). Please split it into smaller zips."};
    case Spoiled::bomb:
      return {"压缩比异常，疑似“压缩炸弹”，未予解压。请直接放入扫描件。",
              "It shrinks beyond belief, as a zip bomb does, and was not unpacked. Please drop the "
              "scans themselves."};
    case Spoiled::too_many:
      return {"压缩包内文件过多（最多 " + count_of(limits.entries) + " 个）。请分成几个压缩包。",
              "The zip holds too many files (at most " + count_of(limits.entries) +
                  "). Please split it."};
    case Spoiled::unsupported:
      return {"不支持该压缩方式（如分卷压缩）。请用普通 zip 格式重新压缩。",
              "This way of packing is not supported (such as a split zip). Please pack it as an "
              "ordinary zip."};
    case Spoiled::nested_too_deep:
      return {"压缩包套压缩包的层数过多（最多再套 " + std::to_string(limits.depth) +
                  " 层）。请先解开内层压缩包。",
              "Zips within zips are nested too deeply (at most " + std::to_string(limits.depth) +
                  " within the outer one). Please unpack the inner ones first."};
    case Spoiled::damaged:
    case Spoiled::none:
      break;
  }
  return {"压缩包或其中的文件已损坏，无法解压。请重新压缩后放入。",
          "It is damaged and cannot be unpacked. Please pack it again."};
}

Explanation::Explanation(const std::string& file_name)
    : chinese_("文件：" + file_name + kLineEnd), english_("File: " + file_name + kLineEnd) {}

void Explanation::add(const std::string& name, const Message& reason) {
  chinese_ += (name.empty() ? "原因：" : name + "：") + reason.zh + kLineEnd;
  english_ += (name.empty() ? "Reason: " : name + ": ") + reason.en + kLineEnd;
}

std::string Explanation::text() const { return "\xEF\xBB\xBF" + chinese_ + kLineEnd + english_; }

}  // namespace chengnuo::watcher
