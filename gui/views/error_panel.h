// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QFrame>

class QAction;
class QLabel;
class QToolButton;

namespace vitrine {

/// An error where it happened: what failed, why, what to do, with the details to copy. Hidden
/// while there is none.
class ErrorPanel : public QFrame {
    Q_OBJECT
public:
    explicit ErrorPanel(QWidget* parent = nullptr);

    /// Shows ERROR after WHAT ("Starting web"), or hides when it is empty.
    void setError(const QString& what, const api::ErrorInfo& error);
    /// A button that mends it; null takes it away.
    void setFix(QAction* action);
    /// Whether the user can close it (default: yes).
    void setClosable(bool closable);
    [[nodiscard]] const api::ErrorInfo& error() const { return m_error; }

signals:
    void closed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void style();
    [[nodiscard]] QString report() const;

    QString m_what;
    api::ErrorInfo m_error;
    QLabel* m_icon;
    QLabel* m_text;
    QLabel* m_detail;
    QToolButton* m_fix;
    QToolButton* m_copy;
    QToolButton* m_close;
};

} // namespace vitrine
