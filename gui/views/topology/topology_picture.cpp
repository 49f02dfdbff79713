// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_picture.h"

#include "gui/models/topology_facts.h"
#include "gui/views/topology/topology_graph.h"

#include <QFileInfo>
#include <QImage>
#include <QJsonDocument>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <algorithm>

namespace vitrine {

namespace {

constexpr qreal imageScale = 2; ///< for screens with small dots
constexpr qreal longestSide = 16'000; ///< of an image, in dots

struct PictureTexts {
    Q_DECLARE_TR_FUNCTIONS(PictureTexts)
};

void draw(TopologyGraph& graph, QPainter& painter, const QSizeF& size)
{
    painter.fillRect(QRectF(QPointF(), size), graph.backgroundBrush());
    graph.drawAll(&painter, QRectF(QPointF(), size));
}

void writeSvg(TopologyGraph& graph, QIODevice* file)
{
    const QSizeF size = graph.layout().area.size();
    QSvgGenerator generator;
    generator.setOutputDevice(file);
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF(QPointF(), size));
    generator.setTitle(PictureTexts::tr("Network"));
    QPainter painter(&generator);
    draw(graph, painter, size);
}

bool writePng(TopologyGraph& graph, QIODevice* file)
{
    const QSizeF size = graph.layout().area.size();
    const qreal scale
        = std::min({ imageScale, longestSide / size.width(), longestSide / size.height() });
    QImage image((size * scale).toSize(), QImage::Format_RGB32);
    if (image.isNull())
        return false;
    QPainter painter(&image);
    draw(graph, painter, image.size());
    painter.end();
    return image.save(file, "PNG");
}

} // namespace

api::ErrorInfo saveTopology(TopologyGraph& graph, const TopologyFacts& facts, const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    api::ErrorInfo error;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        error.text = PictureTexts::tr("%1 cannot be written: %2").arg(path, file.errorString());
        return error;
    }
    bool drawn = true;
    if (suffix == QLatin1String("svg"))
        writeSvg(graph, &file);
    else if (suffix == QLatin1String("png"))
        drawn = writePng(graph, &file);
    else if (suffix == QLatin1String("json"))
        file.write(QJsonDocument(facts.toJson(graph.layout().cards)).toJson());
    else
        drawn = false;
    if (!drawn) {
        file.cancelWriting();
        error.text = PictureTexts::tr("%1 is none of .svg, .png and .json, or there is not enough "
                                      "memory for the image")
                         .arg(path);
    } else if (!file.commit()) {
        error.text = PictureTexts::tr("%1 cannot be written: %2").arg(path, file.errorString());
    }
    return error;
}

} // namespace vitrine
