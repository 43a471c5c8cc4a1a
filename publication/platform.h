#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/submission.h"
#include "publication/copy_check.h"
#include "publication/page_frame.h"
#include "publication/parcel.h"
#include "publication/schema.h"
#include "publication/work_calendar.h"

namespace chengnuo::publication {

struct PlatformSettings {
  std::filesystem::path folder;  ///< its only state (letter_store.h, complaint_box.h)
  PlatformIdentity identity;
  std::string host = "127.0.0.1";
  int port = 8090;                             ///< 0: any free one
  std::vector<std::filesystem::path> anchors;  ///< PEM: CAs of the units that may publish
  /// Signs the receipts; without one they are given by HTTP(S) alone, and unsigned.
  std::optional<MessageKey> receipt_key;
  WorkCalendar calendar;                   ///< for the publicity period
  PdfVerifier verifier;                    ///< for /verify; without one, only bytes are compared
  std::filesystem::path certificate, key;  ///< PEM: HTTPS with them, HTTP without
  /// Whether X-Forwarded-For tells who writes: only behind a proxy that sets it.
  enum class Senders { by_connection, by_proxy } senders = Senders::by_connection;
};

/// The publication platform that ships with the program: takes signed messages, gives receipts, and
/// shows the letters to the public, who answer.
///
///     POST /api/messages       a signed message → a receipt (receiving.h; docs/publication.md)
///     GET  /                   the list: ?q= &region= &unit= &year= &state= &page=
///     GET  /letters/ID         one letter       GET /letters/ID.xml /messages/ID.xml   as signed
///     GET  /delisted           who was struck off
///     GET  /complaints?letter= POST /complaints  the complaint form
///     POST /api/complaints     a unit fetches those about its letters (complaint_exchange.h)
///     GET  /verify?sha256=     POST /verify      is this PDF the published one?
///     GET  /api/letters        the list as JSON, same questions
class Platform {
 public:
  /// Throws Error: fix_setup if the address is taken or the certificate cannot be used. `clock`
  /// gives the time of receipt.
  Platform(const PlatformSettings& settings, const Schema& schema,
           std::function<pipeline::Time()> clock);
  ~Platform();
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  /// What a carrier brought (parcel.h), while nobody has to be served; needs a receipt_key.
  std::vector<ParcelResult> take(const std::filesystem::path& folder);
  int port() const;  ///< the one it listens on
  void serve();      ///< until stop(), which another thread calls
  void stop();

 private:
  struct Server;
  std::unique_ptr<Server> server_;
};

}  // namespace chengnuo::publication
