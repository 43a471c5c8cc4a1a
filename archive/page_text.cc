#include "archive/page_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "archive/words.h"
#include "pipeline/json.h"
#include "pipeline/text.h"

namespace chengnuo::archive {

namespace {

constexpr std::size_t kAround = 16;  // code points shown on each side

}  // namespace

void to_json(nlohmann::json& json, const TextLine& line) {
  json = {{"text", line.text}, {"box", line.box}};
}

void from_json(const nlohmann::json& json, TextLine& line) {
  line.text = json.at("text").get<std::string>();
  line.box = json.at("box").get<pipeline::Box>();
}

void to_json(nlohmann::json& json, const PageText& page) {
  json = {{"page", page.page}, {"lines", page.lines}};
}

void from_json(const nlohmann::json& json, PageText& page) {
  page.page = json.at("page").get<int>();
  page.lines = json.at("lines").get<std::vector<TextLine>>();
}

std::optional<Hit> find_on_page(const PageText& page, const std::string& text) {
  std::u32string all;
  std::vector<std::size_t> line_begins;
  for (const TextLine& line : page.lines) {
    line_begins.push_back(all.size());
    all += pipeline::code_points(line.text) + U'\n';
  }
  const std::vector<Word> words = words_of(all);
  const std::vector<Word> wanted = words_of(pipeline::code_points(text));
  const auto found = std::ranges::search(words, wanted, {}, &Word::text, &Word::text);
  if (found.empty()) return {};

  const std::size_t begin = found.front().at;
  const std::size_t end = found.back().at + found.back().length;
  const std::size_t from = begin > kAround ? begin - kAround : 0;
  std::u32string snippet = all.substr(from, begin - from) + U'【' + all.substr(begin, end - begin) +
                           U'】' + all.substr(end, kAround);
  std::erase(snippet, U'\n');
  const auto line = std::ranges::upper_bound(line_begins, begin) - line_begins.begin() - 1;
  return Hit{page.page, pipeline::utf8(snippet), page.lines[static_cast<std::size_t>(line)].box};
}

}  // namespace chengnuo::archive
