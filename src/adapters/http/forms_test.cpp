#include "adapters/http/forms.hpp"

#include <gtest/gtest.h>

#include "adapters/http/text.hpp"

namespace yakusoku::http {
namespace {

const std::string type = "multipart/form-data; boundary=\"x y\"";

std::string part(const std::string& head, const std::string& content) {
  return "--x y\r\n" + head + "\r\n\r\n" + content + "\r\n";
}

std::string field(const std::string& name, const std::string& content) {
  return part("Content-Disposition: form-data; name=\"" + name + "\"", content);
}

const std::string end = "--x y--\r\n";

ErrorCode refusal(const std::string& body, const FormLimits& limits = {}) {
  const auto form = read_multipart(type, body, limits);
  return form ? ErrorCode::internal : form.error().code;
}

TEST(Forms, UrlencodedPairsKeepTheirOrder) {
  const auto pairs = read_urlencoded("a=1&b=%E3%81%82+%2B&a=&c&&=x");
  ASSERT_TRUE(pairs);
  EXPECT_EQ(*pairs, (Pairs{{"a", "1"}, {"b", "あ +"}, {"a", ""}, {"c", ""}, {"", "x"}}));
}

TEST(Forms, UrlencodedRefusesWhatIsNoText) {
  for (const char* body : {"a=%", "a=%4", "a=%zz", "a=%00", "a=%FF", "%ED%A0%80=1"}) {
    const auto pairs = read_urlencoded(body);
    ASSERT_FALSE(pairs) << body;
    EXPECT_EQ(pairs.error().code, ErrorCode::malformed) << body;
  }
  EXPECT_EQ(read_urlencoded("a&b&c", {.parts = 2}).error().code, ErrorCode::too_many);
  EXPECT_EQ(read_urlencoded("a=12345", {.field_bytes = 4}).error().code, ErrorCode::too_large);
}

TEST(Forms, MultipartHoldsFieldsAndFiles) {
  const std::string body =
      "a preamble\r\n" + field("subject", "約束\r\n--x\r\nend") +
      part("content-disposition: form-data; name=file; filename=\"C:\\dir\\a;b.txt\"\r\nContent-Type: text/html",
           std::string("\0\xFF\r\n", 4)) +
      part("Content-Disposition: form-data; name=\"none\"; filename=\"\"\r\nContent-Type: application/octet-stream", "") +
      end + "an epilogue";
  const auto form = read_multipart(type, body);
  ASSERT_TRUE(form) << form.error().detail;
  EXPECT_EQ(form->fields, (Pairs{{"subject", "約束\r\n--x\r\nend"}}));
  ASSERT_EQ(form->files.size(), 1u);
  EXPECT_EQ(form->files[0].field, "file");
  EXPECT_EQ(form->files[0].name, "a;b.txt");
  EXPECT_EQ(form->files[0].content_type, "text/html");
  EXPECT_EQ(form->files[0].content, std::string("\0\xFF\r\n", 4));
}

TEST(Forms, MultipartRefusesWhatIsBroken) {
  EXPECT_EQ(refusal(""), ErrorCode::malformed);
  EXPECT_EQ(refusal("--x y"), ErrorCode::malformed);
  EXPECT_EQ(refusal(field("a", "1")), ErrorCode::malformed);
  EXPECT_EQ(refusal("--x yz\r\n" + end), ErrorCode::malformed);
  EXPECT_EQ(refusal(part("Content-Disposition: form-data", "1") + end), ErrorCode::malformed);
  EXPECT_EQ(refusal(part("Content-Disposition: attachment; name=a", "1") + end), ErrorCode::malformed);
  EXPECT_EQ(refusal(part("Content-Disposition: form-data; name=\"a", "1") + end), ErrorCode::malformed);
  EXPECT_EQ(refusal(part("X", "1") + end), ErrorCode::malformed);
  EXPECT_EQ(refusal(field("a", "\xFF") + end), ErrorCode::malformed);
  EXPECT_EQ(refusal(field("a", std::string(1, '\0')) + end), ErrorCode::malformed);
  EXPECT_FALSE(read_multipart("multipart/form-data", end));
  EXPECT_FALSE(read_multipart("multipart/form-data; boundary=" + std::string(71, 'x'), end));
}

TEST(Forms, MultipartHasLimits) {
  const std::string two = field("a", "12345") + field("b", "1") + end;
  EXPECT_EQ(refusal(two, {.parts = 1}), ErrorCode::too_many);
  EXPECT_EQ(refusal(two, {.field_bytes = 4}), ErrorCode::too_large);
  EXPECT_EQ(refusal(two, {.part_head_bytes = 10}), ErrorCode::too_large);
  const std::string file = part("Content-Disposition: form-data; name=a; filename=b", "12345") + end;
  EXPECT_EQ(refusal(file, {.file_bytes = 4}), ErrorCode::too_large);
  EXPECT_TRUE(read_multipart(type, file, {.file_bytes = 5}));
}

TEST(Forms, ReadFormGoesByTheContentType) {
  Request request;
  request.body = "a=1";
  EXPECT_FALSE(read_form(request));
  request.headers.set("Content-Type", "text/plain");
  EXPECT_FALSE(read_form(request));
  request.headers.set("Content-Type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8");
  EXPECT_EQ(read_form(request)->find("a"), "1");
}

TEST(FileNames, LoseWhatCouldHarm) {
  EXPECT_EQ(safe_file_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(safe_file_name("C:\\Windows\\a.exe"), "a.exe");
  EXPECT_EQ(safe_file_name("..\\.."), "file");
  EXPECT_EQ(safe_file_name(""), "file");
  EXPECT_EQ(safe_file_name(".htaccess"), "htaccess");
  EXPECT_EQ(safe_file_name("a.txt. . "), "a.txt");
  EXPECT_EQ(safe_file_name("a\r\nSet-Cookie: b\"<c>.txt"), "aSet-Cookie_ b__c_.txt");
  EXPECT_EQ(safe_file_name(std::string("a\0b", 3)), "ab");
  EXPECT_EQ(safe_file_name("evil\u202Etxt.exe"), "eviltxt.exe");
  EXPECT_EQ(safe_file_name("見積書\u200B.pdf"), "見積書.pdf");
  EXPECT_EQ(safe_file_name("\xFF\xFE"), "file");
}

TEST(FileNames, AreCutBetweenCharactersAndKeepTheirExtension) {
  std::string name;
  for (int i = 0; i < 1500; ++i) name += "約";
  const std::string cut = safe_file_name(name + ".tar.gz");
  EXPECT_LE(cut.size(), 150u);
  EXPECT_TRUE(cut.ends_with("約.gz"));
  EXPECT_TRUE(is_utf8(cut));
}

}  // namespace
}  // namespace yakusoku::http
