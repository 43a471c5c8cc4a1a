#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "publication/message.h"
#include "publication/standing.h"
#include "publication/text_index.h"

namespace chengnuo::publication {

/// A letter as the platform shows it.
struct PublicLetter {
  OutMessage message;   ///< without its paragraphs, which are read when they are shown
  ReceiptText receipt;  ///< as it was first given; a repetition gets the same
  std::string region;
  std::vector<Act> acts;  ///< what became of it
  std::optional<Day>
      publicity_end;  ///< of 公示; nothing if there is none, or while it is suspended
};

/// What a reader of the list asks for. Empty members ask for nothing.
struct LetterQuery {
  std::string text;  ///< part of the enterprise's name or code, 编号, 档号 or products
  std::string region, unit, year;
  std::optional<Standing> standing;
  std::size_t page = 1;  ///< from 1
  std::size_t page_size = 50;
};
struct LetterList {
  std::vector<PublicLetter> letters;  ///< of the page, newest first
  std::size_t total = 0;
};

/// The platform's messages: one signed XML file each, as it came, and its receipt beside it; the
/// folder is all the state there is. Letters and what became of them are for the public, reports
/// are kept apart.
///
///     letters/<id>.xml  letters/<id>.receipt.xml   acts/… reports/… likewise
///
/// May be used from any thread.
class LetterStore {
 public:
  /// Reads what is there. A message without its receipt was cut off and is taken anew when resent.
  LetterStore(std::filesystem::path root, WorkCalendar calendar);

  enum class Outcome {
    stored,       ///< new, now on disk
    known,        ///< the same message again
    conflicting,  ///< another message under a known id: not stored
    too_early,    ///< what goes before it is not here yet: not stored
    foreign,      ///< it is about a letter that another unit published: not stored
  };
  struct Result {
    Outcome outcome;
    ReceiptText receipt;
    std::string needs;  ///< of too_early: the message that has to come before
  };
  /// `at`: RFC 3339, when it was received. `message` is what `xml` says.
  Result store(const std::string& xml, const OutMessage& message, const std::string& signer,
               const std::string& at);

  std::optional<PublicLetter> find(const std::string& id) const;
  /// The text that holds: the last correction's, else the letter's own.
  std::vector<std::string> paragraphs(const PublicLetter& letter) const;
  /// A letter's or act's message as it came; empty if there is none, or the letter was withdrawn.
  std::string xml_of(const std::string& message_id) const;
  /// The letter that has a signed copy of this SHA-256, and whose copy it is ("unit",
  /// "enterprise").
  struct Copy {
    PublicLetter letter;
    std::string holder;
  };
  std::optional<Copy> find_copy(const std::string& sha256) const;

  const WorkCalendar& calendar() const { return calendar_; }
  LetterList search(const LetterQuery& query, Day today) const;
  struct Counts {
    std::size_t letters = 0, publicity = 0, suspended = 0, delisted = 0;
  };
  Counts counts(Day today) const;
  std::vector<std::string> units() const;
  std::vector<std::string> years() const;  ///< the latest first

 private:
  struct Stored {
    MessageKind kind;
    std::string meaning;  ///< digest of what it says, without its signature
    ReceiptText receipt;
  };
  /// What filters look at, small, so that going through all letters is quick.
  struct Facets {
    std::uint16_t region, unit, year;  ///< numbers in words_
    bool eventful;                     ///< something became of it, or a publicity period ran
  };
  std::filesystem::path file(MessageKind kind, const std::string& id) const;
  void read_folder(const std::filesystem::path& folder);
  void take_in(OutMessage message, const ReceiptText& receipt);
  void take_letter(OutMessage message, const ReceiptText& receipt);
  void take_act(const OutMessage& message, const ReceiptText& receipt);
  std::uint16_t number_of(const std::string& word);
  Standing standing(std::size_t place, Day today) const;
  Counts count(Day today) const;
  ReceiptText new_receipt(const OutMessage& message, const std::string& signer,
                          const std::string& at) const;

  std::filesystem::path root_;
  WorkCalendar calendar_;
  std::mutex storing_;                                ///< one message at a time
  mutable std::shared_mutex mutex_;                   ///< of what follows
  std::unordered_map<std::string, Stored> messages_;  ///< by id: all that were ever taken
  std::vector<PublicLetter> letters_;                 ///< in order of receipt
  std::vector<Facets> facets_;                        ///< of letters_
  TextIndex texts_;                                   ///< of letters_
  std::unordered_map<std::string, std::uint16_t> words_;
  std::unordered_map<std::string, std::size_t> by_id_;  ///< into letters_
  std::unordered_map<std::string, std::pair<std::size_t, std::string>> by_copy_;
  std::set<std::string> units_, years_;
  std::size_t last_number_ = 100000;
  // The first page shows the counts to everybody: they are counted once a day and message.
  mutable std::mutex counting_;
  mutable Counts counted_;
  mutable Day counted_on_;
  mutable std::size_t counted_messages_ = 0;
};

}  // namespace chengnuo::publication
