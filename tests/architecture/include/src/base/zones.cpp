#include "base/pinned_for_tests.hpp"
