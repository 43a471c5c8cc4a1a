// The words of the enums. Stored in the register and in files: do not rename one.

#include "pipeline/words.h"

#include <array>
#include <span>
#include <utility>

#include "pipeline/json.h"

namespace chengnuo::pipeline {

namespace {

template <typename Enum>
struct Word {
  Enum value;
  std::string_view word;
};
// clang 14, which builds the fuzz targets, does not find this by itself.
template <typename Enum>
Word(Enum, const char*) -> Word<Enum>;

constexpr std::array kStates{Word{State::received, "received"}, Word{State::reading, "reading"},
                             Word{State::held, "held"},         Word{State::approved, "approved"},
                             Word{State::signed_, "signed"},    Word{State::archived, "archived"},
                             Word{State::reported, "reported"}, Word{State::published, "published"},
                             Word{State::returned, "returned"}, Word{State::delisted, "delisted"},
                             Word{State::failed, "failed"},     Word{State::merged, "merged"}};
constexpr std::array kFieldStates{
    Word{FieldState::ok, "ok"},           Word{FieldState::empty, "empty"},
    Word{FieldState::none, "none"},       Word{FieldState::unreadable, "unreadable"},
    Word{FieldState::invalid, "invalid"}, Word{FieldState::inconsistent, "inconsistent"}};
constexpr std::array kVerdicts{
    Word{Verdict::met, "met"}, Word{Verdict::partial, "partial"}, Word{Verdict::missing, "missing"},
    Word{Verdict::contradicted, "contradicted"}, Word{Verdict::unsure, "unsure"}};
constexpr std::array kWordingParts{
    Word{WordingPart::same, "same"},       Word{WordingPart::filled, "filled"},
    Word{WordingPart::misread, "misread"}, Word{WordingPart::altered, "altered"},
    Word{WordingPart::added, "added"},     Word{WordingPart::deleted, "deleted"}};
constexpr std::array kDocumentKinds{Word{DocumentKind::letter, "letter"},
                                    Word{DocumentKind::form, "form"},
                                    Word{DocumentKind::other, "other"}};
constexpr std::array kDocumentVerdicts{Word{DocumentVerdict::accepted, "accepted"},
                                       Word{DocumentVerdict::needs_review, "needs_review"},
                                       Word{DocumentVerdict::needs_correction, "needs_correction"},
                                       Word{DocumentVerdict::unreadable, "unreadable"}};
constexpr std::array kSealShapes{Word{SealShape::round, "round"}, Word{SealShape::oval, "oval"},
                                 Word{SealShape::square, "square"},
                                 Word{SealShape::unknown, "unknown"}};
constexpr std::array kHoldFors{Word{HoldFor::clerk, "clerk"},
                               Word{HoldFor::enterprise, "enterprise"},
                               Word{HoldFor::administrator, "administrator"}};
constexpr std::array kHolders{Word{Holder::unit, "unit"}, Word{Holder::enterprise, "enterprise"}};
constexpr std::array kColourModes{Word{ColourMode::colour, "colour"},
                                  Word{ColourMode::grey, "grey"},
                                  Word{ColourMode::bilevel, "bilevel"}};
constexpr std::array kRemedies{
    Word{Remedy::retry, "retry"}, Word{Remedy::fix_document, "fix_document"},
    Word{Remedy::fix_setup, "fix_setup"}, Word{Remedy::report_bug, "report_bug"}};

template <typename Enum>
std::string_view word_of(std::span<const Word<Enum>> words, Enum value) {
  for (const auto& [candidate, word] : words)
    if (candidate == value) return word;
  return "?";  // not reached: every value has its word (tests/pipeline/json_test.cc)
}

template <typename Enum>
Enum named(std::span<const Word<Enum>> words, std::string_view name) {
  std::string known;
  for (const auto& [value, word] : words) {
    if (word == name) return value;
    known += (known.empty() ? "" : ", ") + std::string(word);
  }
  throw Error(Remedy::fix_setup,
              {"不认识“" + std::string(name) + "”这个词",
               "The word \"" + std::string(name) + "\" is not known"},
              {"本版本认识的有：" + known + "。数据若由更新的版本写成，请升级本程序。",
               "Known here: " + known + ". If a newer version wrote it, update this program."});
}

}  // namespace

std::string_view name_of(State state) { return word_of<State>(kStates, state); }
std::string_view name_of(FieldState state) { return word_of<FieldState>(kFieldStates, state); }
std::string_view name_of(Verdict verdict) { return word_of<Verdict>(kVerdicts, verdict); }
std::string_view name_of(WordingPart part) { return word_of<WordingPart>(kWordingParts, part); }
std::string_view name_of(DocumentKind kind) { return word_of<DocumentKind>(kDocumentKinds, kind); }
std::string_view name_of(DocumentVerdict verdict) {
  return word_of<DocumentVerdict>(kDocumentVerdicts, verdict);
}
std::string_view name_of(SealShape shape) { return word_of<SealShape>(kSealShapes, shape); }
std::string_view name_of(HoldFor whom) { return word_of<HoldFor>(kHoldFors, whom); }
std::string_view name_of(Holder holder) { return word_of<Holder>(kHolders, holder); }
std::string_view name_of(ColourMode mode) { return word_of<ColourMode>(kColourModes, mode); }
std::string_view name_of(Remedy remedy) { return word_of<Remedy>(kRemedies, remedy); }

State state_named(std::string_view name) { return named<State>(kStates, name); }

void read_word(std::string_view word, State& state) { state = named<State>(kStates, word); }
void read_word(std::string_view word, FieldState& state) {
  state = named<FieldState>(kFieldStates, word);
}
void read_word(std::string_view word, Verdict& verdict) {
  verdict = named<Verdict>(kVerdicts, word);
}
void read_word(std::string_view word, WordingPart& part) {
  part = named<WordingPart>(kWordingParts, word);
}
void read_word(std::string_view word, DocumentKind& kind) {
  kind = named<DocumentKind>(kDocumentKinds, word);
}
void read_word(std::string_view word, DocumentVerdict& verdict) {
  verdict = named<DocumentVerdict>(kDocumentVerdicts, word);
}
void read_word(std::string_view word, SealShape& shape) {
  shape = named<SealShape>(kSealShapes, word);
}
void read_word(std::string_view word, HoldFor& whom) { whom = named<HoldFor>(kHoldFors, word); }
void read_word(std::string_view word, Holder& holder) { holder = named<Holder>(kHolders, word); }
void read_word(std::string_view word, ColourMode& mode) {
  mode = named<ColourMode>(kColourModes, word);
}

}  // namespace chengnuo::pipeline
