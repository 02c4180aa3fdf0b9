#include <string>
#include <unordered_map>
#include <unordered_set>
using Tags = std::unordered_set<std::string>;
int print(const std::unordered_map<std::string, std::pair<int, int>>& figures, const Tags& tags) {
  int sum = figures.at("known").first;
  for (const auto& [name, figure] : figures) sum += figure.first;
  for (const auto& tag : tags) sum += int(tag.size());
  return sum + int(tags.begin()->size());
}
