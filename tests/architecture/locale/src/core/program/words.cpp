#include <cctype>
#include <sstream>
bool letter(char c) { return std::isalpha(c); }
std::ostringstream out;
void choose() { setlocale(LC_ALL, ""); }
