#include "publication/official_papers.h"

#include <array>

#include "publication/mask.h"
#include "publication/page_frame.h"

namespace chengnuo::publication {
namespace {

using Kind = PaperBlock::Kind;

std::string date_of(pipeline::Time time) { return chinese_date(iso(day_in_china(time))); }

Paper paper_of(const Letterhead& head, const std::string& title) {
  Paper paper;
  paper.title = title;
  paper.author = head.unit;
  paper.made = head.at;
  return paper;
}

/// 版头: the unit in red, the number, the red rule.
Paper official(const Letterhead& head, const std::string& title) {
  Paper paper = paper_of(head, title);
  paper.blocks = {
      {Kind::red_head, head.unit + "文件"}, {Kind::number, head.number}, {Kind::title, title}};
  return paper;
}

void add(Paper& paper, Kind kind, const std::string& text) { paper.blocks.push_back({kind, text}); }

void sign(Paper& paper, const Letterhead& head) {
  add(paper, Kind::gap, {});
  add(paper, Kind::signature, head.unit);
  add(paper, Kind::signature, date_of(head.at));
}

/// A column of 承诺企业汇总表: its share of the paper, its characters in a workbook.
struct EnterpriseColumn {
  const char* head;
  double share;
  double characters;
};
constexpr std::array<EnterpriseColumn, 7> kEnterpriseColumns{{{"序号", 0.5, 6},
                                                              {"企业名称", 2.6, 32},
                                                              {"统一社会信用代码", 2.0, 22},
                                                              {"法定代表人", 1.1, 12},
                                                              {"地址", 2.4, 36},
                                                              {"主要产品", 1.8, 24},
                                                              {"签署日期", 1.1, 12}}};

std::vector<std::vector<std::string>> numbered(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::vector<std::string>> all;
  for (const auto& row : rows) {
    all.push_back({std::to_string(all.size() + 1)});
    all.back().insert(all.back().end(), row.begin(), row.end());
  }
  return all;
}

std::string contact(const Letterhead& head) {
  return head.phone.empty() ? std::string() : "联系电话：" + head.phone + "。";
}

}  // namespace

Paper delisting_notice(const Letterhead& head, const PaperEnterprise& enterprise,
                       const Complaint& complaint) {
  Paper paper = official(
      head, "关于将" + enterprise.name + "从“中国工业企业质量信誉承诺”企业名单中除名的通知");
  const std::string investigator =
      complaint.forwarded_to ? word_for(*complaint.forwarded_to).zh : "活动组织单位";
  const std::string code = enterprise.code.empty() ? "" : "（" + enterprise.code + "）";
  add(paper, Kind::addressee, enterprise.name + "：");
  add(paper, Kind::text,
      "你单位" + code + "参加“" + head.activity + "”，于" + chinese_date(enterprise.signed_on) +
          "签署《质量信誉承诺书》（档号：" + enterprise.archive_code +
          "）。现将有关决定通知如下。");
  add(paper, Kind::heading, "一、违背承诺的事实");
  add(paper, Kind::text, masked(complaint.opinion.empty() ? complaint.content : complaint.opinion));
  add(paper, Kind::heading, "二、调查经过和企业说明");
  add(paper, Kind::text,
      "我单位收到反映（登记编号：" + complaint.id + "）后，由" + investigator + "进行了调查。" +
          (complaint.statement && !complaint.statement->empty()
               ? "你单位说明：" + masked(*complaint.statement)
               : "经通知，你单位未作说明。"));
  add(paper, Kind::heading, "三、认定");
  add(paper, Kind::text,
      "经认定，违背承诺的行为存在，性质恶劣，影响严重。" +
          (complaint.finding ? masked(complaint.finding->reasons) : std::string()));
  add(paper, Kind::heading, "四、决定");
  add(paper, Kind::text,
      "依据工业和信息化部《关于深入开展“中国工业企业质量信誉承诺活动”的通知》（工信部科[2011]"
      "366号）第五部分，"
      "决定自" +
          date_of(head.at) +
          "起，将你单位从“中国工业企业质量信誉承诺”企业名单中除名。有关信息同时提交中国工业产品质量"
          "网"
          "正式发布。");
  add(paper, Kind::heading, "五、申诉");
  add(paper, Kind::text,
      "你单位对本决定有异议的，可自收到本通知之日起以书面形式向我单位提出申诉。申诉成立的，撤销本决"
      "定并"
      "重新发布。" +
          contact(head));
  sign(paper, head);
  return paper;
}

Paper hearing_letter(const Letterhead& head, const EnterpriseView& view) {
  Paper paper = official(head, "关于请就有关情况作出说明的通知");
  add(paper, Kind::addressee, view.enterprise + "：");
  add(paper, Kind::text,
      "我单位收到关于你单位违背质量信誉承诺的反映（登记编号：" + view.id + "），内容如下：");
  add(paper, Kind::text, view.content);
  add(paper, Kind::text,
      "依据工信部科[2011]"
      "366号文件第五部分，请你单位就上述情况作出书面说明，附有关证据，加盖公章，于" +
          chinese_date(iso(view.answer_by)) +
          "前送达我单位。逾期未作说明的，将依据已有材料作出认定。" + contact(head));
  sign(paper, head);
  return paper;
}

Paper service_receipt(const Letterhead& head, const std::string& enterprise,
                      const std::string& document) {
  Paper paper = paper_of(head, "送达回证");
  add(paper, Kind::title, "送达回证");
  const auto line = [](const char* name, const std::string& value) {
    return std::vector<std::string>{name, value};
  };
  PaperBlock table{Kind::table, {}};
  table.columns = {{"项目", 1}, {"内容", 3}};
  table.rows = {line("送达文书", document),
                line("文号", head.number),
                line("受送达人", enterprise),
                line("送达地点", ""),
                line("送达方式", "□直接送达　□邮寄送达　□留置送达　□其他"),
                line("受送达人签名或盖章", "\n\n　　　　年　　月　　日"),
                line("代收人及代收理由", "\n　　　　年　　月　　日"),
                line("送达人签名", "\n　　　　年　　月　　日"),
                line("备注", "\n")};
  paper.blocks.push_back(std::move(table));
  add(paper, Kind::gap, {});
  add(paper, Kind::signature, head.unit + "（印章）");
  return paper;
}

Paper enterprise_table(const Letterhead& head, const std::vector<std::vector<std::string>>& rows) {
  Paper paper = paper_of(head, "承诺企业汇总表");
  paper.sheet = Paper::Sheet::lying;
  add(paper, Kind::title, "“" + head.activity + "”承诺企业汇总表");
  add(paper, Kind::note, "填报单位（盖章）：" + head.unit + "　　　填报日期：" + date_of(head.at));
  PaperBlock table{Kind::table, {}};
  for (const EnterpriseColumn& each : kEnterpriseColumns)
    table.columns.push_back({each.head, each.share});
  table.rows = numbered(rows);
  paper.blocks.push_back(std::move(table));
  add(paper, Kind::note,
      "合计：" + std::to_string(rows.size()) + " 家　　　填报人：　　　　　　联系电话：" +
          head.phone);
  return paper;
}

Sheet enterprise_sheet(const std::vector<std::vector<std::string>>& rows) {
  Sheet sheet{"承诺企业汇总表", {}, numbered(rows)};
  for (const EnterpriseColumn& each : kEnterpriseColumns)
    sheet.columns.push_back({each.head, Sheet::Kind::text, each.characters});
  sheet.columns.front().kind = Sheet::Kind::number;
  return sheet;
}

Paper transmittal_letter(const Letterhead& head, int enterprises, const std::string& batch) {
  Paper paper = official(head, "关于报送承诺企业有关信息的函");
  add(paper, Kind::addressee, "中国工业企业质量信誉承诺活动办公室：");
  add(paper, Kind::text,
      "按照工信部科[2011]366号文件要求，我单位组织开展了“" + head.activity + "”。" +
          (batch.empty() ? "" : "批次“" + batch + "”") + "共有 " + std::to_string(enterprises) +
          " 家企业签署《质量信誉承诺书》，经审查符合要求。现将承诺企业有关信息报送你办，承诺书电子"
          "文本已同时"
          "传送中国工业产品质量网公示。" +
          contact(head));
  add(paper, Kind::text, "附件：承诺企业汇总表");
  sign(paper, head);
  return paper;
}

Paper intake_receipt(const Letterhead& head, const std::string& id, const std::string& enterprise,
                     const std::string& received,
                     const std::vector<std::vector<std::string>>& files) {
  Paper paper = paper_of(head, "回执");
  add(paper, Kind::title, "收件回执");
  paper.blocks.push_back({Kind::field, id, "编号"});
  paper.blocks.push_back({Kind::field, enterprise, "企业名称"});
  paper.blocks.push_back({Kind::field, received, "接收时间"});
  PaperBlock table{Kind::table, {}};
  table.columns = {{"文件", 3}, {"页数", 0.6}, {"摘要值（SHA-256）", 3}};
  table.rows = files;
  paper.blocks.push_back(std::move(table));
  add(paper, Kind::note, "以上文件已收到。摘要值用于日后核对文件是否一致。" + contact(head));
  sign(paper, head);
  return paper;
}

}  // namespace chengnuo::publication
