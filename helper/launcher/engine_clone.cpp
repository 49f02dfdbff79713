// SPDX-License-Identifier: GPL-3.0-or-later
// How the engine copies a container.
#include "helper/launcher/background.h"
#include "helper/launcher/engine.h"
#include "helper/launcher/protocol.h"

#include <algorithm>
#include <cstdio>

namespace vitrine::launcher {

Result<void> Engine::checkNotCloned(const Container& container) const
{
    const bool cloned = std::any_of(m_clones.begin(), m_clones.end(),
        [&](const auto& entry) { return entry.second.source == container.id; });
    if (cloned)
        return Error::of(ErrorKind::Busy, {},
            "'" + container.spec.name + "' is being copied: wait for that, or cancel it");
    return {};
}

Result<std::string> Engine::clone(
    const std::string& id, const std::string& name, LayerCopy::Progress progress, CloneDone done)
{
    const Container& source = *TRY(m_store.find(id));
    if (!source.damage.empty())
        return errorFromJson(source.damage);
    if (!isName(name))
        return Error::invalid("name", "must be 1 to 63 of a-z, 0-9 and '-', not starting with '-'");
    if (source.state == State::Restarting || source.isConcluding()
        || (source.isRunning() && source.state != State::Paused))
        return Error::of(ErrorKind::Busy, {},
            "'" + source.spec.name + "' is " + nameOf(source.state)
                + ": its files may change; stop or pause it first");
    auto container = TRY(m_store.copyOf(source, name));
    const std::string clone = container->id;
    const std::string staging = TRY(m_store.stage(*container));
    auto copy = LayerCopy::start(m_loop, m_store.directoryOf(id), staging, std::move(progress),
        [this, clone, done = std::move(done)](
            Result<void> copied) { concludeClone(clone, std::move(copied), done); });
    if (!copy) {
        removeStaged(clone, [] {});
        return std::move(copy).error();
    }
    m_clones[clone] = { id, std::move(container), std::move(copy).value() };
    return clone;
}

void Engine::concludeClone(const std::string& clone, Result<void> copied, const CloneDone& done)
{
    const auto node = m_clones.extract(clone);
    auto added = copied ? m_store.addStaged(std::move(node.mapped().container))
                        : Result<Container*>(std::move(copied).error());
    if (!added)
        return removeStaged(clone, [done, added] { done(added); });
    m_events.changed(*added.value());
    done(added);
}

void Engine::cancelClone(const std::string& clone)
{
    const auto node = m_clones.extract(clone);
    if (node.empty())
        return;
    const auto process = std::make_shared<UniqueFd>(node.mapped().copy->cancel());
    const auto ended = [this, clone, process] {
        m_loop.forget(process->get());
        removeStaged(clone, [] {});
    };
    if (!m_loop.watch(process->get(), ended))
        ended();
}

/// What cannot be removed now the next launcher will.
void Engine::removeStaged(const std::string& clone, std::function<void()> next)
{
    removeInBackground(m_loop, m_store.stagingOf(clone), ids(),
        [next = std::move(next)](const Result<void>& removed) {
            if (!removed)
                std::fprintf(stderr, "vitrine-launcher: %s\n", removed.error().message().c_str());
            next();
        });
}

} // namespace vitrine::launcher
