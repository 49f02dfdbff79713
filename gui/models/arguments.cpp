// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/arguments.h"

namespace vitrine {

std::optional<QStringList> splitArguments(const QString& text)
{
    QStringList words;
    QString word;
    QChar quote; // null: outside quotes
    bool inWord = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (quote == QLatin1Char('\'')) {
            if (c == quote)
                quote = {};
            else
                word += c;
        } else if (c == QLatin1Char('\\')) {
            if (++i == text.size())
                return {};
            const QChar next = text.at(i);
            const bool special = next == QLatin1Char('"') || next == QLatin1Char('\\');
            if (!quote.isNull() && !special)
                word += c;
            word += next;
            inWord = true;
        } else if (c == quote) {
            quote = {};
        } else if (quote.isNull() && (c == QLatin1Char('"') || c == QLatin1Char('\''))) {
            quote = c;
            inWord = true;
        } else if (quote.isNull() && c.isSpace()) {
            if (inWord)
                words.append(word);
            word.clear();
            inWord = false;
        } else {
            word += c;
            inWord = true;
        }
    }
    if (!quote.isNull())
        return {};
    if (inWord)
        words.append(word);
    return words;
}

} // namespace vitrine
