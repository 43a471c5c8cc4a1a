#include "signing/appended.h"

#include <algorithm>
#include <map>

#include "signing/pdf_stream.h"

namespace chengnuo::signing {
namespace {

using pdf::Document;
using pdf::Location;
using pdf::Section;
using pipeline::Message;

/// One revision, as its bytes stand.
struct Revision {
  std::map<std::uint32_t, std::size_t> objects;  ///< where each begins
  std::set<std::uint32_t> tables;                ///< those that are cross-reference streams
  std::size_t section = 0;                       ///< where "startxref" points
  std::size_t end = 0;
};

class Trouble {
 public:
  explicit Trouble(Message what) : what_(std::move(what)) {}
  const Message& what() const { return what_; }

 private:
  Message what_;
};

void skip_blank_bytes(std::string_view bytes, std::size_t& at) {
  while (at < bytes.size() && pdf::is_blank(bytes[at])) ++at;
}

bool is_cross_reference(const pdf::Object& object) {
  const pdf::Dictionary* const dictionary = object.value.as<pdf::Dictionary>();
  const pdf::Value* const type = dictionary != nullptr ? dictionary->find("Type") : nullptr;
  return object.stream && type != nullptr && type->is_name("XRef");
}

void read_objects(const Document& current, pdf::Parser& parser, Revision& revision) {
  const std::string_view bytes = current.bytes();
  parser.skip_blanks();
  while (!parser.at_end() && bytes[parser.position()] >= '0' && bytes[parser.position()] <= '9') {
    pdf::Reference identity;
    const pdf::Object object = read_object_at(bytes, parser.position(), &current, identity);
    if (!revision.objects.emplace(identity.number, object.begin).second)
      throw Trouble({"同一版本中有重复的对象编号。", "one revision defines an object twice."});
    if (is_cross_reference(object)) revision.tables.insert(identity.number);
    parser.seek(object.end);
    parser.skip_blanks();
  }
}

Revision read_revision(const Document& current, std::size_t begin) {
  const std::string_view bytes = current.bytes();
  Revision revision;
  pdf::Parser parser(bytes, begin);
  read_objects(current, parser, revision);
  if (bytes.substr(parser.position(), 4) == "xref") {
    const auto known = std::ranges::find(current.sections(), parser.position(), &Section::offset);
    if (known == current.sections().end())
      throw Trouble(
          {"有不被引用的交叉引用表。", "there is a cross-reference table that nothing points to."});
    parser.seek(known->end);
  }
  parser.expect("startxref");
  revision.section = static_cast<std::size_t>(parser.unsigned_number());
  std::size_t end = parser.position();
  skip_blank_bytes(bytes, end);  // the parser would take the end mark for a comment
  if (bytes.substr(end, 5) != "%%EOF")
    throw Trouble({"版本末尾缺少结束标志。", "a revision lacks its end mark."});
  revision.end = end + 5;
  return revision;
}

bool same_place(const Location& one, const Location& other) {
  return one.kind == other.kind && one.offset == other.offset && one.index == other.index;
}

/// Each listed object is this revision's own, or listed again where it was; each own one is listed.
void check_section(const Section& section, const Revision& revision,
                   std::map<std::uint32_t, Location>& known, std::set<std::uint32_t>& numbers) {
  for (const auto& [number, location] : section.locations) {
    const auto before = known.find(number);
    const bool existed = before != known.end() && before->second.kind != Location::Kind::free;
    if (existed && same_place(before->second, location)) continue;
    if (location.kind == Location::Kind::free) {
      if (existed) throw Trouble({"签名后删除了对象。", "an object was deleted after signing."});
      continue;
    }
    const std::uint32_t holder = location.kind == Location::Kind::in_stream
                                     ? static_cast<std::uint32_t>(location.offset)
                                     : number;
    const auto own = revision.objects.find(holder);
    const bool right =
        own != revision.objects.end() &&
        (location.kind == Location::Kind::in_stream || own->second == location.offset);
    if (!right)
      throw Trouble({"交叉引用表指向不属于该版本的内容。",
                     "a cross-reference table points to what is not its revision's."});
    known[number] = location;
    numbers.insert(number);
  }
  for (const auto& [number, offset] : revision.objects) {
    const auto listed = section.locations.find(number);
    const bool right = listed != section.locations.end() && listed->second.offset == offset;
    if (!right && !revision.tables.contains(number))
      throw Trouble({"有未登记的对象。", "there is an object that no table lists."});
  }
}

/// The newest first, as Document has them: the appended ones, then exactly the signed document's.
void check_chain(const std::vector<Revision>& revisions, const Document& signed_document,
                 const Document& current) {
  std::vector<std::size_t> expected;
  for (auto revision = revisions.rbegin(); revision != revisions.rend(); ++revision)
    expected.push_back(revision->section);
  for (const Section& section : signed_document.sections()) expected.push_back(section.offset);
  if (!std::ranges::equal(expected, current.sections(), {}, {}, &Section::offset))
    throw Trouble({"版本之间的链接不对。", "the revisions are not chained as they should be."});
}

void read(const Document& signed_document, std::size_t signed_end, const Document& current,
          Appended& appended) {
  std::vector<Revision> revisions;
  std::size_t at = signed_end;
  for (skip_blank_bytes(current.bytes(), at); at < current.bytes().size();
       skip_blank_bytes(current.bytes(), at)) {
    revisions.push_back(read_revision(current, at));
    at = revisions.back().end;
  }
  if (revisions.empty())
    throw Trouble({"签名后追加了空白字节。", "blank bytes were appended after signing."});
  check_chain(revisions, signed_document, current);

  std::map<std::uint32_t, Location> known;
  for (const Section& section : signed_document.sections())
    known.insert(section.locations.begin(), section.locations.end());
  std::size_t index = revisions.size();
  for (const Revision& revision : revisions)
    check_section(current.sections()[--index], revision, known, appended.numbers);
}

}  // namespace

Appended read_appended(const Document& signed_document, std::size_t signed_end,
                       const Document& current) {
  Appended appended;
  try {
    read(signed_document, signed_end, current, appended);
  } catch (const Trouble& trouble) {
    appended.trouble = trouble.what();
  } catch (const pdf::Malformed& malformed) {
    appended.trouble = {
        std::string("追加的内容不是合规的 PDF 版本（") + malformed.what() + "）。",
        std::string("what was appended is no well-formed revision (") + malformed.what() + ")."};
  }
  return appended;
}

}  // namespace chengnuo::signing
