// SPDX-License-Identifier: GPL-3.0-or-later
// The base of every live model: rows with a key, in a tree, changed by deltas. A row keeps its
// index for as long as it lives, so selections and expanded branches survive every update.
#pragma once

#include "gui/models/workload_names.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QSet>

#include <memory>
#include <vector>

namespace vitrine {

/// The roles that the live models answer beside Qt's own.
enum ModelRole {
    KeyRole = Qt::UserRole + 1, ///< QString: the row's key
    SortRole, ///< what to sort this column by
    WorkloadRole, ///< QString: ID of the container that the row belongs to, or empty
    TypeRole, ///< QString: namespace type, kind of interface, kind of change
    InodeRole, ///< quint64: the namespace that this cell shows
    StateRole, ///< QString: a word that the delegate draws
    FractionRole, ///< double, 0 to 1: how much of the limit; -1 when there is none
};

/// A tree of keyed rows. Structure only: subclasses hold the values.
///
/// A row names its parent by `parentIdentity`, which is the `identity` of another row. A row whose
/// parent is not there (yet) stands at the top and moves under it when it comes; a row whose parent
/// goes moves to the top. Cycles are cut.
class KeyedModel : public QAbstractItemModel {
    Q_OBJECT
public:
    using QAbstractItemModel::QAbstractItemModel;
    ~KeyedModel() override;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const final;
    QModelIndex parent(const QModelIndex& child) const final;
    using QObject::parent;
    int rowCount(const QModelIndex& parent = {}) const final;

    /// The index of the row with KEY, invalid when there is none.
    [[nodiscard]] QModelIndex indexOf(const QString& key, int column = 0) const;
    /// What to call the containers that rows name by their ID.
    void setWorkloadNames(const WorkloadNames& names);
    [[nodiscard]] const WorkloadNames& workloadNames() const { return m_names; }
    /// How many rows there are at every depth.
    [[nodiscard]] int size() const { return int(m_byKey.size()); }

protected:
    struct Node {
        virtual ~Node() = default;
        QString key;
        QString identity;
        QString parentIdentity;
        Node* parent = nullptr; ///< null while detached; the root's is null, too
        int position = 0;
        std::vector<Node*> children;
    };

    [[nodiscard]] Node* nodeOf(const QString& key) const { return m_byKey.value(key); }
    [[nodiscard]] static Node* nodeOf(const QModelIndex& index)
    {
        return static_cast<Node*>(index.internalPointer());
    }
    [[nodiscard]] QModelIndex indexOf(const Node* node, int column = 0) const;
    [[nodiscard]] const QHash<QString, Node*>& nodes() const { return m_byKey; }

    /// Makes NODE known by its key; it shows with the next insertNodes().
    void registerNode(std::unique_ptr<Node> node);
    /// Shows registered nodes, each under its parent.
    void insertNodes(const std::vector<Node*>& added);
    /// NODE's identity or parentIdentity changed: move it where it belongs now.
    void relink(Node* node, const QString& identity, const QString& parentIdentity);
    /// Removes the rows with these keys; keys that are not known are passed over.
    void removeNodes(const QStringList& keys);
    /// Says that these nodes changed, in as few signals as there are contiguous runs.
    void announceChanged(std::vector<Node*> changed);
    /// Forgets everything, as a model reset.
    void clearNodes();

private:
    Node* wantedParent(const Node* node) const;
    void attach(Node* parent, const std::vector<Node*>& added);
    void adoptWaiting(Node* node);
    void move(Node* node, Node* parent);
    void release(Node* node);
    void unregisterIdentity(Node* node);
    static void renumber(Node* parent, std::size_t from);

