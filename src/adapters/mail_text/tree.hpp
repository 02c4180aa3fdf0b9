// gumbo's tree of a document that balance.hpp made, and a walk over it that does not recurse. Memory is capped; a
// document that wants more has no tree.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct GumboInternalNode;

namespace yakusoku::mail_text {

class Tree {
 public:
  explicit Tree(std::string document);
  ~Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  Tree(Tree&&) = delete;

  const GumboInternalNode* body() const { return body_; }  // null: the document was beyond the cap

 private:
  struct Memory;
  std::string document_;  // the tree points into it
  std::unique_ptr<Memory> memory_;
  const GumboInternalNode* body_ = nullptr;
};

class Visitor {
 public:
  virtual ~Visitor() = default;
  virtual void text(std::string_view text) = 0;
  virtual bool enter(const GumboInternalNode& element) = 0;  // false: what it holds is passed over, no leave
  virtual void leave(const GumboInternalNode& element) = 0;
};
// What stands under `root`, in order.
void walk(const GumboInternalNode& root, Visitor& visitor);

std::string_view name_of(const GumboInternalNode& element);  // lower case, "" for what HTML does not know
std::optional<std::string_view> attribute_of(const GumboInternalNode& element, const char* name);

}  // namespace yakusoku::mail_text
