// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <array>
#include <csignal>
#include <initializer_list>
#include <vector>

namespace vitrine::cli {

/// Tells about signals of the system on the event loop, as long as it lives; then they do again
/// what they did before. At most one watch a signal.
class SignalWatch : public QObject {
    Q_OBJECT
public:
    explicit SignalWatch(std::initializer_list<int> numbers, QObject* parent = nullptr);
    ~SignalWatch() override;

signals:
    void raised(int number);

private:
    struct Watched {
        int number = 0;
        struct sigaction before { };
    };
    void readPipe();

    std::array<int, 2> m_pipe { -1, -1 };
    std::vector<Watched> m_watched;
};

} // namespace vitrine::cli
