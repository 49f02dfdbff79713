// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/field_errors.h"

#include "gui/models/format.h"

#include <QRegularExpression>

namespace vitrine {

namespace {

/// Whether SUBJECT ("networks[0].network") is FIELD or a part of it.
bool isPartOf(const QString& subject, const QString& field)
{
    return subject.startsWith(field)
        && (subject.size() == field.size() || subject.at(field.size()) == QLatin1Char('.')
            || subject.at(field.size()) == QLatin1Char('['));
}

/// What stands before the colon in "networks[0].network: there is no network 'lan'".
QString subjectOf(const QString& text)
{
    static const QRegularExpression form(QStringLiteral("\\A([^\\s:]+): "));
    return form.match(text).captured(1);
}

} // namespace

QString fieldOf(const api::ErrorInfo& error, const QStringList& fields)
{
    for (const QString& subject : { error.object, subjectOf(error.text) })
        for (const QString& field : fields)
            if (isPartOf(subject, field))
                return field;
    for (const QString& field : fields) {
        const QRegularExpression word(QStringLiteral("(^|[\\s:'\"])%1($|[\\s:'\",.\\[])")
                                          .arg(QRegularExpression::escape(field)));
        if (word.match(error.text).hasMatch())
            return field;
    }
    return {};
}

QString fieldText(const api::ErrorInfo& error, const QString& field)
{
    QString text = error.text;
    if (const QString tail = QStringLiteral(": ") + field; text.endsWith(tail))
        text.chop(tail.size());
    if (const QString head = field + QStringLiteral(": "); text.startsWith(head))
        text.remove(0, head.size());
    return asSentence(text);
}

} // namespace vitrine
