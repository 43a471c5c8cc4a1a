#include "templates/match.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <utility>

#include "pipeline/text.h"

namespace chengnuo::templates {
namespace {

// Characters that printed forms and scans make alike. Each group: any may stand for any other.
constexpr std::array<std::u32string_view, 78> kLookAlikes = {
    U"己已巳",   U"末未",   U"日曰目", U"人入八", U"干千于", U"土士",   U"大太犬天夫", U"王玉主",
    U"句包",     U"技枝",   U"限眼跟", U"司同",   U"公分",   U"份伤",   U"晨辰",       U"柴紫",
    U"崔催",     U"菏荷",   U"徽微",   U"亳毫",   U"戊戌戍", U"历厉",   U"贷货",       U"拨拔",
    U"团困国",   U"宏宠",   U"鑫森",   U"贝见",   U"代伐",   U"表袭",   U"法去",       U"定宝",
    U"企仓",     U"业亚",   U"名各",   U"称祢",   U"编偏",   U"码妈吗", U"邮郎",       U"政改",
    U"址扯",     U"注住往", U"册删",   U"信倍",   U"用甩",   U"社杜",   U"会舍",       U"统绕",
    U"电申由甲", U"话活语", U"系糸",   U"职积",   U"工二",   U"数教",   U"箱籍",       U"销锁",
    U"售集隼",   U"收牧",   U"年午",   U"期朝",   U"月用",   U"签鉴",   U"字宁",       U"盖益",
    U"章草",     U"推堆",   U"荐存",   U"意惠",   U"声卢",   U"明朋",   U"诺若",       U"承丞",
    U"质貭",     U"量最",   U"誉普",   U"请清情", U"単单",   U"理埋"};

constexpr std::array<std::u32string_view, 14> kLookAlikeSigns = {
    U"0OoQDC〇○", U"1lI|!i一", U"2Zz",    U"5Ss", U"8B3",  U"6Gb",    U"9gq",
    U"7T?",       U"4A",       U"vVyYuU", U"cC(", U"-—一", U".。,、", U":;"};

constexpr double kLookAlikeCost = 0.4;

using Pair = std::pair<char32_t, char32_t>;

/// Every pair of look-alikes, both ways, sorted: a comparison asks this for each pair of
/// characters.
std::vector<Pair> all_pairs() {
  std::vector<Pair> pairs;
  const auto add = [&](std::u32string_view group) {
    for (const char32_t a : group)
      for (const char32_t b : group)
        if (a != b) pairs.emplace_back(a, b);
  };
  std::ranges::for_each(kLookAlikes, add);
  std::ranges::for_each(kLookAlikeSigns, add);
  std::ranges::sort(pairs);
  return pairs;
}

/// The characters that have a look-alike, so that most comparisons end with one look.
std::bitset<0x10000> all_confusable(const std::vector<Pair>& pairs) {
  std::bitset<0x10000> set;
  for (const auto& [one, other] : pairs)
    if (one < set.size()) set.set(one);
  return set;
}

bool look_alike(char32_t a, char32_t b) {
  static const std::vector<Pair> pairs = all_pairs();
  static const std::bitset<0x10000> confusable = all_confusable(pairs);
  if (a >= confusable.size() || !confusable[a]) return false;
  return std::ranges::binary_search(pairs, Pair(a, b));
}

/// Characters that only dress a label or a title.
bool is_ornament(char32_t c) {
  constexpr std::u32string_view kOrnaments = U"\"'“”‘’《》〈〉_…·•*#~^`";
  return kOrnaments.find(c) != std::u32string_view::npos;
}

char32_t unified(char32_t c) {
  if (c == U'〔' || c == U'【' || c == U'[') return U'(';
  if (c == U'〕' || c == U'】' || c == U']') return U')';
  if (c == U'﹕' || c == U'∶' || c == U'︰') return U':';
  return c;
}

enum class Start { anywhere, at_begin };
enum class End { anywhere, at_end };

/// Sellers' table: rows are characters of `meant`, columns of `text`. Keeps where each path began.
std::optional<Spot> cheapest(std::u32string_view text, std::u32string_view meant, Start start,
                             End end) {
  struct Step {
    double cost = 0;
    std::size_t begin = 0;
  };
  std::vector<Step> row(text.size() + 1);
  for (std::size_t j = 0; j <= text.size(); ++j)
    row[j] = start == Start::anywhere ? Step{0, j} : Step{static_cast<double>(j), 0};

  for (const char32_t wanted : meant) {
    Step diagonal = row[0];
    row[0].cost += 1;
    for (std::size_t j = 1; j <= text.size(); ++j) {
      Step best{diagonal.cost + misreading_cost(text[j - 1], wanted), diagonal.begin};
      if (row[j].cost + 1 < best.cost) best = {row[j].cost + 1, row[j].begin};
      if (row[j - 1].cost + 1 < best.cost) best = {row[j - 1].cost + 1, row[j - 1].begin};
      diagonal = row[j];
      row[j] = best;
    }
  }

  std::optional<Spot> found;
  const std::size_t first = end == End::at_end ? text.size() : 0;
  for (std::size_t j = first; j <= text.size(); ++j)
    if (!found || row[j].cost < found->cost) found = Spot{row[j].begin, j, row[j].cost};
  return found;
}

/// False if too few of the wanted characters are in the text for any path through the table to be
/// cheap enough: every one that is absent costs at least a look-alike's price.
bool may_be_there(std::u32string_view text, std::u32string_view meant, double bearable) {
  double absent = 0;
  for (const char32_t wanted : meant)
    if (text.find(wanted) == std::u32string_view::npos) absent += kLookAlikeCost;
  return absent <= bearable;
}

std::optional<Spot> found(std::u32string_view text, std::u32string_view meant, double bearable,
                          Start start, End end) {
  if (!may_be_there(text, meant, bearable)) return std::nullopt;
  const auto spot = cheapest(text, meant, start, end);
  return spot->cost <= bearable ? spot : std::nullopt;
}

}  // namespace

Folded fold(std::u32string_view text) {
  Folded result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    // NFKC leaves these as they are; asking ICU for each would cost more than all the rest.
    const bool plain = (c > U' ' && c < 0x7F) || (c >= 0x4E00 && c <= 0x9FFF);
    const std::u32string forms = plain ? std::u32string(1, c)
                                       : pipeline::code_points(pipeline::without_blanks(
                                             pipeline::nfkc(pipeline::utf8(text.substr(i, 1)))));
    for (const char32_t form : forms) {
      if (is_ornament(form)) continue;
      result.text.push_back(unified(form));
      result.from.push_back(i);
    }
  }
  return result;
}

