#include "core/proof/picture.hpp"

#include "core/proof/proved_for_tests.hpp"

namespace yakusoku::proof {
namespace {

Proof of(const std::string& within) {
  return proved(office_program("clocks: {c: {starts: opened, met_by: reply, within: " + within +
                               "}}\nteams: {support: {hours: office}}\ncoverage: support\n"),
                one_week());
}

TEST(ProofPicture, shades_duty_and_strikes_gaps) {
  const Proof proof = of("4h");
  const std::string svg = picture_of(proof, proof.rows[0], "en");
  EXPECT_TRUE(svg.starts_with("<svg class=\"proof-picture\""));
  // Monday's first box: 09:00 to 17:00, three units an hour under the head of twelve.
  EXPECT_NE(svg.find("<path class=\"proof-present\" fill=\"currentColor\" fill-opacity=\"0.25\" d=\"M22 39h2v24h-2z"),
            std::string::npos)
      << svg;
  // Its first gap runs from midnight to 09:00.
  EXPECT_NE(
      svg.find("<path class=\"proof-gap\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1\" d=\"M22.5 12v27"),
      std::string::npos)
      << svg;
  EXPECT_EQ(svg.find("style="), std::string::npos);
}

TEST(ProofPicture, says_the_same_in_words) {
  const Proof proof = of("4h");
  // 40 hours of 168 are attended; the rest of the week is gap, in six pieces.
  EXPECT_NE(picture_of(proof, proof.rows[0], "en").find("somebody for 40 hours in all; 6 gaps, 128 hours"),
            std::string::npos)
      << picture_of(proof, proof.rows[0], "en").substr(0, 400);
  EXPECT_NE(picture_of(proof, proof.rows[0], "ja").find("担当者がいる時間は合計40時間"), std::string::npos);
}

TEST(ProofPicture, no_stroke_without_a_gap) {
  const Proof proof = of("8h in office");
  EXPECT_EQ(picture_of(proof, proof.rows[0], "en").find("proof-gap"), std::string::npos);
}

}  // namespace
}  // namespace yakusoku::proof
