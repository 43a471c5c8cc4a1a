#pragma once

#include <filesystem>
#include <optional>

#include "signing/key.h"
#include "signing/level.h"
#include "signing/revocation_client.h"
#include "signing/time_stamp_client.h"
#include "signing/trust.h"

namespace chengnuo::signing {

/// What levels above B-B take. For any thread.
struct LevelServices {
  LevelServices(TimeStampSettings settings, TrustAnchors trusted)
      : stamps(std::move(settings), trusted), anchors(std::move(trusted)) {}

  TimeStampClient stamps;
  RevocationClient revocation;
  TrustAnchors anchors;
};

/// The level that a signed PDF has: time stamps are checked, and validation data must suffice for
/// each certificate. Asks nobody. Throws Error: fix_document without a signature or with a bad one.
Level level_of(const std::filesystem::path& pdf, const TrustAnchors& anchors);

/// Raises a signed PDF to a level, in place: each step is an incremental update (a signature that
/// covers the whole file gets its time stamp into its own CMS), and takes the file's place only
/// once it is whole and verified. What was reached stays, so that a later call goes on from there.
/// Nothing is done that is done already. Needs no signing key.
/// Throws Error where the level cannot be reached: retry (TSA_UNAVAILABLE; LT_PENDING: revocation
/// data that are not older than the signature are not to be had yet), fix_setup (NO_TSA, CHAIN,
/// NO_REVOCATION_SOURCE, REVOKED), fix_document as level_of.
void extend_pdf(const std::filesystem::path& pdf, Level wanted, LevelServices& services,
                pipeline::Time now);

/// Puts another time stamp over a file, with the validation data of the one before: to be done
/// before that one's certificate ends or its digest grows weak (ETSI EN 319 142-1, 5.5). Needs no
/// signing key; the file then has B-LTA. Throws as extend_pdf.
void renew_pdf(const std::filesystem::path& pdf, LevelServices& services, pipeline::Time now);

/// When the proof of a file ends, and with it the time for renewing it: the end of the certificate
/// of the last time stamp over it; nothing without one.
std::optional<pipeline::Time> proof_ends(const std::filesystem::path& pdf);

/// The highest level that the key's certificate allows, were there a time stamp authority.
Level highest_level(const Key& key);

}  // namespace chengnuo::signing
