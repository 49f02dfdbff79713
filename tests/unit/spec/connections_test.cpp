// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/container_spec.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

Result<ContainerSpec> parse(const std::string& members)
{
    return parseContainerSpec(Json::parse(R"({"image":"a",)" + members + "}"));
}

TEST(Connections, SurviveTheWayThroughJson)
{
    const auto spec = parse(R"("networks":[{"network":"lan","address":"10.9.0.5",
        "address6":"fd00::5","mac":"02:00:5E:00:53:01","inbound":10000000,"outbound":8000,"up":false},
        {"network":"back"}],
        "ports":[{"host":8080,"container":80},{"container":53,"protocol":"udp",
        "address":"127.0.0.1"},{"host":9000,"container":9000,"count":10,"address":"::1"}])");
    ASSERT_TRUE(spec) << spec.error().message();
    const Connections& connections = spec.value().connections;
    EXPECT_EQ(connections.networks.at(0).mac, "02:00:5e:00:53:01");
    EXPECT_EQ(connections.networks.at(0).link, (LinkSettings { 10'000'000, 8'000, false }));
    EXPECT_EQ(connections.networks.at(1).link, LinkSettings());
    EXPECT_EQ(connections.ports.at(1).host, 53);
    EXPECT_EQ(hostSideOf(connections.ports.at(1)), "127.0.0.1:53/udp");
    EXPECT_EQ(hostSideOf(connections.ports.at(2)), "[::1]:9000-9009/tcp");
    EXPECT_EQ(parseContainerSpec(toJson(spec.value())).value(), spec.value());
}

TEST(Connections, PortsClashOnTheSameAddressOnly)
{
    EXPECT_TRUE(parse(R"("networks":[{"network":"lan"}],"ports":[
        {"host":80,"container":80,"address":"10.0.0.1"},
        {"host":80,"container":81,"address":"10.0.0.2"},
        {"host":80,"container":80,"protocol":"udp"}])"));
    EXPECT_FALSE(parse(R"("networks":[{"network":"lan"}],"ports":[
        {"host":80,"container":80},{"host":80,"container":81,"address":"10.0.0.2"}])"));
}

struct BadConnections {
    const char* members;
    const char* field;
};

class ConnectionRefusal : public testing::TestWithParam<BadConnections> { };

TEST_P(ConnectionRefusal, NamesTheField)
{
    const auto spec = parse(GetParam().members);
    ASSERT_FALSE(spec) << GetParam().members;
    EXPECT_EQ(spec.error().kind, ErrorKind::InvalidSpec);
    EXPECT_EQ(spec.error().object, GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(Fields, ConnectionRefusal,
    testing::Values(BadConnections { R"("networks":["lan"])", "networks[0]" },
        BadConnections { R"("networks":[{}])", "networks[0].network" },
        BadConnections { R"("networks":[{"network":"Ä"}])", "networks[0].network" },
        BadConnections { R"("networks":[{"network":"a"},{"network":"a"}])", "networks[1].network" },
        BadConnections {
            R"("networks":[{"network":"a","address":"fd00::1"}])", "networks[0].address" },
        BadConnections {
            R"("networks":[{"network":"a","mac":"01:00:5e:00:53:01"}])", "networks[0].mac" },
        BadConnections {
            R"("networks":[{"network":"a","mac":"02:00:5e:00:53:0-"}])", "networks[0].mac" },
        BadConnections { R"("networks":[{"network":"a","inbound":7999}])", "networks[0].inbound" },
        BadConnections {
            R"("networks":[{"network":"a","outbound":16000000001}])", "networks[0].outbound" },
        BadConnections { R"("networks":[{"network":"a","outbound":-1}])", "networks[0].outbound" },
        BadConnections { R"("networks":[{"network":"a","up":"no"}])", "networks[0].up" },
        BadConnections {
            R"("networks":[{"network":"a"}],"namespaces":{"net":"host"})", "networks" },
        BadConnections { R"("ports":[{"host":80,"container":80}])", "ports" },
        BadConnections {
            R"("networks":[{"network":"a"}],"ports":[{"host":80}])", "ports[0].container" },
        BadConnections {
            R"("networks":[{"network":"a"}],"ports":[{"container":0}])", "ports[0].container" },
        BadConnections {
            R"("networks":[{"network":"a"}],"ports":[{"container":65536}])", "ports[0].container" },
        BadConnections {
            R"("networks":[{"network":"a"}],"ports":[{"container":65000,"count":600}])",
            "ports[0].count" },
        BadConnections {
            R"("networks":[{"network":"a"}],"ports":[{"container":1,"count":1025}])", "ports" },
        BadConnections { R"("networks":[{"network":"a"}],
            "ports":[{"container":80,"protocol":"icmp"}])",
            "ports[0].protocol" },
        BadConnections { R"("networks":[{"network":"a"}],
            "ports":[{"container":80,"count":5},{"container":84}])",
            "ports[1].host" }));

} // namespace
} // namespace vitrine
