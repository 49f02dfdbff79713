// SPDX-License-Identifier: GPL-3.0-or-later
// The colours of the network graph, and how much of it is drawn.
#pragma once

#include <QColor>
#include <QString>

class QPainter;
class QStyleOptionGraphicsItem;

namespace vitrine {

/// How much of the text is worth drawing at a zoom.
enum class Detail { Shapes, Names, All };

/// A and, by its PART of 0 to 1, B.
[[nodiscard]] QColor mixed(const QColor& a, const QColor& b, float part);
/// The hue of a kind of interface, from the Okabe–Ito set.
[[nodiscard]] QColor hueOf(const QString& kind);
[[nodiscard]] Detail detailOf(const QStyleOptionGraphicsItem* option, const QPainter* painter);

} // namespace vitrine
