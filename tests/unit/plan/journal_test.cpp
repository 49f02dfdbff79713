// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/files.h"
#include "backend/plan/journal.h"

#include <cstdlib>
#include <fcntl.h>
#include <gtest/gtest.h>

namespace vitrine::plan {
namespace {

class JournalTest : public testing::Test {
protected:
    void SetUp() override
    {
        char name[] = "/tmp/vitrine-journal-XXXXXX";
        ASSERT_NE(::mkdtemp(name), nullptr);
        m_path = name;
        m_directory = openDirectory(AT_FDCWD, m_path).value();
    }
    void TearDown() override { EXPECT_TRUE(removeTree(AT_FDCWD, m_path)); }

    std::string m_path;
    UniqueFd m_directory;
};

TEST_F(JournalTest, KeepsWhatHasAName)
{
    Journal journal(m_path);
    ASSERT_TRUE(journal.record(MakeRuntimeDirectory { m_path }));
    ASSERT_TRUE(journal.record(MakeCgroup { "/sys/fs/cgroup", "/vitrine-1" }));
    ASSERT_TRUE(journal.record(StopPropagation {}));
    const auto steps = Journal::read(m_directory.get()).value();
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_EQ(std::get<MakeCgroup>(steps.front()).path, "/vitrine-1");
}

TEST_F(JournalTest, KeepsPublishedPorts)
{
    net::PublishPorts ports;
    ports.ports = { { 8080, 80, 2, Protocol::Udp, parseAddress("", "::1").value() } };
    ports.address6 = parseAddress("", "fd00::2").value();
    Journal journal(m_path);
    ASSERT_TRUE(journal.record(net::NetworkStep(ports)));
    ASSERT_TRUE(journal.record(net::NetworkStep(net::PrepareFirewall {})));
    const auto steps = Journal::read(m_directory.get()).value();
    ASSERT_EQ(steps.size(), 1U);
    const auto& read = std::get<net::PublishPorts>(std::get<net::NetworkStep>(steps.front()));
    EXPECT_EQ(read.ports, ports.ports);
    EXPECT_EQ(read.address, ports.address);
    EXPECT_EQ(read.address6, ports.address6);
}

TEST_F(JournalTest, IsEmptyWhereThereIsNone)
{
    EXPECT_TRUE(Journal::read(m_directory.get()).value().empty());
}

TEST_F(JournalTest, PassesOverLinesThatWereCutOffOrAreForeign)
{
    ASSERT_TRUE(replaceFile(m_directory.get(), "journal",
        "{\"cgroup\":{\"mount\":\"/a\",\"path\":\"/b\"}}\n"
        "{\"cgroup\":{\"mount\":\"/a\"}}\n{\"cgroup\":7}\n[]\n{\"cgro",
        Durability::Process));
    const auto steps = Journal::read(m_directory.get()).value();
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_EQ(std::get<MakeCgroup>(steps.front()).mount, "/a");
}

} // namespace
} // namespace vitrine::plan
