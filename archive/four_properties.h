#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/object_store.h"
#include "archive/record.h"
#include "pipeline/message.h"

namespace chengnuo::archive {

// 四性检测: is a record authentic, complete, usable and safe (DA/T 70-2018)? The same items at
// filing (归档), at hand-over (移交接收) and in storage (长期保存).

enum class Property { authentic, complete, usable, safe };  ///< 真实 完整 可用 安全
enum class Result { passed, failed, not_applicable };       ///< 通过 未通过 不适用

struct PropertyItem {
  Property property = Property::authentic;
  const char* code = "";  ///< ours, for lists: "Z1"
  pipeline::Message name;
  Result result = Result::passed;
  pipeline::Message memo;  ///< why it failed, and which file
};

/// What the archive cannot say by itself. Given by console.
struct OutsideChecks {
  /// What is wrong with the signature in a PDF, if anything: unsigned, changed. Empty function: not
  /// applicable.
  std::function<std::optional<pipeline::Message>(const std::filesystem::path& pdf)> signature;
  /// Is this leaf in the log? Empty function: not applicable.
  std::function<bool(const std::string& leaf)> logged;
};

/// Reads every object of a record once. Never throws for what is wrong with the record.
std::vector<PropertyItem> examine(const ObjectStore& store, const Record& record,
                                  const OutsideChecks& outside);

bool all_passed(const std::vector<PropertyItem>& items);
/// Codes of the items that failed, with blanks between them.
std::string failed_codes(const std::vector<PropertyItem>& items);

pipeline::Message word_for(Property property);
pipeline::Message word_for(Result result);

/// 四性检测报告 as a table: its head, and a row for each item of a record. `occasion` is the 环节.
std::vector<std::string> report_head();
std::vector<std::vector<std::string>> report_rows(const std::string& occasion,
                                                  const std::string& code, pipeline::Time at,
                                                  const std::vector<PropertyItem>& items);

}  // namespace chengnuo::archive
