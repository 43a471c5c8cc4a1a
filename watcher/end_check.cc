#include "watcher/end_check.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "watcher/tiff_end.h"

namespace chengnuo::watcher {

namespace {

constexpr std::size_t kHead = 1024;     // a PDF's header may stand this late
constexpr std::size_t kPdfTail = 4096;  // readers accept %%EOF in the last 1024 bytes
constexpr std::size_t kPiece = 65536;
constexpr std::size_t kZipTail = 65535 + 22;     // longest comment and the record itself
constexpr std::size_t kMostPngChunks = 200'000;  // 1.6 GB of the usual 8 kB chunks
constexpr std::size_t kMostPadding = 1 << 20;    // zeros that a transfer may add at the end

std::uint32_t big32(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

std::string read_before(std::uint64_t end, std::size_t length, const ReadAt& read) {
  const std::uint64_t begin = end > length ? end - length : 0;
  return read(begin, static_cast<std::size_t>(end - begin));
}

/// The size without the zeros and blanks that some transfers and scanners add.
std::uint64_t size_without_padding(std::uint64_t size, const ReadAt& read) {
  std::uint64_t end = size;
  while (end > 0 && size - end < kMostPadding) {
    const std::string piece = read_before(end, 4096, read);
    const std::size_t last = piece.find_last_not_of(std::string_view("\0\t\n\f\r \x1A", 7));
    if (last != std::string::npos) return end - piece.size() + last + 1;
    end -= std::min<std::uint64_t>(end, std::max<std::size_t>(piece.size(), 1));
  }
  return end;
}

/// The number that follows `key`, such as /L in a linearised file's first object.
std::optional<std::uint64_t> number_after(std::string_view text, std::string_view key) {
  std::size_t at = text.find(key);
  if (at == std::string_view::npos) return {};
  at = text.find_first_not_of(" \t\r\n", at + key.size());
  if (at == std::string_view::npos) return {};
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), number);
  return error == std::errc() && end != text.data() + at ? std::optional(number) : std::nullopt;
}

End pdf_end(std::string_view head, std::uint64_t size, const ReadAt& read) {
  if (head.find("/Linearized") != std::string_view::npos) {
    const auto announced = number_after(head, "/L ");
    if (announced && *announced > size) return End::incomplete;
  }
  const std::string tail = read_before(size_without_padding(size, read), kPdfTail, read);
  const std::size_t mark = tail.rfind("%%EOF");
  if (mark == std::string::npos) return End::incomplete;
  const std::size_t start = tail.rfind("startxref", mark);
  if (start == std::string::npos) return End::whole;  // damaged perhaps, but no more will come
  const auto table = number_after(std::string_view(tail).substr(start), "startxref");
  return table && *table > size ? End::incomplete : End::whole;
}

/// Where the first scan's data begin (after SOS); nothing if the headers run past the end.
std::optional<std::uint64_t> jpeg_data(std::uint64_t size, const ReadAt& read) {
  std::uint64_t at = 2;
  while (at + 4 <= size) {
    const std::string marker = read(at, 4);
    if (marker.size() < 4) return {};
    const auto code = static_cast<unsigned char>(marker[1]);
    if (static_cast<unsigned char>(marker[0]) != 0xFF) return {};
    if (code == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    const std::uint64_t length = big32(marker, 0) & 0xFFFFU;
    if (length < 2) return {};
    at += 2 + length;
    if (code == 0xDA) return at;
  }
  return {};
}

End jpeg_end(std::uint64_t size, const ReadAt& read) {
  const auto data = jpeg_data(size, read);
  if (!data || *data > size) return End::incomplete;
  const std::uint64_t end = size_without_padding(size, read);
  if (end >= *data + 2 && read(end - 2, 2) == "\xFF\xD9") return End::whole;
  // Telephones put things of their own behind the image. Within the data FF is followed by 00 or a
  // restart marker, so that the first FF D9 after SOS is the end; an Exif thumbnail lies before.
  for (std::uint64_t at = *data; at + 2 <= size; at += kPiece - 1) {
    if (read(at, kPiece).find("\xFF\xD9") != std::string::npos) return End::whole;
  }
  return End::incomplete;
}

End png_end(std::uint64_t size, const ReadAt& read) {
  const std::uint64_t end = size_without_padding(size, read);
  if (end >= 20 && read(end - 8, 8) == std::string_view("IEND\xAE\x42\x60\x82", 8)) {
    return End::whole;
  }
  std::uint64_t at = 8;
  for (std::size_t chunk = 0; chunk < kMostPngChunks; ++chunk) {
    const std::string header = read(at, 8);
    if (header.size() < 8) return End::incomplete;
    at += 12 + std::uint64_t{big32(header, 0)};
    if (at > size) return End::incomplete;
    if (header.ends_with("IEND")) return End::whole;
  }
  return End::unknown;
}

End zip_end(std::uint64_t size, const ReadAt& read) {
  const std::string tail = read_before(size, kZipTail, read);
  const std::uint64_t tail_at = size - tail.size();
  std::size_t record = tail.size();
  while ((record = tail.rfind("PK\x05\x06", record)) != std::string::npos) {
    if (record + 22 <= tail.size()) {
      const std::uint64_t directory_size = little(tail, record + 12, 4);
      const std::uint64_t directory_at = little(tail, record + 16, 4);
      const bool is_zip64 = directory_at == 0xFFFFFFFF || directory_size == 0xFFFFFFFF;
      const bool comment_fits = record + 22 + little(tail, record + 20, 2) <= tail.size();
      if (comment_fits && (is_zip64 || directory_at + directory_size <= tail_at + record)) {
        return End::whole;
      }
    }
    if (record == 0) break;
    --record;
  }
  return End::incomplete;
}

}  // namespace

End check_end(std::uint64_t size, const ReadAt& read) {
  if (size == 0) return End::incomplete;
  const std::string head = read(0, kHead);
  const auto begins = [&](std::string_view magic) { return head.starts_with(magic); };

  if (begins("\xFF\xD8\xFF")) return jpeg_end(size, read);
  if (begins("\x89PNG\r\n\x1A\n")) return png_end(size, read);
  if (begins("PK\x03\x04") || begins("PK\x05\x06")) return zip_end(size, read);
  if (begins(std::string_view("II*\0", 4)) || begins(std::string_view("MM\0*", 4)) ||
      begins(std::string_view("II+\0", 4)) || begins(std::string_view("MM\0+", 4))) {
    return tiff_end(size, read);
  }
  if (head.find("%PDF-") != std::string::npos) return pdf_end(head, size, read);
  if (head.find_first_not_of('\0') == std::string::npos) return End::incomplete;
  return End::unknown;
}

End check_end(int descriptor) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) return End::incomplete;
  const auto read = [descriptor](std::uint64_t offset, std::size_t length) {
    std::string bytes(length, '\0');
    const ssize_t count = ::pread(descriptor, bytes.data(), length, static_cast<off_t>(offset));
    bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    return bytes;
  };
  return check_end(static_cast<std::uint64_t>(facts.st_size), read);
}

}  // namespace chengnuo::watcher
