#include "publication/sender.h"

#include <gtest/gtest.h>
