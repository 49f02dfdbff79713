// SPDX-License-Identifier: GPL-3.0-or-later
// What containers can be made from: read-only layers and a default command.
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine {

struct ImageLayer {
    std::string path; ///< directory on the host
    std::string title; ///< for people
    std::uint64_t size = 0; ///< bytes, 0 when not measured
    /// Its files belong to the ids of the container (root in the container owns what root owns in
    /// the layer). When false they keep the host's owners, who are nobody inside.
    bool shiftIds = true;
    bool operator==(const ImageLayer&) const = default;
};

/// A directory of the layers that a container must not see: an empty one stands in its place,
/// opaque in the container's writable layer from the start.
struct HiddenDirectory {
    std::string path; ///< relative to the root
    mode_t mode = 0755;
};

/// A directory of the layers that is shown by itself, where they cannot be stacked as a whole.
struct ImageBranch {
    enum class Kind {
        Overlay, ///< with a part of the writable layer on it
        ReadOnly, ///< as it is, with all that is mounted in it
    };
    std::string path; ///< relative to the root: "usr", "var/log"
    Kind kind = Kind::Overlay;
    std::string reason; ///< why it is read-only, for people
};

struct Image {
    std::string name, description;
    bool available = false;
    std::string reason; ///< why it is not available and what to do
    std::vector<std::string> command;
    std::vector<ImageLayer> layers; ///< from the lowest up
    std::vector<HiddenDirectory> hidden;
    /// When there are any, the one layer shows through them only and the writable layer is the
    /// rest.
    std::vector<ImageBranch> branches;
    std::vector<std::string> copies; ///< links and small files that are copied, relative paths
    std::vector<std::string> leftOut; ///< what does not show of the layer, absolute paths
};

/// Whose container it will be decides what of the host it may read.
struct ImageOwner {
    uid_t uid = 0;
};

/// Put into the directory UPPER, a new writable layer, what IMAGE wants there from the start: the
/// empty directories of IMAGE.hidden, its copies and what its branches need.
[[nodiscard]] Result<void> fillUpper(int upper, const Image& image);

/// All images, those that cannot be used here with the reason.
[[nodiscard]] std::vector<Image> listImages(const std::string& storage, ImageOwner owner);

/// What a container lies on.
struct LowerLayers {
    std::vector<std::string> paths; ///< topmost first
    bool piecewise = false; ///< through branches, when this process makes the container
};

/// The layers of image NAME; nothing is made or looked for.
[[nodiscard]] LowerLayers lowerLayersOf(const std::string& storage, const std::string& name);

/// The image NAME, without making it ready. NotFound names the images that there are; NotSupported
/// says why it cannot be used here.
[[nodiscard]] Result<Image> findImage(
    const std::string& storage, const std::string& name, ImageOwner owner);

/// Make IMAGE ready in STORAGE ("…/images", an absolute path) for containers of OWNER and return
/// it with its layers. Fails as findImage does.
[[nodiscard]] Result<Image> prepareImage(
    const std::string& storage, const std::string& name, ImageOwner owner);

} // namespace vitrine
