#include <chrono>
#include <random>
double tolerance = 0.5;
