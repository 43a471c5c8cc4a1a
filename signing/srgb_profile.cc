#include "signing/srgb_profile.h"

#include <array>
#include <cmath>
#include <cstdint>

#include "signing/big_endian.h"

namespace chengnuo::signing {
namespace {

/// s15Fixed16Number (ICC.1:2001-04, 5.3.10).
void put_fixed(std::string& out, double value) {
  put32(out, static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(value * 65536))));
}

std::string xyz(double x, double y, double z) {
  std::string out("XYZ \0\0\0\0", 8);
  put_fixed(out, x);
  put_fixed(out, y);
  put_fixed(out, z);
  return out;
}

/// The transfer curve of IEC 61966-2-1, 5.2, in 1024 steps.
std::string curve() {
  constexpr unsigned kSteps = 1024;
  std::string out("curv\0\0\0\0", 8);
  put32(out, kSteps);
  for (unsigned i = 0; i < kSteps; ++i) {
    const double v = i / (kSteps - 1.0);
    const double linear = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    put16(out, static_cast<unsigned>(std::lround(linear * 65535)));
  }
  return out;
}

std::string copyright() { return std::string("text\0\0\0\0", 8) + std::string("No copyright", 13); }

/// textDescriptionType (6.5.17): only the ASCII part is filled.
std::string description() {
  const std::string text("sRGB IEC61966-2.1", 18);
  std::string out("desc\0\0\0\0", 8);
  put32(out, static_cast<std::uint32_t>(text.size()));
  return out + text + std::string(4 + 4 + 2 + 1 + 67, '\0');
}

std::string header(std::uint32_t size) {
  std::string out;
  put32(out, size);
  put32(out, 0);           // no preferred engine
  put32(out, 0x02100000);  // version 2.1
  out += "mntrRGB XYZ ";
  for (const unsigned part : {2001u, 4u, 1u, 0u, 0u, 0u}) put16(out, part);  // a fixed date
  out += "acsp";
  out += std::string(28, '\0');  // platform, flags, device, attributes, perceptual intent
  put_fixed(out, 0.9642);        // the D50 illuminant
  put_fixed(out, 1);
  put_fixed(out, 0.8249);
  return out + std::string(48, '\0');
}

}  // namespace

std::string srgb_profile() {
  struct Tag {
    const char* name;
    std::string body;
  };
  // Primaries of sRGB brought from D65 to D50 (Bradford), as ICC profiles hold them.
  const std::array<Tag, 7> tags = {{{"desc", description()},
                                    {"cprt", copyright()},
                                    {"wtpt", xyz(0.9505, 1, 1.0891)},
                                    {"rXYZ", xyz(0.43607, 0.22249, 0.01392)},
                                    {"gXYZ", xyz(0.38515, 0.71687, 0.09708)},
                                    {"bXYZ", xyz(0.14307, 0.06061, 0.71410)},
                                    {"rTRC", curve()}}};
  std::string table;
  std::string bodies;
  const std::size_t first = 128 + 4 + 12 * (tags.size() + 2);
  put32(table, static_cast<std::uint32_t>(tags.size() + 2));
  const auto add = [&](const std::string& name, std::size_t offset, std::size_t size) {
    table += name;
    put32(table, static_cast<std::uint32_t>(offset));
    put32(table, static_cast<std::uint32_t>(size));
  };
  for (const Tag& tag : tags) {
    const std::size_t offset = first + bodies.size();
    add(tag.name, offset, tag.body.size());
    if (std::string(tag.name) == "rTRC") {  // one curve for all three
      add("gTRC", offset, tag.body.size());
      add("bTRC", offset, tag.body.size());
    }
    bodies += tag.body;
    pad4(bodies);
  }
  return header(static_cast<std::uint32_t>(first + bodies.size())) + table + bodies;
}

}  // namespace chengnuo::signing
