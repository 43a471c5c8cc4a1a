#include "pipeline/json.h"

#include <tuple>
#include <type_traits>

#include "pipeline/words.h"

namespace chengnuo::pipeline {

namespace {

using nlohmann::json;

/// A member of a fact and the key that it is stored under.
template <typename Fact, typename Value>
struct Key {
  const char* name;
  Value Fact::*member;
};
template <typename Fact, typename Value>
Key(const char*, Value Fact::*) -> Key<Fact, Value>;

// One list for each fact serves writing and reading, so that neither forgets a member.

constexpr auto keys(const Message*) {
  return std::tuple(Key{"zh", &Message::zh}, Key{"en", &Message::en});
}
constexpr auto keys(const Reading*) {
  return std::tuple(Key{"engine", &Reading::engine}, Key{"text", &Reading::text},
                    Key{"confidence", &Reading::confidence});
}
constexpr auto keys(const Doubt*) {
  return std::tuple(Key{"at", &Doubt::at}, Key{"before", &Doubt::before},
                    Key{"instead", &Doubt::instead}, Key{"confidence", &Doubt::confidence});
}
constexpr auto keys(const Line*) {
  return std::tuple(Key{"text", &Line::text}, Key{"box", &Line::box},
                    Key{"confidence", &Line::confidence}, Key{"characters", &Line::characters},
                    Key{"readings", &Line::readings}, Key{"doubts", &Line::doubts},
                    Key{"under_seal", &Line::under_seal});
}
constexpr auto keys(const Cell*) {
  return std::tuple(Key{"box", &Cell::box}, Key{"row", &Cell::row}, Key{"column", &Cell::column},
                    Key{"row_span", &Cell::row_span}, Key{"column_span", &Cell::column_span},
                    Key{"lines", &Cell::lines});
}
constexpr auto keys(const Table*) {
  return std::tuple(Key{"box", &Table::box}, Key{"cells", &Table::cells});
}
constexpr auto keys(const Seal*) {
  return std::tuple(Key{"box", &Seal::box}, Key{"shape", &Seal::shape},
                    Key{"colour", &Seal::colour}, Key{"star", &Seal::star},
                    Key{"text", &Seal::text}, Key{"lower", &Seal::lower},
                    Key{"lower_unread", &Seal::lower_unread}, Key{"readings", &Seal::readings},
                    Key{"number", &Seal::number}, Key{"confidence", &Seal::confidence});
}
constexpr auto keys(const Mark*) {
  return std::tuple(Key{"box", &Mark::box}, Key{"colour", &Mark::colour},
                    Key{"strokes", &Mark::strokes});
}
constexpr auto keys(const Page*) {
  return std::tuple(Key{"number", &Page::number}, Key{"width", &Page::width},
                    Key{"height", &Page::height}, Key{"dpi", &Page::dpi},
                    Key{"rotation", &Page::rotation}, Key{"skew", &Page::skew},
                    Key{"colour", &Page::colour}, Key{"blank", &Page::blank},
                    Key{"unreadable", &Page::unreadable}, Key{"lines", &Page::lines},
                    Key{"tables", &Page::tables}, Key{"seals", &Page::seals},
                    Key{"marks", &Page::marks}, Key{"notices", &Page::notices});
}
constexpr auto keys(const Evidence*) {
  return std::tuple(Key{"text", &Evidence::text}, Key{"page", &Evidence::page},
                    Key{"box", &Evidence::box});
}
constexpr auto keys(const Field*) {
  return std::tuple(Key{"value", &Field::value}, Key{"raw", &Field::raw},
                    Key{"confidence", &Field::confidence}, Key{"page", &Field::page},
                    Key{"box", &Field::box}, Key{"state", &Field::state},
                    Key{"advice", &Field::advice}, Key{"candidates", &Field::candidates});
}
constexpr auto keys(const Requirement*) {
  return std::tuple(Key{"verdict", &Requirement::verdict}, Key{"evidence", &Requirement::evidence},
                    Key{"advice", &Requirement::advice});
}
constexpr auto keys(const WordingPiece*) {
  return std::tuple(Key{"part", &WordingPiece::part}, Key{"approved", &WordingPiece::approved},
                    Key{"read", &WordingPiece::read}, Key{"page", &WordingPiece::page},
                    Key{"box", &WordingPiece::box}, Key{"for_person", &WordingPiece::for_person},
                    Key{"reason", &WordingPiece::reason});
}
constexpr auto keys(const PlacedSeal*) {
  return std::tuple(Key{"page", &PlacedSeal::page}, Key{"seal", &PlacedSeal::seal});
}
constexpr auto keys(const Signature*) {
  return std::tuple(Key{"role", &Signature::role}, Key{"page", &Signature::page},
                    Key{"box", &Signature::box}, Key{"present", &Signature::present});
}
constexpr auto keys(const Objection*) {
  return std::tuple(Key{"reason", &Objection::reason}, Key{"advice", &Objection::advice},
                    Key{"page", &Objection::page}, Key{"box", &Objection::box},
                    Key{"for_enterprise", &Objection::for_enterprise});
}
constexpr auto keys(const Document*) {
  return std::tuple(Key{"kind", &Document::kind}, Key{"template_id", &Document::template_id},
                    Key{"template_version", &Document::template_version},
                    Key{"template_digest", &Document::template_digest},
                    Key{"pages", &Document::pages}, Key{"text", &Document::text},
                    Key{"fields", &Document::fields}, Key{"requirements", &Document::requirements},
                    Key{"wording", &Document::wording}, Key{"seals", &Document::seals},
                    Key{"signatures", &Document::signatures},
                    Key{"objections", &Document::objections}, Key{"verdict", &Document::verdict});
}
constexpr auto keys(const Drop*) {
  return std::tuple(Key{"sha256", &Drop::sha256}, Key{"name", &Drop::name},
                    Key{"folder", &Drop::folder}, Key{"size", &Drop::size},
                    Key{"received_at", &Drop::received_at});
}
constexpr auto keys(const PageRef*) {
  return std::tuple(Key{"drop", &PageRef::drop}, Key{"number", &PageRef::number});
}
constexpr auto keys(const Hold*) {
  return std::tuple(Key{"for", &Hold::for_whom}, Key{"stage", &Hold::stage},
                    Key{"reason", &Hold::reason}, Key{"advice", &Hold::advice},
                    Key{"page", &Hold::page}, Key{"box", &Hold::box});
}
constexpr auto keys(const Decision*) {
  return std::tuple(Key{"who", &Decision::who}, Key{"at", &Decision::at},
                    Key{"action", &Decision::action}, Key{"target", &Decision::target},
                    Key{"before", &Decision::before}, Key{"after", &Decision::after},
                    Key{"reason", &Decision::reason});
}
constexpr auto keys(const Copy*) {
  return std::tuple(Key{"holder", &Copy::holder}, Key{"path", &Copy::path},
                    Key{"sha256", &Copy::sha256}, Key{"level", &Copy::level},
                    Key{"other_sha256", &Copy::other_sha256});
}
constexpr auto keys(const Receipt*) {
  return std::tuple(Key{"from", &Receipt::from}, Key{"at", &Receipt::at},
                    Key{"number", &Receipt::number}, Key{"message_id", &Receipt::message_id});
}
constexpr auto keys(const Submission*) {
  return std::tuple(
      Key{"id", &Submission::id}, Key{"unit", &Submission::unit}, Key{"batch", &Submission::batch},
      Key{"drops", &Submission::drops}, Key{"pages", &Submission::pages},
      Key{"documents", &Submission::documents}, Key{"enterprise", &Submission::enterprise},
      Key{"credit_code", &Submission::credit_code}, Key{"holds", &Submission::holds},
      Key{"decisions", &Submission::decisions}, Key{"copies", &Submission::copies},
      Key{"archive_code", &Submission::archive_code}, Key{"receipts", &Submission::receipts},
      Key{"merged_into", &Submission::merged_into}, Key{"state", &Submission::state},
      Key{"stage", &Submission::stage});
}

template <typename Value>
void put(json& place, const Value& value) {
  if constexpr (std::is_enum_v<Value>) {
    place = name_of(value);
  } else if constexpr (std::is_same_v<Value, Time>) {
    place = value.time_since_epoch().count();  // milliseconds
  } else {
    place = value;
  }
}

template <typename Value>
void take(const json& place, Value& value) {
  if constexpr (std::is_enum_v<Value>) {
    read_word(place.get<std::string>(), value);
  } else if constexpr (std::is_same_v<Value, Time>) {
    value = Time(std::chrono::milliseconds(place.get<std::int64_t>()));
  } else {
    place.get_to(value);
  }
}

template <typename Fact>
void write(json& object, const Fact& fact) {
  object = json::object();
  std::apply([&](const auto&... key) { (put(object[key.name], fact.*key.member), ...); },
             keys(&fact));
}

template <typename Fact>
void read(const json& object, Fact& fact) {
  const auto read_one = [&](const auto& key) {
    const auto found = object.find(key.name);
    if (found != object.end()) take(*found, fact.*key.member);
  };
  std::apply([&](const auto&... key) { (read_one(key), ...); }, keys(&fact));
}

}  // namespace

std::string stored_text(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void throw_damaged(const std::string& why, const std::filesystem::path& file) {
  const std::string name = file.empty() ? "" : " " + file.string();
  throw Error(
      Remedy::fix_setup,
      {"保存的数据已损坏" + name + "：" + why, "Stored facts are damaged" + name + ": " + why},
      {"请检查存储设备；work/read 下的文件可删除，程序会重新识读，其余从备份恢复。",
       "Check the storage. Files below work/read may be deleted and are made again; restore "
       "others from the backup."},
      file);
}

json parse_stored(std::string_view text, const std::filesystem::path& file) {
  try {
    return json::parse(text);
  } catch (const json::exception& error) {
    throw_damaged(error.what(), file);
  }
}

void to_json(json& place, const Box& box) { place = {box.x, box.y, box.width, box.height}; }
void from_json(const json& place, Box& box) {
  place.at(0).get_to(box.x);
  place.at(1).get_to(box.y);
  place.at(2).get_to(box.width);
  place.at(3).get_to(box.height);
}

void to_json(json& place, const Message& message) { write(place, message); }
void from_json(const json& place, Message& message) { read(place, message); }
void to_json(json& place, const Reading& reading) { write(place, reading); }
void from_json(const json& place, Reading& reading) { read(place, reading); }
void to_json(json& place, const Doubt& doubt) { write(place, doubt); }
void from_json(const json& place, Doubt& doubt) { read(place, doubt); }
void to_json(json& place, const Line& line) { write(place, line); }
void from_json(const json& place, Line& line) { read(place, line); }
void to_json(json& place, const Cell& cell) { write(place, cell); }
void from_json(const json& place, Cell& cell) { read(place, cell); }
void to_json(json& place, const Table& table) { write(place, table); }
void from_json(const json& place, Table& table) { read(place, table); }
void to_json(json& place, const Seal& seal) { write(place, seal); }
void from_json(const json& place, Seal& seal) { read(place, seal); }
void to_json(json& place, const Mark& mark) { write(place, mark); }
void from_json(const json& place, Mark& mark) { read(place, mark); }
void to_json(json& place, const Page& page) { write(place, page); }
void from_json(const json& place, Page& page) { read(place, page); }
void to_json(json& place, const Evidence& evidence) { write(place, evidence); }
void from_json(const json& place, Evidence& evidence) { read(place, evidence); }
void to_json(json& place, const Field& field) { write(place, field); }
void from_json(const json& place, Field& field) { read(place, field); }
void to_json(json& place, const Requirement& requirement) { write(place, requirement); }
void from_json(const json& place, Requirement& requirement) { read(place, requirement); }
void to_json(json& place, const WordingPiece& piece) { write(place, piece); }
void from_json(const json& place, WordingPiece& piece) { read(place, piece); }
void to_json(json& place, const PlacedSeal& seal) { write(place, seal); }
void from_json(const json& place, PlacedSeal& seal) { read(place, seal); }
void to_json(json& place, const Signature& signature) { write(place, signature); }
void from_json(const json& place, Signature& signature) { read(place, signature); }
void to_json(json& place, const Objection& objection) { write(place, objection); }
void from_json(const json& place, Objection& objection) { read(place, objection); }
void to_json(json& place, const Document& document) { write(place, document); }
void from_json(const json& place, Document& document) { read(place, document); }
void to_json(json& place, const Drop& drop) { write(place, drop); }
void from_json(const json& place, Drop& drop) { read(place, drop); }
void to_json(json& place, const PageRef& page) { write(place, page); }
void from_json(const json& place, PageRef& page) { read(place, page); }
void to_json(json& place, const Hold& hold) { write(place, hold); }
void from_json(const json& place, Hold& hold) { read(place, hold); }
void to_json(json& place, const Decision& decision) { write(place, decision); }
void from_json(const json& place, Decision& decision) { read(place, decision); }
void to_json(json& place, const Copy& copy) { write(place, copy); }
void from_json(const json& place, Copy& copy) { read(place, copy); }
void to_json(json& place, const Receipt& receipt) { write(place, receipt); }
void from_json(const json& place, Receipt& receipt) { read(place, receipt); }
void to_json(json& place, const Submission& submission) { write(place, submission); }
void from_json(const json& place, Submission& submission) { read(place, submission); }

}  // namespace chengnuo::pipeline
