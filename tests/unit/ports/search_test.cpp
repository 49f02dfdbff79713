// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/host_ports.h"
#include "helper/launcher/outside.h"

#include <cerrno>
#include <gtest/gtest.h>
#include <sys/resource.h>

namespace vitrine::launcher {
namespace {

/// While it lives, nothing can be opened.
class NoDescriptors {
public:
    NoDescriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        const rlimit none { 0, m_before.rlim_max };
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &m_before); }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

private:
    rlimit m_before {};
};

constexpr auto nowhere = "/nowhere/ports.sock";

TEST(Search, FindsNobodyWhereNothingIs)
{
    EXPECT_EQ(findPortForwarder(nowhere).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(findOutside(nowhere).error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(withdrawPorts(nowhere, {}, Connections::Reset));
}

TEST(Search, SaysWhyItCouldNotLook)
{
    const NoDescriptors none;
    EXPECT_EQ(findPortForwarder(nowhere).error().number, EMFILE);
    EXPECT_EQ(findOutside(nowhere).error().number, EMFILE);
    const auto withdrawn = withdrawPorts(nowhere, {}, Connections::Reset);
    ASSERT_FALSE(withdrawn);
    EXPECT_EQ(withdrawn.error().number, EMFILE);
}

} // namespace
} // namespace vitrine::launcher
