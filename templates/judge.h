#pragma once

#include <string>

#include "pipeline/finding.h"
#include "templates/check_settings.h"
#include "templates/sheet.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// Writes what keeps the document from being accepted, and its verdict, from its fields,
/// requirements and signatures as they stand (a person may have corrected them since they were
/// read) and from the seal images. Every objection has a place and a remedy; no objection, and only
/// then, accepted. The machine never rejects: the rest is for a person.
void judge(pipeline::Document& document, const Template& of, const Sheet& sheet,
           const CheckSettings& settings, const pipeline::Document* other = nullptr);

/// The verdict that follows from the objections; `readable`: some page could be read.
pipeline::DocumentVerdict verdict_of(const pipeline::Document& document, bool readable);

/// The first label of a field, for people: 统一社会信用代码 for credit_code.
std::string shown_name(const Template& of, const std::string& field);

}  // namespace chengnuo::templates
