#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "pipeline/outbox.h"
#include "pipeline/submission.h"

namespace chengnuo::console {

// The JSON that other programs rely on (README, "What other programs rely on"). Keys and words are
// fixed; messages are in the reader's language.

/// `read --json`
nlohmann::json read_json(const std::vector<pipeline::Page>& pages, pipeline::Language language);
/// `check --json`
nlohmann::json check_json(const std::vector<pipeline::Document>& documents,
                          pipeline::Language language);
/// `status --json`; with `whole`, also the documents with their findings, and the decisions.
nlohmann::json status_json(const std::vector<pipeline::Submission>& submissions,
                           pipeline::Language language, bool whole);
/// `publish status --json`
nlohmann::json deliveries_json(const std::vector<pipeline::Delivery>& deliveries,
                               pipeline::Language language);

}  // namespace chengnuo::console
