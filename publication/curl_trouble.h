#pragma once

// Private to the room: what libcurl's failures mean for the one who reads `publish status`.

#include <curl/curl.h>

#include "pipeline/error.h"

namespace chengnuo::publication {

struct Trouble {
  pipeline::Remedy remedy;
  pipeline::Message what;  ///< without a full stop
};

/// `verification`: CURLINFO_SSL_VERIFYRESULT, which tells an expired certificate from a stranger's.
Trouble trouble_of(CURLcode code, long verification);

}  // namespace chengnuo::publication
