#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pipeline/page.h"

namespace chengnuo::templates {

/// A ruled application form as a reader would hand it over, to be changed by a test before it is
/// drawn. Pixels at 200 dpi.
struct FormPaper {
  std::string title = "质量信誉承诺企业申请表";
  /// Rows of label and value; two pairs stand in one row where both are short.
  std::vector<std::pair<std::string, std::string>> cells = {
      {"企业名称", "江苏恒润机械制造有限公司"},
      {"统一社会信用代码", "91440400192548256N"},
      {"法定代表人", "王建军"},
      {"职工人数", "320人"},
      {"注册地址", "江苏省无锡市滨湖区建设路12号"},
      {"联系人", "李明"},
      {"联系电话", "0510-85123456"},
      {"邮政编码", "214000"},
      {"电子邮箱", "liming@hengrun.com.cn"},
      {"成立日期", "1995年9月"},
      {"主要产品", "数控机床、离心泵"},
      {"年销售收入", "66644万元"},
      {"质量管理体系认证", "无"},
  };
  std::string declaration = "本企业自愿参加质量信誉承诺活动，所填内容真实有效。";
  std::string signature_label = "法定代表人（签字）：";
  std::string applied_on = "2022年4月3日";
  std::string recommended_on = "2022年4月11日";
  std::string seal = "江苏恒润机械制造有限公司";  ///< empty: none
  std::string seal_lower;
  bool signature = true;
  double confidence = 0.99;

  /// The value of a label, to be changed.
  std::string& operator[](const std::string& label);
  pipeline::Page draw(int number = 1) const;
};

/// A letter with its signature block.
struct LetterPaper {
  std::string title = "质量信誉承诺书";
  std::vector<std::string> body = {
      "中国工业界同仁：",
      "质量信誉是企业生存和发展的根本，我公司深刻理解质量信誉的重要意义。",
      "我们郑重承诺：",
      "一、诚实守信，珍视信誉，不做虚假宣传。",
      "二、遵守国家法律法规，执行国家标准和行业标准。",
      "三、承担产品全生命周期的质量责任。",
      "四、持续改进产品质量和质量管理，坚持技术进步和产品创新。",
      "五、自觉接受社会监督，如有违背承诺的行为，愿接受处罚。",
      "我公司已了解上述承诺条款，自愿签署本承诺书。",
  };
  std::string name_label = "承诺企业（盖章）：";
  std::string name = "江苏恒润机械制造有限公司";
  std::string representative_label = "法定代表人（签字）：";
  std::string representative = "王建军";
  std::string date_label = "日期：";
  std::string date = "2022年4月3日";
  std::string seal = "江苏恒润机械制造有限公司";
  std::string seal_lower;
  std::string seal_colour = "red";
  bool signature = true;
  bool labels_apart = false;  ///< label and value are lines of their own
  double confidence = 0.99;

  pipeline::Page draw(int number = 1) const;
};

}  // namespace chengnuo::templates
