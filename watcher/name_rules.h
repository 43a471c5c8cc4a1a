#pragma once

#include <string>
#include <string_view>

namespace chengnuo::watcher {

/// The folders that the service keeps in each unit's inbox. Never looked into for scans.
inline constexpr const char* kReceivedFolder = "已接收";
inline constexpr const char* kPendingFolder = "待处理";
inline constexpr const char* kReceiptsFolder = "回执";

/// Is this a name that no scan has: half-written (.part, .tmp, …), a lock (~$…), a system's own
/// file (Thumbs.db, .DS_Store), hidden, or one of our folders? `name` is one path component, raw
/// bytes.
bool is_ignored_name(std::string_view name);

/// A file name for people and the register. Names that are not UTF-8 are read as GB 18030 (Windows
/// shares and zips); what is neither has its odd bytes written as %XX. Control characters become
/// U+FFFD. Only for showing: file operations use the raw bytes.
std::string name_in_utf8(std::string_view raw);

/// "扫描2" before "扫描10": digits are compared as numbers, so that pages keep their order.
bool comes_before(std::string_view left, std::string_view right);

/// `name` with " (number)" before its extension, no longer than a file name may be (255 bytes).
/// Number 1 is the name itself.
std::string numbered_name(std::string_view name, int number);

/// The name of the text that explains what happened to the file `name`: `name`.说明.txt.
std::string explanation_name(std::string_view name);

}  // namespace chengnuo::watcher
