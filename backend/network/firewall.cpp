// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/firewall.h"

#include "backend/network/firewall_elements.h"

#include "backend/plan/firewall_rules.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <dlfcn.h>
#include <nftables/libnftables.h>

namespace vitrine::network {

namespace {

/// libnftables, loaded when it is first needed: a launcher without networks does not pay for it and
/// for the libraries that it needs.
struct Library {
    decltype(&nft_ctx_new) make = nullptr;
    decltype(&nft_ctx_free) free = nullptr;
    decltype(&nft_ctx_buffer_output) bufferOutput = nullptr;
    decltype(&nft_ctx_buffer_error) bufferErrors = nullptr;
    decltype(&nft_ctx_get_output_buffer) output = nullptr;
    decltype(&nft_ctx_get_error_buffer) errors = nullptr;
    decltype(&nft_run_cmd_from_buffer) run = nullptr;
    decltype(&nft_ctx_output_set_flags) setOutput = nullptr;
    std::string problem; ///< empty: it is there

    Library()
    {
        void* const handle = ::dlopen("libnftables.so.1", RTLD_NOW | RTLD_LOCAL);
        const bool found = handle && load(handle, "nft_ctx_new", make)
            && load(handle, "nft_ctx_free", free)
            && load(handle, "nft_ctx_buffer_output", bufferOutput)
            && load(handle, "nft_ctx_buffer_error", bufferErrors)
            && load(handle, "nft_ctx_get_output_buffer", output)
            && load(handle, "nft_ctx_get_error_buffer", errors)
            && load(handle, "nft_run_cmd_from_buffer", run)
            && load(handle, "nft_ctx_output_set_flags", setOutput);
        if (!found)
            problem = ::dlerror();
    }

    template <typename Function> static bool load(void* handle, const char* name, Function& out)
    {
        out = reinterpret_cast<Function>(::dlsym(handle, name));
        return out != nullptr;
    }
};

Result<const Library*> library()
{
    static const Library loaded;
    if (loaded.problem.empty())
        return &loaded;
    return Error::of(ErrorKind::NotSupported, "libnftables",
        "networks need the library of nft (package libnftables1): " + loaded.problem);
}

/// The errno whose words nft has put at the end of its message.
int numberIn(const std::string& message)
{
    if (message.find("does not exist") != std::string::npos) // found by nft itself, not the kernel
        return ENOENT;
    for (const int number :
        { EEXIST, ENOENT, EPERM, ENOMEM, EBUSY, EOPNOTSUPP, ENOBUFS, EAFNOSUPPORT })
        if (message.find(std::strerror(number)) != std::string::npos)
            return number;
    return EINVAL;
}

/// "Could not process rule: File exists": nft's first line without "Error: " and where it is.
std::string sentenceOf(const std::string& message)
{
    const std::string line = message.substr(0, message.find('\n'));
    const auto begin = line.find("Error: ");
    return begin == std::string::npos ? line : line.substr(begin + std::strlen("Error: "));
}

nft_ctx*& onlyContext()
{
    static nft_ctx* context = nullptr;
    return context;
}

/// One for the life of the process: closing its socket would wait until the kernel has taken apart
/// what was removed (an RCU grace period), and a new one reads the tables of names anew.
Result<nft_ctx*> contextOf(const Library& nft)
{
    nft_ctx*& context = onlyContext();
    if (context)
        return context;
    context = nft.make(NFT_CTX_DEFAULT);
    if (!context)
        return Error::kernel(ENOMEM, "nft");
    nft.bufferOutput(context);
    nft.bufferErrors(context);
    return context;
}

/// What nft prints for COMMANDS; FLAGS: NFT_CTX_OUTPUT_….
Result<std::string> outputOf(const std::string& commands, unsigned flags = 0)
{
    const Library& nft = *TRY(library());
    nft_ctx* const context = TRY(contextOf(nft));
    nft.setOutput(context, flags);
    const bool done = nft.run(context, commands.c_str()) == 0;
    // Both are taken, else the next call would find them.
    std::string output = nft.output(context), message = nft.errors(context);
    if (done)
        return output;
    Error error = Error::kernel(numberIn(message), "nft", commands.substr(0, commands.find('\n')));
    error.text = sentenceOf(message);
    return error;
}

} // namespace

Result<void> runFirewall(const std::string& commands)
{
    TRY(outputOf(commands));
    return {};
}

Result<void> removeFromFirewall(const std::vector<std::string>& commands)
{
    std::string all;
    for (const auto& command : commands)
        all += command + "\n";
    auto removed = commands.empty() ? Result<void>() : runFirewall(all);
    if (removed || removed.error().number != ENOENT)
        return removed;
    // One is missing, which undoes all: one after the other, then.
    for (const auto& command : commands) {
        removed = runFirewall(command);
        if (!removed && removed.error().number != ENOENT)
            return removed;
    }
    return {};
}

void leaveFirewall()
{
    leaveElements();
    nft_ctx*& context = onlyContext();
    if (context)
        library().value()->free(context);
    context = nullptr;
}

Result<bool> hasElements(const std::string& set)
{
    const auto listed = outputOf(std::string("list set ") + plan::net::firewallTable + " " + set);
    if (!listed && listed.error().number == ENOENT)
        return false;
    if (!listed)
        return listed.error();
    return listed.value().find("elements = {") != std::string::npos;
}

Result<std::string> listFirewall(const std::string& command, Listing listing)
{
    return outputOf(
        command, listing == Listing::Json ? NFT_CTX_OUTPUT_JSON : NFT_CTX_OUTPUT_HANDLE);
}

} // namespace vitrine::network
