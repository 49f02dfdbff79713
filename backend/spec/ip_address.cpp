// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/ip_address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace vitrine {

namespace {

int familyOf(IpVersion version)
{
    return version == IpVersion::V4 ? AF_INET : AF_INET6;
}

/// ADDRESS with every bit from PREFIX on cleared.
IpAddress masked(IpAddress address, unsigned prefix)
{
    for (unsigned bit = prefix; bit < address.bits(); ++bit)
        address.bytes.at(bit / 8) &= std::uint8_t(~(0x80U >> (bit % 8)));
    return address;
}

} // namespace

Result<IpAddress> parseAddress(const std::string& field, const std::string& text)
{
    IpAddress address;
    address.version = text.find(':') == std::string::npos ? IpVersion::V4 : IpVersion::V6;
    if (::inet_pton(familyOf(address.version), text.c_str(), address.bytes.data()) != 1
        || text.find('\0') != std::string::npos)
        return Error::invalid(field, "must be an address, such as 192.0.2.1 or 2001:db8::1");
    return address;
}

Result<Subnet> parseSubnet(const std::string& field, const std::string& text)
{
    const auto slash = text.find('/');
    Subnet subnet;
    const char* const end = text.data() + text.size();
    const char* const number = slash == std::string::npos ? end : text.data() + slash + 1;
    const auto parsed = std::from_chars(number, end, subnet.prefix);
    if (number == end || parsed.ec != std::errc() || parsed.ptr != end)
        return Error::invalid(field, "must be a subnet, such as 192.0.2.0/24 or 2001:db8::/64");
    subnet.address = TRY(parseAddress(field, text.substr(0, slash)));
    if (subnet.prefix > subnet.address.bits())
        return Error::invalid(
            field, "the prefix must be 0 to " + std::to_string(subnet.address.bits()));
    const IpAddress first = masked(subnet.address, subnet.prefix);
    if (first != subnet.address)
        return Error::invalid(field,
            "is an address in the subnet, not the subnet: write "
                + toText(Subnet { first, subnet.prefix }));
    return subnet;
}

std::string toText(const IpAddress& address)
{
    std::array<char, INET6_ADDRSTRLEN> text {};
    ::inet_ntop(familyOf(address.version), address.bytes.data(), text.data(), text.size());
    return text.data();
}

std::string toText(const Subnet& subnet)
{
    return toText(subnet.address, subnet);
}

std::string toText(const IpAddress& address, const Subnet& subnet)
{
    return toText(address) + "/" + std::to_string(subnet.prefix);
}

bool contains(const Subnet& subnet, const IpAddress& address)
{
    return address.version == subnet.address.version
        && masked(address, subnet.prefix) == subnet.address;
}

bool overlap(const Subnet& left, const Subnet& right)
{
    return contains(left, right.address) || contains(right, left.address);
}

IpAddress addressAt(const Subnet& subnet, std::uint64_t number)
{
    IpAddress address = subnet.address;
    for (std::size_t i = address.size(); i-- > 0 && number > 0; number >>= 8)
        address.bytes.at(i) |= std::uint8_t(number);
    return address;
}

std::uint64_t sizeOf(const Subnet& subnet)
{
    const unsigned free = subnet.address.bits() - subnet.prefix;
    return free >= 64 ? UINT64_MAX : std::uint64_t(1) << free;
}

} // namespace vitrine
