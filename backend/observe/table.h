// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of rows and what changed between two looks at them.
#pragma once

#include "backend/observe/rows.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::observe {

/// A row and its JSON, made once however many subscribers get it.
template <typename Row> struct Record {
    explicit Record(Row content)
        : row(std::move(content))
        , json(toLine(toJson(row)))
    {
    }
    const Row row;
    const std::string json;
};

/// Records sorted by key. A row that did not change is the same record as before.
template <typename Row> using Records = std::vector<std::shared_ptr<const Record<Row>>>;

/// Replaces the content of RECORDS by ROWS; rows that are equal keep their record. Of rows with the
/// same key the first one stays.
template <typename Row> void publish(Records<Row>& records, std::vector<Row> rows)
{
    std::stable_sort(
        rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key < b.key; });
    Records<Row> next;
    next.reserve(rows.size());
    auto old = records.begin();
    for (Row& row : rows) {
        if (!next.empty() && next.back()->row.key == row.key)
            continue;
        while (old != records.end() && (*old)->row.key < row.key)
            ++old;
        if (old != records.end() && (*old)->row == row)
            next.push_back(*old);
        else
            next.push_back(std::make_shared<const Record<Row>>(std::move(row)));
    }
    records = std::move(next);
}

/// Appends {"set":[…],"gone":[…]} for the way from BEFORE to AFTER to LINE; returns false and
/// appends nothing when nothing changed.
template <typename Row>
bool appendDelta(std::string& line, const Records<Row>& before, const Records<Row>& after)
{
    std::string set, gone;
    auto old = before.begin();
    auto leave = [&gone](const std::string& key) {
        gone += gone.empty() ? "" : ",";
        gone += toLine(key);
    };
    for (const auto& record : after) {
        for (; old != before.end() && (*old)->row.key < record->row.key; ++old)
            leave((*old)->row.key);
        const bool known = old != before.end() && (*old)->row.key == record->row.key;
        if (!known || *old != record) {
            set += set.empty() ? "" : ",";
            set += record->json;
        }
        if (known)
            ++old;
    }
    for (; old != before.end(); ++old)
        leave((*old)->row.key);
    if (set.empty() && gone.empty())
        return false;
    line += "{\"set\":[" + set + "],\"gone\":[" + gone + "]}";
    return true;
}

} // namespace vitrine::observe
