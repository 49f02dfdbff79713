// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/topology_paths.h"

#include <algorithm>

namespace vitrine {

namespace {

struct Place {
    qsizetype card = -1;
    const TopologyPort* port = nullptr;
};

/// All interfaces that are shown, in the order of the picture.
QList<Place> placesOf(const TopologyScene& scene)
{
    QList<Place> places;
    for (qsizetype card = 0; card < scene.cards.size(); ++card)
        for (const auto& port : scene.cards[card].ports)
            places.append({ card, &port });
    return places;
}

qsizetype indexIn(const QList<Place>& places, const QString& key)
{
    const auto found = std::find_if(
        places.begin(), places.end(), [&](const Place& place) { return place.port->key == key; });
    return found == places.end() ? -1 : found - places.begin();
}

/// Where a wire from AT leads to the left or the right; -1: nowhere.
qsizetype alongWire(
    const TopologyScene& scene, const QList<Place>& places, const Place& at, bool right)
{
    const auto isHere = [&at](const QString& key) {
        return key == at.port->key || (at.port->folded && at.port->members.contains(key));
    };
    for (const auto& wire : scene.wires) {
        const bool first = isHere(wire.first), second = !first && isHere(wire.second);
        if (!first && !second)
            continue;
        const auto other = indexIn(places, topologyShown(scene, first ? wire.second : wire.first));
        if (other < 0)
            continue;
        const qreal from = scene.cards[at.card].area.x();
        const qreal to = scene.cards[places[other].card].area.x();
        if (right ? to > from : to < from)
            return other;
    }
    return -1;
}

} // namespace

QString topologyShown(const TopologyScene& scene, const QString& key)
{
    for (const auto& card : scene.cards)
        for (const auto& port : card.ports)
            if (port.folded && port.members.contains(key))
                return port.key;
    return key;
}

QSet<QString> topologyReach(const TopologyScene& scene, const QString& key)
{
    // Each line by what it connects.
    QHash<QString, QList<QStringList>> lines;
    for (const auto& wire : scene.wires)
        for (const QString& end : { wire.first, wire.second })
            lines[end].append({ wire.first, wire.second });
    for (const auto& bus : scene.buses) {
        const QStringList all = QStringList(bus.bridge) + bus.ports;
        for (const QString& port : all)
            lines[port].append(port == bus.bridge ? all : QStringList(bus.bridge));
    }
    QSet<QString> reached;
    QStringList open { key };
    while (!open.isEmpty()) {
        const QString at = open.takeLast();
        if (reached.contains(at))
            continue;
        reached.insert(at);
        for (const QStringList& line : lines.value(at))
            open.append(line);
    }
    return reached;
}

QString topologyNext(const TopologyScene& scene, const QString& key, TopologyStep step)
{
    const auto places = placesOf(scene);
    if (places.isEmpty())
        return {};
    const auto at = indexIn(places, key);
    if (at < 0)
        return places.first().port->key;
    const bool back = step == TopologyStep::Up || step == TopologyStep::Left;
    if (step == TopologyStep::Up || step == TopologyStep::Down)
        return places[std::clamp<qsizetype>(at + (back ? -1 : 1), 0, places.size() - 1)].port->key;
    if (const auto other = alongWire(scene, places, places[at], !back); other >= 0)
        return places[other].port->key;
    const auto card = places[at].card + (back ? -1 : 1);
    const auto beside = std::find_if(
        places.begin(), places.end(), [&](const Place& place) { return place.card == card; });
    return beside == places.end() ? key : beside->port->key;
}

} // namespace vitrine
