// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/client/reply.h"

#include <QString>

#include <functional>

class QObject;

namespace vitrine {

class Session;

/// Takes the error of a job that has ended, empty when it did what it should.
using JobEnded = std::function<void(const api::ErrorInfo& error)>;

/// Calls ENDED once the JOB that a request was answered with has ended, or at once when the request
/// failed, unless CONTEXT is gone by then.
void watchJob(Session& session, const Reply<QString>& job, QObject* context, JobEnded ended);

} // namespace vitrine
