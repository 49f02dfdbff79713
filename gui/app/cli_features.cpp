// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"
#include "gui/models/format.h"

#include <QJsonArray>

namespace vitrine::cli {

namespace {

/// The window's System check, for a terminal.
class Features : public Command {
public:
    Features()
        : Command({ QStringLiteral("features"), Text::tr("[options]"),
            Text::tr("Tell what this computer can do, and what to change.") })
    {
    }

protected:
    void declare(QCommandLineParser&) override { }

    QString check(const QCommandLineParser& parser) override
    {
        return parser.positionalArguments().isEmpty() ? QString()
                                                      : Text::tr("it takes no arguments");
    }

    void run(const QCommandLineParser&) override
    {
        QJsonArray array;
        for (const auto& feature : client().features()) {
            if (json())
                array.append(toJson(feature));
            else
                printFeature(feature);
        }
        if (json())
            print(QJsonValue(array));
        finish(0);
    }

private:
    static void printFeature(const api::FeatureInfo& feature)
    {
        print(QStringLiteral("%1  %2").arg(feature.available ? Text::tr("yes") : Text::tr("NO "),
            feature.title.isEmpty() ? feature.name : feature.title));
        for (const QString& line : { feature.reason, feature.advice })
            if (!line.isEmpty())
                print(QStringLiteral("     ") + asSentence(line));
    }
};

} // namespace

std::unique_ptr<Command> makeFeatures()
{
    return std::make_unique<Features>();
}

} // namespace vitrine::cli
