// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/session.h"

#include "gui/models/helper_texts.h"

namespace vitrine {

namespace {

api::ImageInfo translated(api::ImageInfo image)
{
    image.description = translatedHelperText(image.description);
    image.reason = translatedHelperText(image.reason);
    for (auto& layer : image.layers)
        layer.title = translatedHelperText(layer.title);
    return image;
}

QList<api::FeatureInfo> translated(QList<api::FeatureInfo> features)
{
    for (auto& feature : features)
        for (QString* text : { &feature.title, &feature.reason, &feature.advice })
            *text = translatedHelperText(*text);
    return features;
}

} // namespace

Session::Session(HelperClient::Bus bus, QObject* parent)
    : QObject(parent)
    , m_client(bus)
{
    connect(&m_client, &HelperClient::workloadChanged, &m_workloads, &WorkloadListModel::set);
    connect(&m_client, &HelperClient::workloadRemoved, &m_workloads, &WorkloadListModel::remove);
    connect(&m_client, &HelperClient::jobChanged, &m_jobs, &JobListModel::set);
    connect(&m_client, &HelperClient::jobRemoved, &m_jobs, &JobListModel::remove);
    connect(&m_client, &HelperClient::imageChanged, &m_images,
        [this](const api::ImageInfo& image) { m_images.set(translated(image)); });
    connect(&m_client, &HelperClient::imageRemoved, &m_images, &ImageListModel::remove);
    connect(&m_client, &HelperClient::networkChanged, &m_networks, &NetworkListModel::set);
    connect(&m_client, &HelperClient::networkRemoved, &m_networks, &NetworkListModel::remove);
    connect(&m_client, &HelperClient::workloadChanged, &m_networks, &NetworkListModel::setWorkload);
    connect(
        &m_client, &HelperClient::workloadRemoved, &m_networks, &NetworkListModel::removeWorkload);
    connect(&m_client, &HelperClient::featuresChanged, &m_features,
        [this] { m_features.setFeatures(translated(m_client.features())); });
    connect(&m_client, &HelperClient::reset, this, [this] {
        m_workloads.clear();
        m_jobs.clear();
        m_images.clear();
        m_networks.forget();
    });
}

} // namespace vitrine
