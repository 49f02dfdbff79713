// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/address_choice.h"

#include "backend/spec/network_spec.h"

#include <algorithm>
#include <sys/random.h>

namespace vitrine::network {

namespace {

constexpr unsigned prefix4 = 24, prefix6 = 64;
constexpr std::uint8_t firstBlock = 77; ///< 10.77.0.0/16; programs of the kind have others

bool isTaken(const Subnet& subnet, const std::vector<Subnet>& taken)
{
    return std::any_of(
        taken.begin(), taken.end(), [&](const Subnet& other) { return overlap(subnet, other); });
}

template <typename Bytes> Result<void> fillRandomly(Bytes& bytes)
{
    if (::getrandom(bytes.data(), bytes.size(), 0) != ssize_t(bytes.size()))
        return Error::fromErrno("getrandom");
    return {};
}

/// Whether NUMBER in SUBNET is for a container.
bool isForContainers(const Subnet& subnet, std::uint64_t number)
{
    const bool last = subnet.address.version == IpVersion::V4 && number + 1 == sizeOf(subnet);
    return number >= 2 && !last;
}

} // namespace

Result<Subnet> freeSubnet(const std::vector<Subnet>& taken)
{
    for (unsigned block = firstBlock; block <= UINT8_MAX; ++block)
        for (unsigned number = 0; number <= UINT8_MAX; ++number) {
            Subnet subnet { {}, prefix4 };
            subnet.address.bytes = { 10, std::uint8_t(block), std::uint8_t(number) };
            if (!isTaken(subnet, taken))
                return subnet;
        }
    return Error::of(
        ErrorKind::Quota, "subnet", "none of 10.77.0.0 to 10.255.255.0 is free: name a subnet");
}

Result<Subnet> freeSubnet6(const std::vector<Subnet>& taken)
{
    for (;;) {
        std::array<std::uint8_t, 5> random {}; // the Global ID of RFC 4193
        TRY(fillRandomly(random));
        Subnet subnet { { IpVersion::V6, {} }, prefix6 };
        subnet.address.bytes.front() = 0xfd;
        std::copy(random.begin(), random.end(), subnet.address.bytes.begin() + 1);
        if (!isTaken(subnet, taken))
            return subnet;
    }
}

Result<void> checkFree(
    const std::string& field, const Subnet& subnet, const std::vector<Subnet>& taken)
{
    const auto other = std::find_if(
        taken.begin(), taken.end(), [&](const Subnet& known) { return overlap(subnet, known); });
    if (other == taken.end())
        return {};
    return Error::of(ErrorKind::Exists, field,
        toText(subnet) + " overlaps " + toText(*other)
            + ", where this computer has a network already: choose another, or none for a free "
              "one");
}

Result<IpAddress> freeAddress(
    const std::string& field, const Subnet& subnet, const std::set<IpAddress>& taken)
{
    // One more than there are in use suffices.
    for (std::uint64_t number = 2; number < taken.size() + 4 && number < sizeOf(subnet); ++number) {
        const IpAddress address = addressAt(subnet, number);
        if (isForContainers(subnet, number) && !taken.contains(address))
            return address;
    }
    return Error::of(
        ErrorKind::Quota, field, "all addresses of " + toText(subnet) + " are given away");
}

Result<void> checkAddress(const std::string& field, const Subnet& subnet, const IpAddress& address,
    const std::set<IpAddress>& taken)
{
    if (!contains(subnet, address))
        return Error::invalid(field, "must be an address of " + toText(subnet));
    const bool isLast = subnet.address.version == IpVersion::V4
        && address == addressAt(subnet, sizeOf(subnet) - 1);
    if (address == subnet.address || address == gatewayOf(subnet) || isLast)
        return Error::invalid(field,
            toText(address)
                + " is the network's own: its first two and its last are not for "
                  "containers");
    if (taken.contains(address))
        return Error::of(
            ErrorKind::Exists, field, toText(address) + " belongs to another container");
    return {};
}

Result<IpAddress> freeAddressOutside(
    const std::string& field, const NetworkSpec& network, const std::set<IpAddress>& taken)
{
    if (!network.range)
        return Error::invalid(field,
            "is missing: others give addresses of '" + network.name
                + "', so name one that is free, or give the network a range of its own");
    for (std::uint64_t number = 0; number < sizeOf(*network.range); ++number) {
        const IpAddress address = addressAt(*network.range, number);
        if (checkAddressOutside(field, network, address, taken))
            return address;
    }
    return Error::of(
        ErrorKind::Quota, field, "all addresses of " + toText(*network.range) + " are given away");
}

Result<void> checkAddressOutside(const std::string& field, const NetworkSpec& network,
    const IpAddress& address, const std::set<IpAddress>& taken)
{
    const bool v4 = address.version == IpVersion::V4;
    const Subnet& subnet = v4 ? *network.subnet : *network.subnet6;
    if (!contains(subnet, address))
        return Error::invalid(field, "must be an address of " + toText(subnet));
    if (address == subnet.address || (v4 && address == addressAt(subnet, sizeOf(subnet) - 1)))
        return Error::invalid(field, toText(address) + " is the network's own");
    if (v4 && address == network.gateway)
        return Error::invalid(field, toText(address) + " is the network's way out");
    if (taken.contains(address))
        return Error::of(ErrorKind::Exists, field,
            toText(address) + " belongs to another container, or to this computer");
    return {};
}

Result<MacAddress> randomMac()
{
    MacAddress mac {};
    TRY(fillRandomly(mac));
    mac.front() = 0x02; // given locally, of one interface
    return mac;
}

Result<std::string> randomDigits(std::size_t count)
{
    std::string digits(count, '\0');
    TRY(fillRandomly(digits));
    for (char& digit : digits)
        digit = "0123456789abcdef"[static_cast<unsigned char>(digit) & 15U];
    return digits;
}

} // namespace vitrine::network
