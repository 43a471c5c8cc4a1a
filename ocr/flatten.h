#pragma once

#include "ocr/image.h"

namespace chengnuo::ocr {

/// A photograph of a sheet, with the sheet taken out and laid flat as if it had been scanned: its
/// four edges are found before what it lies on, and the perspective is undone. A sheet that bulges
/// is flat only as far as straight edges tell. `dpi` is then unknown (0).
/// A scan comes back as it is, and so does whatever has no bright sheet with four edges in view or
/// one that was seen squarely: turning and cutting are for the rest of the preparation.
Image flattened(const Image& photograph);

}  // namespace chengnuo::ocr
