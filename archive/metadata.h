#pragma once

#include <string>
#include <vector>

#include "archive/record.h"

namespace chengnuo::archive {

/// What the archive says of whoever keeps it, and of how long.
struct ArchiveSettings {
  CodePattern code;
  std::string fonds_name;                ///< 立档单位名称: whose archive it is
  std::string title = "质量信誉承诺书";  ///< 题名, after the enterprise's name
  std::string security = "公开";         ///< 密级
};

/// 到期: the last day of the retention, counted from the end of the year of filing; empty if it is
/// kept for ever. Expired records are listed for appraisal; nothing deletes itself.
/// Throws Error: fix_setup if `retention` is none of "Y", "D" and years.
std::string expires_on(const std::string& retention, int year_of_filing);

/// The metadata of a record (DA/T 46-2009 groups, DA/T 48-2009 names), from what stands in it.
/// `year` is the 年度 of its code.
std::vector<MetadataItem> metadata_of(const pipeline::Submission& submission,
                                      const ArchiveSettings& settings, const std::string& code,
                                      int year);

}  // namespace chengnuo::archive
