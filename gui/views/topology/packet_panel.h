// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/packet_path_model.h"
#include "gui/models/packet_question.h"
#include "helper/api/values.h"

#include <QFrame>

#include <optional>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QPushButton;
class QToolButton;

namespace vitrine {

class ErrorPanel;
class WorkloadListModel;

/// Follow a packet: where from and where to, and its hops in words.
class PacketPanel : public QFrame {
    Q_OBJECT
public:
    /// Whether a packet is only followed, or really sent.
    enum class Wish { Follow, Test };

    explicit PacketPanel(const WorkloadListModel* workloads, QWidget* parent = nullptr);

    /// Shows itself. FROM: the id of a container, empty: this computer. TO: as it is typed. Where
    /// there is none, what is in the form stays.
    void open(const std::optional<QString>& from, const std::optional<QString>& to);
    void close();
    /// The containers may be others: brings what can be chosen up to date.
    void refreshEnds();
    /// The network has changed: follows again what is shown.
    void followAgain();
    [[nodiscard]] const api::PacketPath& path() const { return m_path.path(); }

public Q_SLOTS:
    /// The answer to the question NUMBER.
    void showPath(int number, const vitrine::api::PacketPath& path);
    void showError(int number, const vitrine::api::ErrorInfo& error);

Q_SIGNALS:
    /// PACKET of Manager1.FollowPacket is to be followed, and sent when TEST says so.
    void followWanted(int number, const QVariantMap& packet, bool test);
    /// Another path is shown, or none.
    void pathChanged();
    /// The user looks at a hop of the path.
    void hopChosen(int hop);
    /// MENU is about to be shown for HOP: whoever has more to offer there adds it.
    void hopMenuShown(int hop, QMenu* menu);
    void closed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildForm(QFormLayout* form);
    void buildAnswer();
    void wire();
    void ask(Wish wish);
    void follow(Wish wish);
    void forget();
    void tell();
    void setBusy(bool busy);
    void say(const QString& problem);
    void openHopMenu(const QPoint& at);
    [[nodiscard]] PacketForm form() const;

    const WorkloadListModel* m_workloads;
    PacketEndsModel m_sources, m_destinations;
    PacketPathModel m_path;
    QComboBox *m_from, *m_transport, *m_version;
    QLineEdit* m_to;
    QLabel* m_problem; ///< under the field that it is about
    QPushButton *m_follow, *m_test;
    QToolButton* m_close;
    ErrorPanel* m_error;
    QLabel *m_outcomeIcon, *m_outcome, *m_answerIcon, *m_answer;
    QListView* m_hops;
    int m_number = 0; ///< of the last question
    bool m_asking = false;
    bool m_again = false; ///< the last question was not the user's
};

} // namespace vitrine
