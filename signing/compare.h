#pragma once
// Private to this room: how two states of one document are held side by side.

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "signing/pdf_document.h"

namespace chengnuo::signing {

using ObjectNumbers = std::set<std::uint32_t>;
using Keys = std::set<std::string_view>;

/// The number of the object that a value refers to; 0 if it is no reference.
std::uint32_t number_of(const pdf::Value* value);

/// Every object number that `start` leads to, those that do not exist included. Of an object in
/// `passed_over` its dictionary's keys named there are not followed. Throws Malformed.
ObjectNumbers reachable(const pdf::Document& document, std::vector<const pdf::Value*> start,
                        const std::map<std::uint32_t, Keys>& passed_over = {});

/// Whether two dictionaries (null: empty) are equal but for some keys, and the second has none
/// twice.
bool same_but(const pdf::Dictionary* before, const pdf::Dictionary* after, const Keys& free_keys);

/// What `after` has behind all of `before`; nothing if `before` is not its beginning.
std::optional<std::vector<const pdf::Value*>> added(const pdf::Array* before,
                                                    const pdf::Array* after);

}  // namespace chengnuo::signing
