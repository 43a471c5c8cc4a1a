#pragma once
// Private to this room: the parts of changes.h that look at what readers do not show: validation
// data (DSS; ETSI EN 319 142-1, 5.4.2) and XMP.

#include "pipeline/message.h"
#include "signing/compare.h"

namespace chengnuo::signing {

/// Nothing if the store only grew and holds what a store holds; else what is wrong. What is new in
/// it must be new in the file: a store that points to the document's own objects is a trick.
/// Throws Malformed.
pipeline::Message store_trouble(const pdf::Document& before, const pdf::Document& after);

/// Nothing if the metadata are as they were, or new ones that are XMP: well-formed elements around
/// rdf:RDF, no document type and no entities, which could draw in anything. Throws Malformed.
pipeline::Message metadata_trouble(const pdf::Document& before, const pdf::Document& after);

}  // namespace chengnuo::signing
