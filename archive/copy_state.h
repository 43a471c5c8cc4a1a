#pragma once

#include <optional>
#include <string>

#include "pipeline/submission.h"

namespace chengnuo::archive {

/// That the enterprise has its copy (企业存).
struct Delivery {
  std::string on;       ///< the day, "2026-01-05"
  std::string receipt;  ///< what shows it: a number of a parcel, who signed
  std::string who;      ///< who wrote it down
};

// It stands in the submission as a decision, and with it in the next version of its record. Written
// down again, the last holds.

/// Throws Error: fix_document if `on` is no day or lies after `at`, or the receipt is empty.
pipeline::Decision decision_of(const Delivery& delivery, pipeline::Time at);
/// Nothing while its copy was not handed over.
std::optional<Delivery> delivery_of(const pipeline::Submission& submission);

// 冻结: while a record is held, its retention does not end.

pipeline::Decision hold_decision(const std::string& who, const std::string& reason);
pipeline::Decision release_decision(const std::string& who, const std::string& reason);
/// Why it is held; nothing if it is not.
std::optional<std::string> hold_of(const pipeline::Submission& submission);

}  // namespace chengnuo::archive
