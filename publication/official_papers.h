#pragma once

#include <string>
#include <vector>

#include "publication/complaint.h"
#include "publication/paper.h"
#include "publication/sheet.h"

namespace chengnuo::publication {

/// What all papers of a unit carry.
struct Letterhead {
  std::string unit;      ///< 发文机关
  std::string number;    ///< 发文字号, such as "某工协〔2025〕3号"; may be empty
  std::string activity;  ///< 活动名称
  std::string phone;     ///< may be empty
  pipeline::Time at;
};

/// An enterprise as papers name it.
struct PaperEnterprise {
  std::string name, code, archive_code, signed_on, published_number;
};

/// 除名决定通知书: the facts, who investigated, what the enterprise said, the finding, the basis
/// (the notice 工信部科[2011]366号, part five), the decision and how to appeal. `complaint` allows
/// it (hindrance_to_delisting) and is not named with its complainant.
Paper delisting_notice(const Letterhead& head, const PaperEnterprise& enterprise,
                       const Complaint& complaint);
/// 违背承诺情况说明通知书: asks the enterprise to explain.
Paper hearing_letter(const Letterhead& head, const EnterpriseView& view);
/// 送达回证 for a written notice.
Paper service_receipt(const Letterhead& head, const std::string& enterprise,
                      const std::string& document);
/// 承诺企业汇总表, on a lying sheet or as a table to go on with. Rows: name, code, representative,
/// address, products, signed on.
Paper enterprise_table(const Letterhead& head, const std::vector<std::vector<std::string>>& rows);
Sheet enterprise_sheet(const std::vector<std::vector<std::string>>& rows);
/// 报送函: what is handed in to the Activity Office.
Paper transmittal_letter(const Letterhead& head, int enterprises, const std::string& batch);
/// 回执 for what was taken in of one enterprise. Files: name, pages, SHA-256.
Paper intake_receipt(const Letterhead& head, const std::string& id, const std::string& enterprise,
                     const std::string& received,
                     const std::vector<std::vector<std::string>>& files);

}  // namespace chengnuo::publication
