#include <algorithm>

#include "archive/four_properties.h"
#include "pipeline/json.h"

namespace chengnuo::archive {

using pipeline::Message;

bool all_passed(const std::vector<PropertyItem>& items) {
  return std::ranges::none_of(items,
                              [](const auto& each) { return each.result == Result::failed; });
}

std::string failed_codes(const std::vector<PropertyItem>& items) {
  std::string codes;
  for (const PropertyItem& item : items) {
    if (item.result != Result::failed) continue;
    if (!codes.empty()) codes += ' ';
    codes += item.code;
  }
  return codes;
}

Message word_for(Property property) {
  switch (property) {
    case Property::authentic:
      return {"真实性", "authentic"};
    case Property::complete:
      return {"完整性", "complete"};
    case Property::usable:
      return {"可用性", "usable"};
    case Property::safe:
      break;
  }
  return {"安全性", "safe"};
}

Message word_for(Result result) {
  switch (result) {
    case Result::passed:
      return {"通过", "passed"};
    case Result::failed:
      return {"未通过", "failed"};
    case Result::not_applicable:
      break;
  }
  return {"不适用", "not applicable"};
}

std::vector<std::string> report_head() {
  return {"环节", "档号", "四性", "检测项目", "编码", "结果", "说明", "时间"};
}

std::vector<std::vector<std::string>> report_rows(const std::string& occasion,
                                                  const std::string& code, pipeline::Time at,
                                                  const std::vector<PropertyItem>& items) {
  std::vector<std::vector<std::string>> rows;
  for (const PropertyItem& item : items)
    rows.push_back({occasion, code, word_for(item.property).zh, item.name.zh, item.code,
                    word_for(item.result).zh, item.memo.zh, pipeline::rfc3339(at)});
  return rows;
}

}  // namespace chengnuo::archive
