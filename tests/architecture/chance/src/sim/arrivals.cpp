#include <random>
std::mt19937 dice{std::random_device{}()};
int throw_one() { return rand() % 6; }
