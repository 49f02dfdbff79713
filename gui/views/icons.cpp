// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace vitrine {

namespace {

/// Renders a one-colour SVG: every "currentColor" becomes the colour that is wanted.
class TintedIconEngine : public QIconEngine {
public:
    TintedIconEngine(const QString& name, QPalette::ColorRole role, const QColor& colour)
        : m_name(name)
        , m_role(role)
        , m_colour(colour)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
        if (!file.open(QIODevice::ReadOnly))
            return;
        QByteArray svg = file.readAll();
        svg.replace("currentColor", colourOf(mode).name(QColor::HexRgb).toLatin1());
        QSvgRenderer(svg).render(painter, QRectF(rect));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        const QString key = QStringLiteral("vitrine/%1/%2/%3x%4")
                                .arg(m_name, colourOf(mode).name())
                                .arg(size.width())
                                .arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        painter.end();
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new TintedIconEngine(*this); }

private:
    [[nodiscard]] QColor colourOf(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::Text);
        if (mode == QIcon::Selected)
            return palette.color(QPalette::HighlightedText);
        return m_colour.isValid() ? m_colour : palette.color(m_role);
    }

    QString m_name;
    QPalette::ColorRole m_role;
    QColor m_colour;
};

} // namespace

QIcon icon(const QString& name, QPalette::ColorRole role)
{
    return QIcon(new TintedIconEngine(name, role, {}));
}

QIcon icon(const QString& name, const QColor& colour)
{
    return QIcon(new TintedIconEngine(name, QPalette::ButtonText, colour));
}

} // namespace vitrine
