// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_ink.h"

#include <QPainter>
#include <QStyleOptionGraphicsItem>

namespace vitrine {

QColor mixed(const QColor& a, const QColor& b, float part)
{
    return QColor::fromRgbF(a.redF() * (1 - part) + b.redF() * part,
        a.greenF() * (1 - part) + b.greenF() * part, a.blueF() * (1 - part) + b.blueF() * part);
}

QColor hueOf(const QString& kind)
{
    if (kind == QLatin1String("veth"))
        return QColor(0x00, 0x9e, 0x73);
    if (kind == QLatin1String("bridge"))
        return QColor(0xe6, 0x9f, 0x00);
    if (kind == QLatin1String("physical"))
        return QColor(0x00, 0x72, 0xb2);
    if (kind == QLatin1String("tun") || kind == QLatin1String("tap"))
        return QColor(0xcc, 0x79, 0xa7);
    if (kind == QLatin1String("loopback"))
        return QColor(0x8c, 0x8c, 0x8c);
    return QColor(0x56, 0xb4, 0xe9);
}

Detail detailOf(const QStyleOptionGraphicsItem* option, const QPainter* painter)
{
    const qreal scale = option->levelOfDetailFromTransform(painter->worldTransform());
    if (scale < 0.3)
        return Detail::Shapes;
    return scale < 0.6 ? Detail::Names : Detail::All;
}

} // namespace vitrine
