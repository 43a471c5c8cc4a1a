#include "publication/correction_notice.h"

#include "publication/page_frame.h"

namespace chengnuo::publication {

using Kind = PaperBlock::Kind;

Paper correction_notice(const Letterhead& head, const std::string& id,
                        const std::string& enterprise, const std::string& reason,
                        const std::vector<Gap>& gaps, const std::vector<MarkedPage>& pages) {
  Paper paper;
  paper.title = "缺项补正通知书";
  paper.author = head.unit;
  paper.made = head.at;
  const auto add = [&](Kind kind, const std::string& text) {
    paper.blocks.push_back({kind, text});
  };
  add(Kind::title, paper.title);
  paper.blocks.push_back({Kind::field, id, "案件编号"});
  add(Kind::addressee, (enterprise.empty() ? "申报企业" : enterprise) + "：");
  add(Kind::text,
      "你单位参加“" + head.activity +
          "”报送的材料已收到。经核查，下列各项需要补正，请补正后重新提交，并注明案件编号。");
  if (!reason.empty()) add(Kind::text, "退回原因：" + reason);
  PaperBlock table{Kind::table, {}};
  table.columns = {{"序号", 0.5}, {"缺项", 3}, {"位置", 1.4}, {"如何补正", 3}};
  for (const Gap& gap : gaps)
    table.rows.push_back({std::to_string(table.rows.size() + 1), gap.what, gap.where, gap.remedy});
  paper.blocks.push_back(std::move(table));
  add(Kind::text,
      "补正后的材料请用彩色、300 dpi 扫描，或将原件送交我单位；同一企业的新材料会自动并入本案。" +
          (head.phone.empty() ? std::string() : "联系电话：" + head.phone + "。"));
  add(Kind::gap, {});
  add(Kind::signature, head.unit);
  add(Kind::signature, chinese_date(iso(day_in_china(head.at))));
  for (const MarkedPage& page : pages) {
    PaperBlock picture{Kind::picture, page.caption};
    picture.picture = page.png;
    paper.blocks.push_back(std::move(picture));
  }
  return paper;
}

}  // namespace chengnuo::publication
