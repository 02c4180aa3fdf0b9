#include "adapters/mail_text/tree.hpp"

#include <gumbo.h>

#include <csetjmp>
#include <cstddef>
#include <cstdlib>
#include <utility>
#include <vector>

namespace yakusoku::mail_text {
namespace {

constexpr std::size_t most_memory = 128 * 1024 * 1024;

}  // namespace

// gumbo frees its tree by recursion and takes no failed allocation. Here all it was given hangs on one list, freed in a
// loop, and where it asks for too much the parse is left by longjmp: only gumbo's C frames lie between.
struct Tree::Memory {
  struct alignas(std::max_align_t) Block {
    Block* before;
    Block* after;
    std::size_t size;
  };

  Memory() = default;
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory() {
    while (first != nullptr) std::free(std::exchange(first, first->after));  // NOLINT: malloc is gumbo's manner
  }

  static void* give(void* self, std::size_t size) {
    auto& memory = *static_cast<Memory*>(self);
    Block* block = nullptr;
    if (size <= most_memory - memory.used) block = static_cast<Block*>(std::malloc(sizeof(Block) + size));
    if (block == nullptr) std::longjmp(memory.too_much, 1);
    *block = {nullptr, memory.first, size};
    if (memory.first != nullptr) memory.first->before = block;
    memory.first = block;
    memory.used += size;
    return block + 1;
  }

  static void take_back(void* self, void* given) {
    if (given == nullptr) return;
    auto& memory = *static_cast<Memory*>(self);
    Block* block = static_cast<Block*>(given) - 1;
    memory.used -= block->size;
    (block->before != nullptr ? block->before->after : memory.first) = block->after;
    if (block->after != nullptr) block->after->before = block->before;
    std::free(block);
  }

  // No object with a destructor may live in here.
  const GumboOutput* parse(const GumboOptions& options, const char* document, std::size_t size) {
    if (setjmp(too_much) != 0) return nullptr;
    return gumbo_parse_with_options(&options, document, size);
  }

  Block* first = nullptr;
  std::size_t used = 0;
  std::jmp_buf too_much{};
};

Tree::Tree(std::string document) : document_(std::move(document)), memory_(std::make_unique<Memory>()) {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &Memory::give;
  options.deallocator = &Memory::take_back;
  options.userdata = memory_.get();
  options.max_errors = 0;
  const GumboOutput* output = memory_->parse(options, document_.data(), document_.size());
  if (output == nullptr) return;
  const GumboVector& children = output->root->v.element.children;
  for (unsigned int i = 0; i < children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(children.data[i]);
    if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_BODY) body_ = child;
  }
}

Tree::~Tree() = default;

void walk(const GumboInternalNode& root, Visitor& visitor) {
  struct Place {
    const GumboNode* node;
    unsigned int next = 0;
  };
  std::vector<Place> path = {{&root}};
  while (!path.empty()) {
    Place& place = path.back();
    const GumboVector& children = place.node->v.element.children;
    if (place.next == children.length) {
      if (path.size() > 1) visitor.leave(*place.node);
      path.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[place.next++]);
    switch (child->type) {
      case GUMBO_NODE_ELEMENT:
        if (visitor.enter(*child)) path.push_back({child});
        break;
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_WHITESPACE:
      case GUMBO_NODE_CDATA: visitor.text(child->v.text.text); break;
      case GUMBO_NODE_DOCUMENT:
      case GUMBO_NODE_COMMENT:
      case GUMBO_NODE_TEMPLATE: break;
    }
  }
}

std::string_view name_of(const GumboInternalNode& element) {
  if (element.v.element.tag_namespace != GUMBO_NAMESPACE_HTML) return "";
  return gumbo_normalized_tagname(element.v.element.tag);
}

std::optional<std::string_view> attribute_of(const GumboInternalNode& element, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&element.v.element.attributes, name);
  if (found == nullptr) return std::nullopt;
  return found->value;
}

}  // namespace yakusoku::mail_text
