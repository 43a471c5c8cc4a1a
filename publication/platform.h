#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/submission.h"
#include "publication/schema.h"

namespace chengnuo::publication {

struct PlatformSettings {
  std::filesystem::path folder;  ///< its only state (letter_store.h)
  std::string title = "工业产品质量承诺公示平台";
  std::string host = "127.0.0.1";
  int port = 8090;                             ///< 0: any free one
  std::vector<std::filesystem::path> anchors;  ///< PEM: CAs of the units that may publish
};

/// The publication platform that ships with the program: takes signed messages over HTTP, checks
/// schema and signature, takes each once, gives receipts, and shows the letters to the public.
///
///     POST /api/messages       a signed message (message.xsd) → a receipt; 200 taken (again),
///                              400 not valid, 403 signature not accepted, 409 id used otherwise
///     GET  /  /?q=TEXT         the list        GET /letters/ID  /letters/ID.xml   one letter
///     GET  /api/letters?q=     the list as JSON
class Platform {
 public:
  /// Throws Error: fix_setup if the address is taken. `clock` gives the time of receipt.
  Platform(const PlatformSettings& settings, const Schema& schema,
           std::function<pipeline::Time()> clock);
  ~Platform();
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  int port() const;  ///< the one it listens on
  void serve();      ///< until stop(), which another thread calls
  void stop();

 private:
  struct Server;
  std::unique_ptr<Server> server_;
};

}  // namespace chengnuo::publication
