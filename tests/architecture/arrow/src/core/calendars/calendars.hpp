#include "base/time.hpp"
