#include "templates/regions.h"

#include <algorithm>
#include <array>

#include "pipeline/province.h"

namespace chengnuo::templates {
namespace {

/// Pairs of first digits of a province's postcodes.
struct Postcodes {
  std::string_view province;
  std::string_view pairs;
};
constexpr std::array<Postcodes, 31> kPostcodes = {{
    {"11", "10"},     {"12", "30"},   {"13", "050607"}, {"14", "0304"}, {"15", "010216"},
    {"21", "1112"},   {"22", "13"},   {"23", "1516"},   {"31", "20"},   {"32", "2122"},
    {"33", "3132"},   {"34", "2324"}, {"35", "3536"},   {"36", "3334"}, {"37", "252627"},
    {"41", "454647"}, {"42", "4344"}, {"43", "4142"},   {"44", "5152"}, {"45", "5354"},
    {"46", "57"},     {"50", "40"},   {"51", "616263"}, {"52", "5556"}, {"53", "6566"},
    {"54", "8586"},   {"61", "7172"}, {"62", "7374"},   {"63", "8183"}, {"64", "7475"},
    {"65", "8384"},
}};

// Cities that begin enterprises' names and addresses without their province.
struct City {
  std::string_view name;
  std::string_view province;
};
constexpr std::array<City, 46> kCities = {{
    {"大连", "21"},     {"宁波", "33"}, {"厦门", "35"},     {"青岛", "37"}, {"深圳", "44"},
    {"石家庄", "13"},   {"太原", "14"}, {"呼和浩特", "15"}, {"沈阳", "21"}, {"长春", "22"},
    {"哈尔滨", "23"},   {"南京", "32"}, {"苏州", "32"},     {"无锡", "32"}, {"常州", "32"},
    {"徐州", "32"},     {"杭州", "33"}, {"温州", "33"},     {"合肥", "34"}, {"福州", "35"},
    {"泉州", "35"},     {"南昌", "36"}, {"济南", "37"},     {"烟台", "37"}, {"潍坊", "37"},
    {"郑州", "41"},     {"洛阳", "41"}, {"武汉", "42"},     {"长沙", "43"}, {"株洲", "43"},
    {"广州", "44"},     {"佛山", "44"}, {"东莞", "44"},     {"珠海", "44"}, {"南宁", "45"},
    {"柳州", "45"},     {"海口", "46"}, {"成都", "51"},     {"绵阳", "51"}, {"贵阳", "52"},
    {"昆明", "53"},     {"拉萨", "54"}, {"西安", "61"},     {"兰州", "62"}, {"西宁", "63"},
    {"乌鲁木齐", "65"},
}};

}  // namespace

std::string province_of_text(std::string_view text) {
  for (const pipeline::Province& province : pipeline::kProvinces)
    if (text.starts_with(province.name)) return std::string(province.code);
  for (const City& city : kCities)
    if (text.starts_with(city.name)) return std::string(city.province);
  return {};
}

std::string province_name(std::string_view two_digits) {
  const pipeline::Province* province = pipeline::find_province(two_digits);
  return province == nullptr ? std::string() : std::string(province->name);
}

std::string province_of_code(std::string_view code) {
  // A credit code names its division from the third character, a registration number at once.
  const std::string_view division = code.size() == 18 ? code.substr(2, 2) : code.substr(0, 2);
  return pipeline::find_province(division) == nullptr ? std::string() : std::string(division);
}

bool postcode_fits(std::string_view postcode, std::string_view province) {
  const auto of = std::ranges::find(kPostcodes, province, &Postcodes::province);
  if (of == kPostcodes.end() || postcode.size() < 2) return true;
  for (std::size_t i = 0; i + 1 < of->pairs.size(); i += 2)
    if (postcode.substr(0, 2) == of->pairs.substr(i, 2)) return true;
  return false;
}

}  // namespace chengnuo::templates
