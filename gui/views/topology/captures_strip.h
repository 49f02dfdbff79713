// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace vitrine {

/// The captures into files that run or have ended, a line each. Hidden while there is none.
class CapturesStrip : public QWidget {
    Q_OBJECT
public:
    explicit CapturesStrip(QWidget* parent = nullptr);

    /// Whether Wireshark is offered.
    void setWireshark(bool installed) { m_wireshark = installed; }
    [[nodiscard]] bool hasWireshark() const { return m_wireshark; }

    /// A new line for the packets of WHAT, which go into FILE. Returns its number.
    int add(const QString& what, const QString& file);
    void setFigures(int number, quint64 packets, quint64 bytes);
    /// It has ended, with the error WRONG or, without text, as it should.
    void setEnded(int number, const QString& wrong);

Q_SIGNALS:
    void stopWanted(int number);
    /// FILE is to be shown in Wireshark.
    void openWanted(const QString& file);

private:
    struct Line {
        QString what, file, wrong;
        quint64 packets = 0, bytes = 0;
        bool running = true;
        QWidget* box = nullptr;
        QLabel *sign = nullptr, *text = nullptr;
        QToolButton *stop = nullptr, *open = nullptr, *close = nullptr;
    };
    void tell(const Line& line);
    void remove(int number);

    QVBoxLayout* m_layout;
    QHash<int, Line> m_lines;
    int m_last = 0;
    bool m_wireshark = false;
};

} // namespace vitrine
