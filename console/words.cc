#include "console/words.h"

#include <algorithm>
#include <map>

#include "console/review.h"

namespace chengnuo::console {

using pipeline::Message;

Message word_for(pipeline::State state) {
  using enum pipeline::State;
  switch (state) {
    case received:
      return {"待识别", "received"};
    case reading:
      return {"识别中", "being read"};
    case held:
      return {"待核对", "waits for a person"};
    case approved:
      return {"审核通过", "approved"};
    case signed_:
      return {"已签名", "signed"};
    case archived:
      return {"已归档", "archived"};
    case reported:
      return {"已报送", "reported"};
    case published:
      return {"已公布", "published"};
    case returned:
      return {"已退回", "returned"};
    case delisted:
      return {"已除名", "delisted"};
    case failed:
      return {"异常", "failed"};
    case merged:
      return {"已合并", "joined to another"};
  }
  return {};
}

Message word_for(const pipeline::Submission& submission) {
  if (submission.state != pipeline::State::held || submission.holds.empty())
    return word_for(submission.state);
  const auto waits_for = [&](pipeline::HoldFor whom) {
    return std::ranges::find(submission.holds, whom, &pipeline::Hold::for_whom) !=
           submission.holds.end();
  };
  if (waits_for(pipeline::HoldFor::administrator)) return {"异常", "out of order"};
  if (waits_for(pipeline::HoldFor::enterprise)) return {"需补正", "to be put right"};
  if (submission.holds.front().stage == kSecondPersonStage) return {"待审核", "waits for approval"};
  return word_for(submission.state);
}

Message word_for(pipeline::FieldState state) {
  using enum pipeline::FieldState;
  switch (state) {
    case ok:
      return {"通过", "ok"};
    case empty:
      return {"未填写", "empty"};
    case none:
      return {"无", "none"};
    case unreadable:
      return {"无法识别", "unreadable"};
    case invalid:
      return {"不合规则", "invalid"};
    case inconsistent:
      return {"前后不一致", "inconsistent"};
  }
  return {};
}

Message word_for(pipeline::Verdict verdict) {
  using enum pipeline::Verdict;
  switch (verdict) {
    case met:
      return {"符合", "met"};
    case partial:
      return {"部分符合", "partial"};
    case missing:
      return {"缺失", "missing"};
    case contradicted:
      return {"相反", "contradicted"};
    case unsure:
      return {"不能确定", "unsure"};
  }
  return {};
}

Message word_for(pipeline::WordingPart part) {
  using enum pipeline::WordingPart;
  switch (part) {
    case same:
      return {"一致", "same"};
    case filled:
      return {"填空", "filled in"};
    case misread:
      return {"疑似误识", "likely misread"};
    case altered:
      return {"改动", "altered"};
    case added:
      return {"增加", "added"};
    case deleted:
      return {"删去", "deleted"};
  }
  return {};
}

Message word_for(pipeline::DocumentKind kind) {
  switch (kind) {
    case pipeline::DocumentKind::letter:
      return {"承诺书", "letter"};
    case pipeline::DocumentKind::form:
      return {"申请表", "form"};
    case pipeline::DocumentKind::other:
      return {"其他文件", "other paper"};
  }
  return {};
}

Message word_for(pipeline::HoldFor whom) {
  switch (whom) {
    case pipeline::HoldFor::clerk:
      return {"核对员", "clerk"};
    case pipeline::HoldFor::enterprise:
      return {"企业", "enterprise"};
    case pipeline::HoldFor::administrator:
      return {"管理员", "administrator"};
  }
  return {};
}

Message word_for(publication::MessageKind kind) {
  using enum publication::MessageKind;
  switch (kind) {
    case letter:
      return {"承诺书", "letter"};
    case report:
      return {"企业信息", "report"};
    case correction:
      return {"更正", "correction"};
    case withdrawal:
      return {"撤回", "withdrawal"};
    case suspension:
      return {"中止公示", "suspension"};
    case resumption:
      return {"恢复公示", "resumption"};
    case delisting:
      return {"除名", "delisting"};
    case relisting:
      return {"撤销除名", "relisting"};
  }
  return {};
}

Message word_for_receiver(const std::string& receiver) {
  if (receiver == "platform") return {"公示平台", "platform"};
  if (receiver == "activity_office") return {"活动办", "Activity Office"};
  return {receiver, receiver};
}

Message field_word(const std::string& id) {
  static const std::map<std::string, const char*> words{
      {"enterprise_name", "企业名称"},
      {"former_name", "曾用名"},
      {"credit_code", "统一社会信用代码"},
      {"registration_number", "注册号"},
      {"organisation_code", "组织机构代码"},
      {"legal_representative", "法定代表人"},
      {"address", "地址"},
      {"postcode", "邮政编码"},
      {"contact", "联系人"},
      {"phone", "电话"},
      {"mobile", "手机"},
      {"fax", "传真"},
      {"email", "电子邮箱"},
      {"website", "网址"},
      {"enterprise_type", "企业类型"},
      {"industry", "所属行业"},
      {"main_products", "主要产品"},
      {"standards", "执行标准"},
      {"employees", "职工人数"},
      {"revenue", "年销售收入"},
      {"registered_capital", "注册资本"},
      {"founded_on", "成立日期"},
      {"quality_certification", "质量管理体系认证"},
      {"inspection_record", "监督抽查情况"},
      {"honours", "质量荣誉"},
      {"profile", "企业简介"},
      {"applied_on", "申请日期"},
      {"recommended_on", "推荐日期"},
      {"recommender", "推荐单位"},
      {"reviewed_on", "审查日期"},
      {"signed_on", "签署日期"}};
  const auto found = words.find(id);
  return {found == words.end() ? id : found->second, id};
}

Message requirement_word(const std::string& id) {
  static const std::map<std::string, const char*> words{{"meaning", "对质量信誉重要意义的理解"},
                                                        {"integrity", "诚实守信、珍视信誉"},
                                                        {"law", "遵守法律法规"},
                                                        {"standards", "遵守标准要求"},
                                                        {"lifecycle", "全生命周期质量责任"},
                                                        {"improvement", "持续改进质量和质量管理"},
                                                        {"innovation", "技术进步和产品创新"},
                                                        {"supervision", "接受社会监督"},
                                                        {"penalty", "违背承诺接受处罚"},
                                                        {"informed", "了解承诺条款"},
                                                        {"voluntary", "自愿签署"}};
  const auto found = words.find(id);
  return {found == words.end() ? id : found->second, id};
}

bool level_is_pending(const pipeline::Submission& submission) {
  return submission.stage == "extend";
}

pipeline::Message level_word(const pipeline::Submission& submission, const pipeline::Copy& copy) {
  if (!level_is_pending(submission)) return {copy.level, copy.level};
  return {copy.level + "（时间戳或长期验证数据待补）",
          copy.level + " (time stamp or long-term validation data pending)"};
}

}  // namespace chengnuo::console
