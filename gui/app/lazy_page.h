// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVBoxLayout>
#include <QWidget>

#include <functional>
#include <utility>

namespace vitrine {

/// A place for a page that is made when it is first shown: a view nobody looks at costs nothing.
class LazyPage : public QWidget {
public:
    explicit LazyPage(std::function<QWidget*()> make, QWidget* parent = nullptr)
        : QWidget(parent)
        , m_make(std::move(make))
    {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
    }

    /// The page, made now if it was not.
    QWidget* page()
    {
        if (!m_page) {
            m_page = m_make();
            layout()->addWidget(m_page);
        }
        return m_page;
    }

protected:
    void showEvent(QShowEvent* event) override
    {
        page();
        QWidget::showEvent(event);
    }

private:
    std::function<QWidget*()> m_make;
    QWidget* m_page = nullptr;
};

} // namespace vitrine
