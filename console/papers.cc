#include "console/papers.h"

#include <algorithm>
#include <chrono>

#include "publication/sender.h"

namespace chengnuo::console {

const UnitConfig& unit_of(const Config& config, const std::string& unit) {
  const auto found = std::ranges::find(config.units, unit, &UnitConfig::id);
  if (found == config.units.end()) throw publication::unknown_unit(unit);
  return *found;
}

publication::Letterhead letterhead(const Config& config, const UnitConfig& unit,
                                   const std::string& number, pipeline::Time now) {
  return {unit.name, number, config.activity, unit.phone, now};
}

std::string field_on_papers(const pipeline::Submission& submission, const std::string& field) {
  for (const auto kind : {pipeline::DocumentKind::form, pipeline::DocumentKind::letter})
    if (const auto* document = pipeline::find_document(submission, kind)) {
      const auto found = document->fields.find(field);
      if (found != document->fields.end() && !found->second.value.empty())
        return found->second.value;
    }
  return {};
}

publication::PaperEnterprise enterprise_on_papers(const pipeline::Submission& submission) {
  const auto* receipt = pipeline::find_receipt(submission, "platform");
  return {submission.enterprise, submission.credit_code, submission.archive_code,
          field_on_papers(submission, "signed_on"),
          receipt == nullptr ? std::string() : receipt->number};
}

}  // namespace chengnuo::console
