// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/shim/log_lines.h"

#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::shim {
namespace {

using api::log::longestText;
using Texts = std::vector<std::string>;

/// What becomes of what is printed, without times: "stdout F text".
class Cut {
public:
    void print(const std::string& text, LogStream stream = LogStream::Output)
    {
        m_lines->take(stream, ++m_time, text.data(), text.size(), put());
    }
    void flush() { m_lines->flush(++m_time, put()); }
    [[nodiscard]] bool hasPartial() const { return m_lines->hasPartial(); }

    Texts texts;

private:
    std::function<void(const char*, std::size_t)> put()
    {
        return [this](const char* line, std::size_t size) {
            EXPECT_LE(size, api::log::longestLine);
            EXPECT_EQ(line[size - 1], '\n');
            const auto parsed = api::log::parse({ line, size - 1 });
            ASSERT_TRUE(parsed);
            EXPECT_EQ(parsed->time, m_time);
            texts.emplace_back(line + api::log::timeLength + 1, line + size - 1);
        };
    }

    std::unique_ptr<LogLines> m_lines = std::make_unique<LogLines>();
    std::int64_t m_time = 1'795'392'000'000'000'000;
};

TEST(LogLines, AreWholeHoweverTheyAreRead)
{
    const std::string text = "one\n\ntwo words\r\nthree\n";
    const Texts wanted { "stdout F one", "stdout F ", "stdout F two words\r", "stdout F three" };
    for (std::size_t size = 1; size <= text.size(); ++size) {
        Cut cut;
        for (std::size_t at = 0; at < text.size(); at += size)
            cut.print(text.substr(at, size));
        EXPECT_EQ(cut.texts, wanted) << size;
        EXPECT_FALSE(cut.hasPartial());
    }
}

TEST(LogLines, OfBothStreamsDoNotMix)
{
    Cut cut;
    cut.print("out");
    cut.print("err", LogStream::Errors);
    cut.print("put\n");
    cut.print("or\n", LogStream::Errors);
    EXPECT_EQ(cut.texts, (Texts { "stdout F output", "stderr F error" }));
}

TEST(LogLines, WithoutAnEndArePartsOfOne)
{
    Cut cut;
    cut.print("name: ");
    EXPECT_TRUE(cut.hasPartial());
    EXPECT_TRUE(cut.texts.empty());
    cut.flush();
    cut.flush(); // nothing twice
    EXPECT_FALSE(cut.hasPartial());
    cut.print("me\n");
    EXPECT_EQ(cut.texts, (Texts { "stdout P name: ", "stdout F me" }));
}

TEST(LogLines, ThatAreVeryLongAreCut)
{
    const std::string full(longestText, 'x');
    Cut fits;
    fits.print(full + "\n");
    EXPECT_EQ(fits.texts, (Texts { "stdout F " + full }));
    Cut one;
    one.print(full + "y\n");
    EXPECT_EQ(one.texts, (Texts { "stdout P " + full, "stdout F y" }));
    Cut many;
    for (int i = 0; i < 100; ++i) // a million bytes, in pieces of no particular size
        many.print(std::string(10'007, 'x'));
    many.print("\n");
    std::size_t length = 0;
    for (const auto& text : many.texts) {
        EXPECT_EQ(text.compare(0, 9, &text == &many.texts.back() ? "stdout F " : "stdout P "), 0);
        length += text.size() - 9;
    }
    EXPECT_EQ(length, 1'000'700U);
}

TEST(LogLines, HaveAnyBytesButANewline)
{
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte)
        if (byte != '\n')
            bytes += char(byte);
    const std::string broken = "\xc3\x28\xf0\x9f\x98"; // neither is UTF-8
    Cut cut;
    cut.print(bytes + "\n" + broken + "\n");
    EXPECT_EQ(cut.texts, (Texts { "stdout F " + bytes, "stdout F " + broken }));
}

} // namespace
} // namespace vitrine::shim
