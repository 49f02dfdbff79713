// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/nft_json.h"

namespace vitrine::network {

namespace {

constexpr std::size_t longestListing = 16 * 1024 * 1024;

} // namespace

Result<Json> elementsOf(const std::string& listing)
{
    if (listing.empty())
        return Json::array();
    Json document = TRY(parseJson(listing, longestListing, "nft"));
    const auto entries = document.find("nftables");
    return entries == document.end() || !entries->is_array() ? Json::array() : std::move(*entries);
}

std::string textAt(const Json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::pair<std::string, Json> namedIn(const Json& object)
{
    if (!object.is_object() || object.empty())
        return {};
    return { object.begin().key(), object.begin().value() };
}

} // namespace vitrine::network
