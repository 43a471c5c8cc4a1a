#pragma once

#include "ocr/engine.h"
#include "ocr/image.h"
#include "ocr/seals.h"

namespace chengnuo::ocr {

/// Reads what stands on a seal: the owner's name round the ring into Seal::text, the straight line
/// below the star into `lower`, the digits along the bottom into `number`, and how far `text` is to
/// be trusted into `confidence`. A name that cannot be read stays empty: nothing is completed or
/// guessed. Says nothing about whether the seal is genuine. `upright`: the page that the seal was
/// found on, its colours kept. Throws Error as the engine does.
void read_seal_text(FoundSeal& seal, const Image& upright, Engine& engine);

}  // namespace chengnuo::ocr