    WorkloadNames m_names;
    Node m_root;
    QHash<QString, Node*> m_byKey;
    QHash<QString, Node*> m_byIdentity;
    QMultiHash<QString, Node*> m_waiting; ///< wanted identity → rows at the top meanwhile
};

/// Rows of one type, with what the model computes beside them in EXTRA.
template <typename Row, typename Extra> class RowsModel : public KeyedModel {
public:
    using KeyedModel::KeyedModel;

    /// Brings the model to what a delta says: SET replaces or adds by key, GONE removes. FULL: what
    /// is not in SET goes. NOW is a monotonic clock in milliseconds.
    void applyRows(const QList<Row>& set, const QStringList& gone, bool full, qint64 now)
    {
        std::vector<Node*> added, changed, moved;
        for (const Row& row : set) {
            if (auto* node = rowNode(row.key))
                assign(*node, row, now, changed, moved);
            else
                added.push_back(create(row, now));
        }
        insertNodes(added);
        for (Node* node : moved) {
            const Row& row = static_cast<RowNode*>(node)->row;
            relink(node, identityOf(row), parentIdentityOf(row));
        }
        announceChanged(std::move(changed));
        removeNodes(full ? keysNotIn(set) : gone);
    }

    /// The value at INDEX, null when INDEX is invalid.
    [[nodiscard]] const Row* rowAt(const QModelIndex& index) const
    {
        return index.isValid() ? &static_cast<RowNode*>(nodeOf(index))->row : nullptr;
    }
    [[nodiscard]] const Row* rowOf(const QString& key) const
    {
        const auto* node = rowNode(key);
        return node ? &node->row : nullptr;
    }
    [[nodiscard]] const Extra* extraAt(const QModelIndex& index) const
    {
        return index.isValid() ? &static_cast<RowNode*>(nodeOf(index))->extra : nullptr;
    }
    /// Calls VISIT(row, extra) for every row, in no order.
    template <typename Visit> void forEach(Visit visit) const
    {
        for (const Node* node : nodes())
            visit(static_cast<const RowNode*>(node)->row, static_cast<const RowNode*>(node)->extra);
    }
    void reset() { clearNodes(); }

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const final
    {
        if (!index.isValid())
            return {};
        const Row& row = *rowAt(index);
        const int column = index.column();
        switch (role) {
        case Qt::DisplayRole:
            return text(row, *extraAt(index), column);
        case SortRole:
            return sortValue(row, *extraAt(index), column);
        case Qt::ToolTipRole:
            return toolTip(row, column);
        case Qt::TextAlignmentRole:
            return isFigure(column) ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
        case KeyRole:
            return row.key;
        default:
            return other(row, column, role);
        }
    }

protected:
    [[nodiscard]] virtual QVariant text(const Row& row, const Extra& extra, int column) const = 0;
    [[nodiscard]] virtual QVariant sortValue(const Row& row, const Extra& extra, int column) const
    {
        return text(row, extra, column).toString().toLower();
    }
    [[nodiscard]] virtual QVariant toolTip(const Row&, int) const { return {}; }
    /// Whether the column holds numbers, which stand at the right.
    [[nodiscard]] virtual bool isFigure(int) const { return false; }
    /// What the model answers for any other role.
    [[nodiscard]] virtual QVariant other(const Row&, int, int) const { return {}; }

    struct RowNode : Node {
        Row row;
        Extra extra;
    };

    /// What other rows call this row when they name their parent.
    virtual QString identityOf(const Row& row) const { return row.key; }
    virtual QString parentIdentityOf(const Row&) const { return {}; }
    /// Computes EXTRA for a row that changed from BEFORE (null: new) to AFTER.
    virtual void derive(const Row*, const Row&, Extra&, qint64) { }

    RowNode* rowNode(const QString& key) const { return static_cast<RowNode*>(nodeOf(key)); }

private:
    Node* create(const Row& row, qint64 now)
    {
        auto owned = std::make_unique<RowNode>();
        auto* node = owned.get();
        node->key = row.key;
        node->identity = identityOf(row);
        node->parentIdentity = parentIdentityOf(row);
        node->row = row;
        derive(nullptr, row, node->extra, now);
        registerNode(std::move(owned));
        return node;
    }
    void assign(RowNode& node, const Row& row, qint64 now, std::vector<Node*>& changed,
        std::vector<Node*>& moved)
    {
        derive(&node.row, row, node.extra, now);
        node.row = row;
        changed.push_back(&node);
        if (node.identity != identityOf(row) || node.parentIdentity != parentIdentityOf(row))
            moved.push_back(&node);
    }
    QStringList keysNotIn(const QList<Row>& set) const
    {
        QSet<QString> kept;
        for (const Row& row : set)
            kept.insert(row.key);
        QStringList gone;
        for (auto it = nodes().begin(); it != nodes().end(); ++it)
            if (!kept.contains(it.key()))
                gone.append(it.key());
        return gone;
    }
};

} // namespace vitrine
