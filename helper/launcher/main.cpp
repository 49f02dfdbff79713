// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-launcher: the only part that asks the kernel for anything on the helper's behalf.
//
//   vitrine-launcher --socket FD [--data DIR] [--runtime DIR]
//       serve the daemon at the other end of FD and go when it goes (session mode)
//   vitrine-launcher --listen PATH --client-uid UID [--data DIR] [--runtime DIR]
//       serve daemons of that user that connect to PATH (system mode)
#include "backend/base/files.h"
#include "helper/launcher/own_program.h"
#include "helper/launcher/protocol.h"
#include "helper/launcher/server.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

namespace vitrine::launcher {

namespace {

struct Options {
    int socket = -1;
    std::string listen;
    std::optional<uid_t> clientUid;
    std::string data, runtime;
};

Result<int> toNumber(const std::string& name, const std::string& text)
{
    int number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || number < 0)
        return Error::invalid(name, "'" + text + "' is not a whole number");
    return number;
}

Result<Options> parseOptions(int count, char** arguments)
{
    Options options;
    for (int i = 1; i < count; i += 2) {
        const std::string name = arguments[i];
        if (i + 1 == count)
            return Error::invalid(name, "needs a value");
        const std::string value = arguments[i + 1];
        if (name == "--socket")
            options.socket = TRY(toNumber(name, value));
        else if (name == "--listen")
            options.listen = value;
        else if (name == "--client-uid")
            options.clientUid = uid_t(TRY(toNumber(name, value)));
        else if (name == "--data")
            options.data = value;
        else if (name == "--runtime")
            options.runtime = value;
        else
            return Error::invalid(name, "unknown option");
    }
    if ((options.socket >= 0) == !options.listen.empty())
        return Error::invalid("--socket", "give either --socket or --listen");
    if (!options.listen.empty() && !options.clientUid)
        return Error::invalid("--client-uid", "is needed with --listen");
    return options;
}

Result<Places> placesFor(const Options& options)
{
    if (!options.data.empty() && !options.runtime.empty())
        return Places { options.data, options.runtime };
    Places places = TRY(defaultPlaces(!options.listen.empty()));
    if (!options.data.empty())
        places.data = options.data;
    if (!options.runtime.empty())
        places.runtime = options.runtime;
    return places;
}

/// A program beside that at PATH.
std::string sibling(const std::string& path, const char* name)
{
    return path.substr(0, path.rfind('/') + 1) + name;
}

Result<UniqueFd> listenAt(const std::string& path)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return Error::kernel(ENAMETOOLONG, "bind", path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    if (!socket)
        return Error::fromErrno("socket");
    ::unlink(path.c_str()); // of a launcher that is no more: the lock says that we are alone
    if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return Error::fromErrno("bind", path);
    if (::chmod(path.c_str(), 0666) != 0) // who may speak is decided by uid, see acceptFrom()
        return Error::fromErrno("chmod", path);
    if (::listen(socket.get(), 8) != 0)
        return Error::fromErrno("listen", path);
    return socket;
}

/// Accept a connection of user UID; of others it is closed without a word.
void acceptFrom(int listener, uid_t uid, Server& server)
{
    UniqueFd socket(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
    ucred peer {};
    socklen_t size = sizeof peer;
    if (!socket || ::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0
        || (peer.uid != uid && peer.uid != ::geteuid()))
        return;
    if (auto served = server.serve(std::move(socket)); !served)
        std::fprintf(stderr, "vitrine-launcher: %s\n", served.error().message().c_str());
}

/// Children that nobody waits for by name: shims and observers that ended, and processes whose shim
/// was killed. Unreaped, one of those would keep its container's pid namespace from ending.
Result<UniqueFd> reapChildren(EventLoop& loop)
{
    if (::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
        return Error::fromErrno("prctl(PR_SET_CHILD_SUBREAPER)");
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    UniqueFd descriptor(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!descriptor)
        return Error::fromErrno("signalfd");
    const int fd = descriptor.get();
    TRY(loop.watch(fd, [fd] {
        signalfd_siginfo info;
        while (::read(fd, &info, sizeof info) > 0) { }
        while (::waitpid(-1, nullptr, WNOHANG) > 0) { }
    }));
    return descriptor;
}

/// Tell the daemon that started us why we end, if we can.
Error withLastWords(Error error, const Options& options)
{
    if (options.listen.empty())
        (void)send(options.socket, { { "event", "failed" }, { "error", toJson(error) } });
    return error;
}

Result<void> serveAll(const Options& options, const std::string& self)
{
    const bool system = !options.listen.empty();
    const Places places = TRY(placesFor(options));
    const UniqueFd lock = TRY(preparePlaces(places));
    EventLoop loop = TRY(EventLoop::make());
    const UniqueFd children = TRY(reapChildren(loop));
    Server server(loop,
        { sibling(self, "vitrine-shim"), sibling(self, "vitrine-observer"),
            sibling(self, "vitrine-logs"), sibling(self, "vitrine-capture") },
        system ? "system" : "session", system ? WhenAlone::Wait : WhenAlone::Quit);
    std::vector<Error> problems;
    TRY(server.open(places, problems));
    for (const auto& problem : problems)
        std::fprintf(stderr, "vitrine-launcher: %s\n", problem.message().c_str());
    UniqueFd listener;
    if (system) {
        listener = TRY(listenAt(options.listen));
        TRY(loop.watch(
            listener.get(), [&] { acceptFrom(listener.get(), *options.clientUid, server); }));
    } else {
        ::fcntl(options.socket, F_SETFD, FD_CLOEXEC);
        TRY(server.serve(UniqueFd(options.socket)));
    }
    return loop.run();
}

Result<void> run(const Options& options, const std::string& self)
{
    ::umask(022);
    ::signal(SIGPIPE, SIG_IGN);
    auto done = serveAll(options, self);
    return done ? std::move(done) : withLastWords(std::move(done).error(), options);
}

} // namespace

} // namespace vitrine::launcher

int main(int count, char** arguments)
{
    using namespace vitrine;
    using namespace vitrine::launcher;
    const auto start = [&]() -> Result<void> {
        const Options options = TRY(parseOptions(count, arguments));
        const auto self = protectOwnProgram("vitrine-launcher", arguments);
        return self ? run(options, self.value()) : withLastWords(self.error(), options);
    };
    if (const auto done = start(); !done) {
        std::fprintf(stderr, "vitrine-launcher: %s\n", done.error().message().c_str());
        return 1;
    }
    return 0;
}
