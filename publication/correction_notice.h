#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "publication/official_papers.h"

namespace chengnuo::publication {

/// Something that an enterprise must add or put right.
struct Gap {
  std::string what;    ///< 承诺书上未检出企业公章图像。
  std::string where;   ///< 承诺书，第 2 页
  std::string remedy;  ///< 请企业盖章后重新提交。
};

/// A page of the papers with the gaps framed on it.
struct MarkedPage {
  std::string caption;
  std::filesystem::path png;
};

/// 缺项补正通知书: tells an enterprise what its papers lack, shows it on the scan and says how to
/// put it right. `id`: of the submission, which the enterprise names when it answers. `reason`:
/// what the clerk wrote when the papers were returned; may be empty.
Paper correction_notice(const Letterhead& head, const std::string& id,
                        const std::string& enterprise, const std::string& reason,
                        const std::vector<Gap>& gaps, const std::vector<MarkedPage>& pages);

}  // namespace chengnuo::publication
