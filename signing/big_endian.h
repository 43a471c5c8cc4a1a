#pragma once
// Private to this room: numbers as ICC profiles and TrueType fonts hold them.

#include <cstdint>
#include <string>

namespace chengnuo::signing {

inline void put16(std::string& out, unsigned value) {
  out += static_cast<char>(value >> 8 & 0xFF);
  out += static_cast<char>(value & 0xFF);
}
inline void put32(std::string& out, std::uint32_t value) {
  put16(out, value >> 16);
  put16(out, value & 0xFFFF);
}
/// Tables of both formats begin at multiples of four.
inline void pad4(std::string& out) { out.resize((out.size() + 3) / 4 * 4, '\0'); }

}  // namespace chengnuo::signing
