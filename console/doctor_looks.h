#pragma once
// Private to doctor.cc: what it looks at, one function a subject. Each may throw Error, which is a
// diagnosis too.

#include <vector>

#include "console/config.h"
#include "console/doctor.h"
#include "pipeline/submission.h"

namespace chengnuo::console {

using Diagnoses = std::vector<Diagnosis>;

/// Signing keys: usable, meant for it, not about to expire, their passwords for nobody else's eyes.
Diagnoses look_at_unit_key(const UnitConfig& unit, pipeline::Time now);
/// The page's HTTPS certificate, if there is one: fits its key, not about to expire.
Diagnoses look_at_page_certificate(const Config& config, pipeline::Time now);
/// What receivers of messages want to see of us and we of them.
Diagnoses look_at_receiver(const std::string& receiver, const ReceiverConfig& config,
                           pipeline::Time now);

/// What waits in the register: for the administrator, and in vain for a receiver. And whether its
/// clock goes before what it wrote.
Diagnoses look_at_queues(const Config& config);
/// Whether anybody can log in.
Diagnoses look_at_people(const Config& config);

}  // namespace chengnuo::console
