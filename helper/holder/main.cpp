// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-holder: is in the namespaces of an ordinary user's networks, and does nothing but keep
// them. Descriptor 3 is a socket that listens: whoever connects learns from the kernel which
// process this is, and that it has ended when the connection does.
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr int listener = 3;
constexpr int maximumClients = 64; ///< one is slirp4netns; others ask and go

struct Clients {
    pollfd list[1 + maximumClients] { { listener, POLLIN, 0 } };
    nfds_t count = 1;

    void accept()
    {
        const int client = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            return;
        if (count == 1 + maximumClients)
            ::close(client);
        else
            list[count++] = { client, 0, 0 }; // its end only
    }

    void forget(nfds_t index)
    {
        ::close(list[index].fd);
        list[index] = list[--count];
    }
};

} // namespace

int main()
{
    Clients clients;
    for (;;) {
        if (::poll(clients.list, clients.count, -1) < 0 && errno != EINTR)
            return 1;
        for (nfds_t i = clients.count; i-- > 1;)
            if (clients.list[i].revents != 0)
                clients.forget(i);
        if (clients.list[0].revents != 0)
            clients.accept();
    }
}
