// SPDX-License-Identifier: GPL-3.0-or-later
// Logs in a directory on the disk, delivered into a real pipe.
#include "helper/logs/delivery.h"

#include "helper/api/log_format.h"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

namespace vitrine::logs {
namespace {

std::string lineAt(
    std::int64_t time, const std::string& text, const char* stream = "stdout", char tag = 'F')
{
    const auto written = api::log::timeText(time);
    return std::string(written.data(), written.size()) + ' ' + stream + ' ' + tag + ' ' + text
        + '\n';
}

class DeliveryTest : public testing::Test {
protected:
    DeliveryTest()
    {
        std::string path = std::filesystem::temp_directory_path() / "vitrine-logs-XXXXXX";
        if (::mkdtemp(path.data()))
            m_folder = path;
        m_directory.reset(::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    }
    ~DeliveryTest() override { std::filesystem::remove_all(m_folder); }

    [[nodiscard]] std::string path(const std::string& name) const { return m_folder + "/" + name; }

    void append(const std::string& text, const std::string& name = "log") const
    {
        std::ofstream(path(name), std::ios::app | std::ios::binary) << text << std::flush;
    }

    /// As the shim does it.
    void rotate() const
    {
        std::filesystem::rename(path("log"), path("log.1"));
        append({});
    }

    /// All that is delivered without following.
    std::string delivered(const Options& options = {})
    {
        begin(options);
        std::string text, piece;
        while (!(piece = read()).empty())
            text += piece;
        m_thread.join();
        EXPECT_TRUE(m_result);
        return text;
    }

    void begin(const Options& options)
    {
        int ends[2] { -1, -1 };
        ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
        m_reader.reset(ends[0]);
        m_thread = std::thread([this, options, target = ends[1]] {
            const UniqueFd owned(target);
            m_result = Delivery(m_directory.get(), target, options).run();
        });
    }

    [[nodiscard]] std::string read() const
    {
        char piece[65536];
        const ssize_t size = ::read(m_reader.get(), piece, sizeof piece);
        return { piece, size > 0 ? std::size_t(size) : 0 };
    }

    [[nodiscard]] std::string read(std::size_t size) const
    {
        std::string text, piece;
        while (text.size() < size && !(piece = read()).empty())
            text += piece;
        return text;
    }

    /// The reader goes.
    void end()
    {
        m_reader.reset();
        m_thread.join();
    }

    std::string m_folder;
    UniqueFd m_directory, m_reader;
    std::thread m_thread;
    Result<void> m_result;
};

TEST_F(DeliveryTest, NoLogIsAnEmptyOne)
{
    EXPECT_EQ(delivered(), "");
}

TEST_F(DeliveryTest, EveryLineComesOnceOverAllPieces)
{
    std::string all;
    for (int i = 0; i < 3000; ++i) // of all lengths, so that pieces end anywhere
        all += lineAt(i + 1, std::string(std::size_t(i) * 37 % (api::log::longestText + 1), 'x'));
    append(all);
    EXPECT_EQ(delivered(), all);
}

TEST_F(DeliveryTest, PartsAndAnyBytesStayAsTheyAre)
{
    const std::string all = lineAt(1, std::string("a\0b\xff\xc3(", 6), "stderr", 'P')
        + lineAt(2, "\x1b[1mend\r", "stderr");
    append(all);
    EXPECT_EQ(delivered(), all);
}

TEST_F(DeliveryTest, WhatIsDamagedIsLeftOut)
{
    append(lineAt(1, "one") + std::string(200'000, 'x') + "\n\n" + lineAt(2, "two") + "half a li");
    EXPECT_EQ(delivered(), lineAt(1, "one") + lineAt(2, "two"));
}

TEST_F(DeliveryTest, TheTailCountsLinesOverFilesAndPartsAsOne)
{
    append(lineAt(1, "one") + lineAt(2, "two"), "log.1");
    append(lineAt(3, "vit", "stdout", 'P') + lineAt(4, "rine") + lineAt(5, "started", "vitrine")
        + lineAt(6, "bad", "stderr"));
    Options options;
    options.tail = 1;
    EXPECT_EQ(delivered(options), lineAt(5, "started", "vitrine") + lineAt(6, "bad", "stderr"));
    options.tail = 2;
    EXPECT_EQ(delivered(options),
        lineAt(3, "vit", "stdout", 'P') + lineAt(4, "rine") + lineAt(5, "started", "vitrine")
            + lineAt(6, "bad", "stderr"));
    options.tail = 3;
    EXPECT_EQ(delivered(options).substr(0, lineAt(2, "two").size()), lineAt(2, "two"));
    options.tail = 0;
    EXPECT_EQ(delivered(options), "");
}

TEST_F(DeliveryTest, StreamAndTimeChoose)
{
    append(lineAt(1, "old") + lineAt(5, "new") + lineAt(6, "bad", "stderr")
        + lineAt(7, "lost 1 2 why", "vitrine"));
    Options options;
    options.since = 5;
    options.stream = "stdout";
    EXPECT_EQ(delivered(options), lineAt(5, "new") + lineAt(7, "lost 1 2 why", "vitrine"));
}

TEST_F(DeliveryTest, ALineThatIsWrittenInTwoPartsComesWhole)
{
    Options options;
    options.follow = true;
    append(lineAt(1, "first"));
    begin(options);
    EXPECT_EQ(read(lineAt(1, "first").size()), lineAt(1, "first"));
    const std::string line = lineAt(2, "second");
    append(line.substr(0, 35));
    append(line.substr(35) + lineAt(3, "third"));
    EXPECT_EQ(read(line.size() + lineAt(3, "third").size()), line + lineAt(3, "third"));
    end();
}

TEST_F(DeliveryTest, RotationIsFollowed)
{
    Options options;
    options.follow = true;
    begin(options);
    std::string wanted, found;
    for (int i = 1; i <= 50; ++i) {
        append(lineAt(i, "line"));
        wanted += lineAt(i, "line");
        found += read(wanted.size() - found.size());
        rotate();
    }
    EXPECT_EQ(found, wanted);
    end();
}

TEST_F(DeliveryTest, AReaderThatIsTooSlowIsTold)
{
    Options options;
    options.follow = true;
    std::string first;
    for (int i = 1; i <= 200; ++i) // more than a pipe holds
        first += lineAt(i, std::string(1000, 'x'));
    append(first);
    begin(options);
    const std::string begun = read(1);
    for (int i = 1; i <= 3; ++i) {
        rotate();
        append(lineAt(1000 + i, "next"));
    }
    const std::string last = lineAt(1003, "next");
    std::string rest = begun, piece;
    while (rest.find(last) == std::string::npos && !(piece = read()).empty())
        rest += piece;
    EXPECT_NE(rest.find(" vitrine F lost 0 0 The reader was too slow\n"), std::string::npos);
    EXPECT_EQ(rest.find(lineAt(1001, "next")), std::string::npos);
    end();
}

TEST_F(DeliveryTest, NothingBesidePlainFilesIsRead)
{
    std::ofstream(path("secret")) << lineAt(1, "secret");
    std::filesystem::create_symlink("secret", path("log"));
    std::filesystem::create_directory(path("log.1"));
    EXPECT_EQ(delivered(), "");
}

TEST_F(DeliveryTest, TheEndOfTheContainerIsTheEnd)
{
    Options options;
    options.follow = true;
    append(lineAt(1, "one"));
    begin(options);
    EXPECT_EQ(read(1), lineAt(1, "one"));
    const std::string gone = m_folder + ".gone"; // first it is renamed
    std::filesystem::rename(m_folder, gone);
    m_folder = gone;
    EXPECT_EQ(read(), "");
    m_thread.join();
    EXPECT_TRUE(m_result);
}

} // namespace
} // namespace vitrine::logs
