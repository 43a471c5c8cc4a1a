#pragma once

#include "ocr/reader_pool.h"
#include "pipeline/stage.h"
#include "pipeline/work_folder.h"

namespace chengnuo::ocr {

/// The stage "read": every page of every drop, into the work folder; fills Submission::pages.
/// Holds for a clerk if not one page could be read. `pool` must outlive the stage.
/// Throws Error as ReaderPool::read does; the file named in it is the drop's.
pipeline::Stage read_stage(ReaderPool& pool, pipeline::WorkFolder work);

}  // namespace chengnuo::ocr
