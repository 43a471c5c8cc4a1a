#pragma once

#include "ocr/engine.h"
#include "ocr/seal_ring.h"
#include "pipeline/page.h"

namespace chengnuo::ocr {

/// Reads the straight line below a seal's star into `lower`, as a contract seal has it, and says in
/// `lower_unread` if ink of the seal stands there that could not be read. In colour only red ink
/// counts: a date that the seal was stamped over is none of its words. Private to this room. Throws
/// Error as the engine does.
void read_lower(pipeline::Seal& seal, const SealInk& ink, const SealRim& rim, const RingText& ring,
                Engine& engine);

}  // namespace chengnuo::ocr
