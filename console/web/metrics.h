#pragma once

#include "console/web/api.h"

namespace chengnuo::console {

/// GET /metrics in Prometheus' text format 0.0.4: submissions by unit and state, messages not yet
/// delivered, space left for the work folder, the latest audit entry. Only numbers, and only for
/// callers on this machine: it needs no password, so that a monitor can ask.
/// GET /healthz: {"status":"ok"} while the register answers.
void add_metrics(Router& router, Desk& desk);

}  // namespace chengnuo::console
