#include "tests/bench/archive/generated_records.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "pipeline/digest.h"
#include "pipeline/text.h"

namespace chengnuo::bench {

namespace {

using archive::PageText;

constexpr std::array kSentences{"严格遵守国家有关产品质量的法律法规和强制性标准，",
                                "建立健全质量管理体系并保持有效运行，",
                                "坚持质量第一、信誉至上的经营理念，",
                                "对原材料采购、生产过程和出厂检验实施全过程控制，",
                                "不生产、不销售假冒伪劣产品，",
                                "不以次充好、不以假充真，",
                                "主动接受政府监管部门和社会公众的监督，",
                                "及时处理消费者的投诉和质量申诉，",
                                "对存在缺陷的产品主动召回，",
                                "持续开展技术改造和质量创新，",
                                "加强员工质量教育和技能培训，",
                                "保证计量器具准确、检验数据真实，",
                                "如实标注产品名称、规格、生产日期和执行标准，",
                                "履行产品三包责任，",
                                "完善售后服务网络，二十四小时内响应用户需求，",
                                "若违背上述承诺，自愿承担相应的法律责任和社会责任，",
                                "自愿接受除名并向社会公告，",
                                "充分知晓并理解活动的全部要求，",
                                "本承诺出于企业真实意愿，",
                                "推行卓越绩效管理模式，争创名牌产品，"};
constexpr std::array kTrades{"机械", "化工", "纺织", "食品", "电器", "仪表", "建材", "轴承"};
constexpr int kCharacters = 3500;  // that are written in names, addresses and profiles

/// Frequent ones often, rare ones seldom (Zipf): rank r with a chance of about 1/r.
char32_t character(std::mt19937_64& random) {
  const double share = std::uniform_real_distribution(0.0, 1.0)(random);
  const auto rank = static_cast<std::uint32_t>(std::pow(kCharacters, share)) - 1;
  return U'一' + (rank * 37) % 20000;
}

std::string characters(std::size_t count, std::mt19937_64& random) {
  std::u32string text;
  while (text.size() < count) text += character(random);
  return pipeline::utf8(text);
}

template <typename List>
const char* one_of(const List& list, std::mt19937_64& random) {
  return list[std::uniform_int_distribution<std::size_t>(0, list.size() - 1)(random)];
}

PageText page(int number, const std::string& text) {
  constexpr std::size_t kLine = 34;  // characters
  const std::u32string all = pipeline::code_points(text);
  PageText made{number, {}};
  for (std::size_t at = 0; at < all.size(); at += kLine) {
    const int y = 100 + 80 * static_cast<int>(made.lines.size());
    made.lines.push_back({pipeline::utf8(all.substr(at, kLine)), {200, y, 1800, 60}});
  }
  return made;
}

}  // namespace

Generated generated_record(std::int64_t number) {
  std::mt19937_64 random(static_cast<std::uint64_t>(number));
  std::array<char, 32> serial{};
  std::snprintf(serial.data(), serial.size(), "%07lld", static_cast<long long>(number));
  const std::string name = characters(5, random) + one_of(kTrades, random) + "有限责任公司";

  std::string letter = "质量信誉承诺书\n" + name + "郑重承诺：";
  for (int i = 0; i < 18; ++i) letter += one_of(kSentences, random);
  letter += characters(80, random) + "。法定代表人：" + characters(3, random) + "二〇二五年十一月";
  const std::string form = "申请表 企业名称：" + name + "地址：" + characters(20, random) +
                           "主要产品：" + characters(40, random) + "执行标准：GB/T 19001-2016 " +
                           "企业简介：" + characters(240, random);

  Generated made;
  archive::Record& record = made.record;
  record.code = "J001-WS·2025-D30-KJS-" + std::string(serial.data());
  record.submission.id = "S20251101-" + std::string(serial.data());
  record.submission.unit = "KJS";
  record.submission.batch = "第" + std::to_string(number / 500) + "批";
  record.submission.enterprise = name;
  record.submission.credit_code = "91130100MA" + std::string(serial.data()) + "X";
  record.metadata = {{"题名", name + "质量信誉承诺书"},
                     {"日期", "2025-11-01"},
                     {"保管期限", "D30"},
                     {"保管期满", "2055-12-31"},
                     {"行政区划", "130100"}};
  made.sha256 = pipeline::sha256_hex(record.code);
  made.pages = {page(1, letter), page(2, form)};
  return made;
}

std::string piece_of(const Generated& generated, std::size_t length, std::mt19937_64& random) {
  const auto page = std::uniform_int_distribution<std::size_t>(0, 1)(random);
  std::u32string text;
  for (const archive::TextLine& line : generated.pages[page].lines)
    text += pipeline::code_points(line.text);
  const auto is_han = [](char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; };
  for (;;) {
    const auto at = std::uniform_int_distribution<std::size_t>(0, text.size() - length)(random);
    const std::u32string piece = text.substr(at, length);
    if (std::ranges::all_of(piece, is_han)) return pipeline::utf8(piece);
  }
}

}  // namespace chengnuo::bench
