// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/keyed_model.h"

#include <QSet>

#include <algorithm>

namespace vitrine {

KeyedModel::~KeyedModel()
{
    qDeleteAll(m_byKey);
}

void KeyedModel::setWorkloadNames(const WorkloadNames& names)
{
    m_names = names;
    announceChanged(std::vector<Node*>(m_byKey.begin(), m_byKey.end()));
}

QModelIndex KeyedModel::index(int row, int column, const QModelIndex& parent) const
{
    if (row < 0 || column < 0 || column >= columnCount(parent) || parent.column() > 0)
        return {};
    const Node* node = parent.isValid() ? nodeOf(parent) : &m_root;
    if (std::size_t(row) >= node->children.size())
        return {};
    return createIndex(row, column, node->children[std::size_t(row)]);
}

QModelIndex KeyedModel::parent(const QModelIndex& child) const
{
    return child.isValid() ? indexOf(nodeOf(child)->parent) : QModelIndex();
}

int KeyedModel::rowCount(const QModelIndex& parent) const
{
    if (parent.column() > 0)
        return 0;
    return int((parent.isValid() ? nodeOf(parent) : &m_root)->children.size());
}

QModelIndex KeyedModel::indexOf(const QString& key, int column) const
{
    return indexOf(nodeOf(key), column);
}

QModelIndex KeyedModel::indexOf(const Node* node, int column) const
{
    if (!node || node == &m_root || !node->parent)
        return {};
    return createIndex(node->position, column, node);
}

void KeyedModel::registerNode(std::unique_ptr<Node> node)
{
    m_byIdentity.insert(node->identity, node.get());
    m_byKey.insert(node->key, node.get());
    (void)node.release(); // owned by m_byKey from here on
}

KeyedModel::Node* KeyedModel::wantedParent(const Node* node) const
{
    Node* parent
        = node->parentIdentity.isEmpty() ? nullptr : m_byIdentity.value(node->parentIdentity);
    for (const Node* above = parent; above; above = above->parent)
        if (above == node)
            return nullptr;
    return parent;
}

void KeyedModel::insertNodes(const std::vector<Node*>& added)
{
    // New branches are put together first, unseen; then each appears with its root.
    std::vector<Node*> parents;
    QHash<Node*, std::vector<Node*>> byParent;
    QSet<Node*> fresh(added.begin(), added.end());
    for (Node* node : added) {
        Node* parent = wantedParent(node);
        if (!parent && !node->parentIdentity.isEmpty())
            m_waiting.insert(node->parentIdentity, node);
        if (parent && fresh.contains(parent)) {
            node->parent = parent;
            node->position = int(parent->children.size());
            parent->children.push_back(node);
            continue;
        }
        parent = parent ? parent : &m_root;
        auto& list = byParent[parent];
        if (list.empty())
            parents.push_back(parent);
        list.push_back(node);
    }
    for (Node* parent : parents)
        attach(parent, byParent[parent]);
    for (Node* node : added)
        adoptWaiting(node);
}

void KeyedModel::attach(Node* parent, const std::vector<Node*>& added)
{
    const int first = int(parent->children.size());
    beginInsertRows(indexOf(parent), first, first + int(added.size()) - 1);
    for (Node* node : added) {
        node->parent = parent;
        node->position = int(parent->children.size());
        parent->children.push_back(node);
    }
    endInsertRows();
}

void KeyedModel::adoptWaiting(Node* node)
{
    if (m_waiting.isEmpty())
        return;
    const auto waiting = m_waiting.values(node->identity);
    for (Node* child : waiting) {
        if (child == node || wantedParent(child) != node)
            continue;
        m_waiting.remove(node->identity, child);
        move(child, node);
    }
}

void KeyedModel::move(Node* node, Node* parent)
{
    Node* from = node->parent;
    if (from == parent)
        return;
    const int target = int(parent->children.size());
    if (!beginMoveRows(indexOf(from), node->position, node->position, indexOf(parent), target))
        return;
    from->children.erase(from->children.begin() + node->position);
    renumber(from, std::size_t(node->position));
    node->parent = parent;
    node->position = target;
    parent->children.push_back(node);
    endMoveRows();
}

void KeyedModel::unregisterIdentity(Node* node)
{
    // A process id may have been taken over by a newer row.
    if (m_byIdentity.value(node->identity) == node)
        m_byIdentity.remove(node->identity);
    m_waiting.remove(node->parentIdentity, node);
}

void KeyedModel::relink(Node* node, const QString& identity, const QString& parentIdentity)
{
    unregisterIdentity(node);
    node->identity = identity;
    node->parentIdentity = parentIdentity;
    m_byIdentity.insert(identity, node);
    Node* parent = wantedParent(node);
    if (!parent && !parentIdentity.isEmpty())
        m_waiting.insert(parentIdentity, node);
    move(node, parent ? parent : &m_root);
    adoptWaiting(node);
}

void KeyedModel::removeNodes(const QStringList& keys)
{
    QSet<Node*> going;
    for (const QString& key : keys)
        if (Node* node = m_byKey.value(key))
            going.insert(node);
    for (Node* node : std::as_const(going)) {
        const auto children = node->children;
        for (Node* child : children) {
            if (going.contains(child))
                continue;
            m_waiting.insert(child->parentIdentity, child);
            move(child, &m_root);
        }
    }
    QHash<Node*, std::vector<int>> byParent;
    for (Node* node : std::as_const(going))
        if (!going.contains(node->parent))
            byParent[node->parent].push_back(node->position);
    for (auto it = byParent.begin(); it != byParent.end(); ++it) {
        auto& rows = it.value();
        std::sort(rows.begin(), rows.end(), std::greater<>());
        for (std::size_t i = 0; i < rows.size();) {
            std::size_t end = i + 1;
            while (end < rows.size() && rows[end] == rows[end - 1] - 1)
                ++end;
            const int first = rows[end - 1], last = rows[i];
            auto& children = it.key()->children;
            beginRemoveRows(indexOf(it.key()), first, last);
            const std::vector<Node*> removed(children.begin() + first, children.begin() + last + 1);
            children.erase(children.begin() + first, children.begin() + last + 1);
            renumber(it.key(), std::size_t(first));
            endRemoveRows();
            for (Node* node : removed)
                release(node);
            i = end;
        }
    }
}

void KeyedModel::release(Node* node)
{
    for (Node* child : node->children)
        release(child);
    unregisterIdentity(node);
    m_byKey.remove(node->key);
    delete node;
}

void KeyedModel::renumber(Node* parent, std::size_t from)
{
    for (std::size_t i = from; i < parent->children.size(); ++i)
        parent->children[i]->position = int(i);
}

void KeyedModel::announceChanged(std::vector<Node*> changed)
{
    std::sort(changed.begin(), changed.end(), [](const Node* a, const Node* b) {
        return std::make_pair(a->parent, a->position) < std::make_pair(b->parent, b->position);
    });
    const int lastColumn = columnCount() - 1;
    for (std::size_t i = 0; i < changed.size();) {
        std::size_t end = i + 1;
        while (end < changed.size() && changed[end]->parent == changed[i]->parent
            && changed[end]->position <= changed[end - 1]->position + 1)
            ++end;
        Q_EMIT dataChanged(indexOf(changed[i]), indexOf(changed[end - 1], lastColumn));
        i = end;
    }
}

void KeyedModel::clearNodes()
{
    beginResetModel();
    qDeleteAll(m_byKey);
    m_byKey.clear();
    m_byIdentity.clear();
    m_waiting.clear();
    m_root.children.clear();
    endResetModel();
}

} // namespace vitrine
