#include "templates/stages.h"

#include <algorithm>

#include "pipeline/file.h"
#include "pipeline/json.h"
#include "templates/dates.h"
#include "templates/join.h"
#include "templates/separate.h"
#include "templates/sort.h"

namespace chengnuo::templates {
namespace {

using pipeline::Document;
using pipeline::Outcome;
using pipeline::Stage;
using pipeline::State;
using pipeline::Submission;
using pipeline::WorkFolder;

Pages pages_of(const Submission& submission, const WorkFolder& work) {
  Pages pages;
  for (const pipeline::PageRef& page : submission.pages) {
    const auto file = work.page_facts(page.drop, page.number);
    pages.push_back(pipeline::from_stored<pipeline::Page>(pipeline::read_file(file), file));
  }
  return pages;
}

/// The house's settings for what came in on that day, by China's clock.
CheckSettings on_its_day(CheckSettings settings, const Submission& submission) {
  if (submission.drops.empty()) return settings;
  const auto local = submission.drops.front().received_at + std::chrono::hours(8);
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(local));
  settings.day = WrittenDate{.year = static_cast<int>(day.year()),
                             .month = static_cast<int>(static_cast<unsigned>(day.month())),
                             .day = static_cast<int>(static_cast<unsigned>(day.day()))}
                     .iso();
  return settings;
}

/// What "sort" left in the submission, as check_document wants it.
SortedDocument sorted(const Catalogue& catalogue, const Submission& submission,
                      const Document& document) {
  return {.of = catalogue.find(document.template_id, submission.unit),
          .titled = true,
          .pages = document.pages};
}

}  // namespace

Stage sort_stage(const Catalogue& catalogue, WorkFolder work) {
  return {
      .name = "sort", .reaches = State::reading, .run = [&catalogue, work](Submission& submission) {
        submission.documents.clear();
        const Pages pages = pages_of(submission, work);
        for (const SortedDocument& found :
             sort_pages(catalogue, submission.unit, pages, on_its_day({}, submission).day)) {
          Document document;
          document.pages = found.pages;
          if (found.of != nullptr) {
            document.kind = found.of->kind;
            document.template_id = found.of->id;
          }
          submission.documents.push_back(std::move(document));
        }
        return Outcome{};
      }};
}

Stage check_stage(const Catalogue& catalogue, WorkFolder work, CheckSettings settings) {
  return {.name = "check",
          .reaches = State::reading,
          .run = [&catalogue, work, settings](Submission& submission) {
            const Pages pages = pages_of(submission, work);
            for (Document& document : submission.documents)
              document = check_document(sorted(catalogue, submission, document), pages,
                                        on_its_day(settings, submission));
            set_aside_copies(submission);
            Outcome outcome;
            outcome.separated = separate(submission);
            return outcome;
          }};
}

Stage join_stage() {
  return {.name = "join", .reaches = State::reading, .run = [](Submission& submission) {
            return join(submission);
          }};
}

Stage decide_stage(const Catalogue& catalogue, WorkFolder work, CheckSettings settings) {
  return {.name = "decide",
          .reaches = State::approved,
          .run = [&catalogue, work, settings](Submission& submission) {
            return decide(catalogue, submission, pages_of(submission, work),
                          on_its_day(settings, submission));
          }};
}

}  // namespace chengnuo::templates
