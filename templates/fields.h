#pragma once

#include <map>
#include <string>
#include <vector>

#include "templates/sheet.h"
#include "templates/slots.h"
#include "templates/template.h"

namespace chengnuo::templates {

using Fields = std::map<std::string, pipeline::Field>;

/// The fields of a form, from `slots` (find_slots of the same sheet). Every required field is in
/// the answer, others where their label is on the paper.
Fields form_fields(const Template& of, const std::vector<Slot>& slots, double certain);

/// The date written in a free cell (申请日期 under 企业声明), the last if there are several.
/// `bits`: the cell's lines.
pipeline::Field date_in(const std::vector<Bit>& bits, int page, const FieldRule& rule,
                        double certain);

/// True if the text has the words of a date, whether or not it can be read.
bool looks_like_date(std::u32string_view text);

}  // namespace chengnuo::templates
