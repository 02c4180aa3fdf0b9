#include <fstream>
#include <filesystem>
std::ifstream source{"program.yaml"};
void say() { std::cerr << getenv("HOME"); }