std::u32string folded(std::string_view utf8) { return fold(pipeline::code_points(utf8)).text; }

double misreading_cost(char32_t read, char32_t meant) {
  if (read == meant) return 0;
  return look_alike(read, meant) ? kLookAlikeCost : 1;
}

double distance(std::u32string_view read, std::u32string_view meant) {
  return cheapest(read, meant, Start::at_begin, End::at_end)->cost;
}

std::optional<double> near_distance(std::u32string_view read, std::u32string_view meant,
                                    double bearable) {
  if (read == meant) return 0;
  const auto longer = std::max(read.size(), meant.size());
  const auto shorter = std::min(read.size(), meant.size());
  if (static_cast<double>(longer - shorter) > bearable) return std::nullopt;
  const auto spot = found(read, meant, bearable, Start::at_begin, End::at_end);
  return spot ? std::optional(spot->cost) : std::nullopt;
}

std::optional<Spot> find_spot(std::u32string_view text, std::u32string_view meant,
                              double bearable) {
  return found(text, meant, bearable, Start::anywhere, End::anywhere);
}

std::optional<Spot> find_prefix(std::u32string_view text, std::u32string_view meant,
                                double bearable) {
  return found(text, meant, bearable, Start::at_begin, End::anywhere);
}

std::optional<Spot> find_suffix(std::u32string_view text, std::u32string_view meant,
                                double bearable) {
  return found(text, meant, bearable, Start::anywhere, End::at_end);
}

double bearable_cost(std::size_t length) {
  if (length <= 2) return 0;
  if (length == 3) return 0.4;
  if (length <= 5) return 1;
  return static_cast<double>(length) / 4;
}

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool is_latin(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }

}  // namespace chengnuo::templates
