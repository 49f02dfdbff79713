// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/ports/streams.h"

#include <algorithm>

namespace vitrine::ports {

namespace {

constexpr std::chrono::milliseconds interval { 50 }; ///< between looks at what no event tells
constexpr std::chrono::seconds longestLinger { 10 };
constexpr std::size_t maximumLingering = 256;

} // namespace

Streams::Streams(EventQueue& queue, std::size_t limit, std::function<void()> room)
    : m_queue(queue)
    , m_limit(limit)
    , m_room(std::move(room))
{
}

void Streams::add(const Targets& targets, UniqueFd client)
{
    StreamKeeper& keeper = *this;
    auto made = std::make_unique<Stream>(keeper, targets, std::move(client));
    Stream& stream = *made;
    m_streams.emplace(&stream, std::move(made));
    follow(stream, stream.begin());
}

void Streams::wake(Stream& stream)
{
    if (!stream.awake)
        m_awake.push_back(&stream);
    stream.awake = true;
}

void Streams::follow(Stream& stream, Stream::Next next)
{
    switch (next) {
    case Stream::Next::Wait:
        return;
    case Stream::Next::GoOn:
        return wake(stream);
    case Stream::Next::Retry:
        m_retryAt = Clock::now() + interval;
        stream.awake = true; // its events come with the others
        m_retrying.push_back(&stream);
        return;
    case Stream::Next::Linger:
        linger(stream.takeLast());
        return end(stream);
    case Stream::Next::End:
        return end(stream);
    }
}

void Streams::end(Stream& stream)
{
    const bool wasFull = isFull();
    if (stream.awake)
        std::erase(m_awake, &stream);
    const auto found = m_streams.find(&stream);
    m_ended.push_back(std::move(found->second));
    m_streams.erase(found);
    if (wasFull)
        m_room();
}

void Streams::cut(const Targets& targets)
{
    std::vector<Stream*> ended;
    for (const auto& [stream, owned] : m_streams)
        if (stream->leadsTo(targets))
            ended.push_back(stream);
    for (Stream* stream : ended) {
        stream->reset();
        std::erase(m_retrying, stream);
        end(*stream);
    }
}

void Streams::advance()
{
    const auto now = Clock::now();
    if (!m_retrying.empty() && now >= m_retryAt)
        for (Stream* stream : std::exchange(m_retrying, {})) {
            stream->awake = false;
            wake(*stream);
        }
    for (Stream* stream : std::exchange(m_awake, {})) {
        stream->awake = false;
        follow(*stream, stream->advance());
    }
    resetThoseWhoHaveAll();
    m_ended.clear();
}

void Streams::linger(UniqueFd socket)
{
    if (m_lingering.size() < maximumLingering)
        m_lingering.push_back({ std::move(socket), Clock::now() + longestLinger });
    else
        closeByReset(std::move(socket));
}

void Streams::resetThoseWhoHaveAll()
{
    std::erase_if(m_lingering, [now = Clock::now()](Lingering& each) {
        if (unsent(each.socket.get()) > 0 && now < each.deadline)
            return false;
        closeByReset(std::move(each.socket));
        return true;
    });
}

int Streams::patience() const
{
    if (!m_awake.empty())
        return 0;
    return m_retrying.empty() && m_lingering.empty() ? -1 : int(interval.count());
}

} // namespace vitrine::ports
