<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>CgroupModel</name>
    <message>
        <source>from the control group</source>
        <translation>aus der Kontrollgruppe</translation>
    </message>
    <message>
        <source>from the processes</source>
        <translation>aus den Prozessen</translation>
    </message>
    <message>
        <source>from the system</source>
        <translation>vom System</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>receiving</source>
        <translation>empfangen</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>senden</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>lesen</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>schreiben</translation>
    </message>
    <message>
        <source>Throttled</source>
        <translation>Gedrosselt</translation>
    </message>
    <message>
        <source>Nothing measured yet: charts begin when the container runs.</source>
        <translation>Noch nichts gemessen: Die Diagramme beginnen, wenn der Container läuft.</translation>
    </message>
    <message>
        <source>Not measurable here: there is no interface but loopback.</source>
        <translation>Hier nicht messbar: Es gibt nur die Loopback-Schnittstelle.</translation>
    </message>
    <message>
        <source>Not measurable here: the control group has no io controller.</source>
        <translation>Hier nicht messbar: Der Kontrollgruppe fehlt der Controller io.</translation>
    </message>
    <message>
        <source>Not measurable here: the control group has no cpu controller.</source>
        <translation>Hier nicht messbar: Der Kontrollgruppe fehlt der Controller cpu.</translation>
    </message>
    <message>
        <source>all: %1</source>
        <translation>alle: %1</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>Grenze %1</translation>
    </message>
    <message>
        <source>Memory, %1</source>
        <translation>Speicher, %1</translation>
    </message>
    <message>
        <source>CPU, in percent of one processor</source>
        <translation>CPU, in Prozent eines Prozessors</translation>
    </message>
    <message numerus="yes">
        <source>%n killed for lack of memory</source>
        <translation>
            <numerusform>%n aus Speichermangel beendet</numerusform>
            <numerusform>%n aus Speichermangel beendet</numerusform>
        </translation>
    </message>
    <message>
        <source>in %1 of %2 periods</source>
        <translation>in %1 von %2 Perioden</translation>
    </message>
</context>
<context>
    <name>ChartAxis</name>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>−%1 s</source>
        <translation>−%1 s</translation>
    </message>
    <message>
        <source>−%1 min</source>
        <translation>−%1 min</translation>
    </message>
    <message>
        <source>−%1 h</source>
        <translation>−%1 h</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Stoppt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>The helper did not answer in time.</source>
        <translation>Der Helfer hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The helper is not running.</source>
        <translation>Der Helfer läuft nicht.</translation>
    </message>
    <message>
        <source>Ask an administrator, or run containers of your own in session mode.</source>
        <translation>Einen Verwalter bitten oder eigene Container im Sitzungsmodus ausführen.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Delete what is no longer needed, then try again.</source>
        <translation>Löschen, was nicht mehr gebraucht wird, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>Help → System check lists what this computer can do and what to change.</source>
        <translation>Hilfe → Systemprüfung zeigt, was dieser Rechner kann und was zu ändern ist.</translation>
    </message>
    <message>
        <source>Press F5 to connect to the helper again.</source>
        <translation>F5 verbindet neu mit dem Helfer.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Clone</source>
        <translation>Klonen</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Restarting</source>
        <translation>Startet neu</translation>
    </message>
    <message>
        <source>always started again</source>
        <translation>immer neu gestartet</translation>
    </message>
    <message>
        <source>started again unless it was stopped</source>
        <translation>neu gestartet, wenn nicht jemand sie stoppte</translation>
    </message>
    <message>
        <source>started again after a failure</source>
        <translation>nach einem Fehler neu gestartet</translation>
    </message>
    <message numerus="yes">
        <source>started again after a failure, %n times at the most</source>
        <translation>
            <numerusform>nach einem Fehler neu gestartet, höchstens %n-mal</numerusform>
            <numerusform>nach einem Fehler neu gestartet, höchstens %n-mal</numerusform>
        </translation>
    </message>
    <message>
        <source>left stopped</source>
        <translation>bleibt gestoppt</translation>
    </message>
    <message>
        <source>command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>Umgebungsvariablen</translation>
    </message>
    <message>
        <source>working directory</source>
        <translation>Arbeitsverzeichnis</translation>
    </message>
    <message>
        <source>host name</source>
        <translation>Rechnername</translation>
    </message>
    <message>
        <source>terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>read-only root</source>
        <translation>schreibgeschützte Wurzel</translation>
    </message>
    <message>
        <source>volumes</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>gesund</translation>
    </message>
    <message>
        <source>unhealthy</source>
        <translation>krank</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>starting up</source>
        <translation>läuft an</translation>
    </message>
    <message>
        <source>networks</source>
        <translation>Netzwerke</translation>
    </message>
    <message>
        <source>published ports</source>
        <translation>veröffentlichte Ports</translation>
    </message>
    <message>
        <source>Create network</source>
        <translation>Netzwerk anlegen</translation>
    </message>
    <message>
        <source>Delete network</source>
        <translation>Netzwerk löschen</translation>
    </message>
    <message>
        <source>Allow between networks</source>
        <translation>Zwischen Netzwerken erlauben</translation>
    </message>
    <message>
        <source>Deny between networks</source>
        <translation>Zwischen Netzwerken verbieten</translation>
    </message>
</context>
<context>
    <name>Helper</name>
    <message>
        <source>Make a directory for state, journal and the shim&apos;s socket</source>
        <translation>Ein Verzeichnis für Zustand, Journal und den Socket des Shims anlegen</translation>
    </message>
    <message>
        <source>Make a control group for all its processes</source>
        <translation>Eine Kontrollgruppe für alle seine Prozesse anlegen</translation>
    </message>
    <message>
        <source>Keep what it prints in 1 file of %1 at the most</source>
        <translation>Seine Ausgabe in 1 Datei von höchstens %1 aufbewahren</translation>
    </message>
    <message>
        <source>Keep what it prints in %1 files of %2 at the most</source>
        <translation>Seine Ausgabe in %1 Dateien von höchstens %2 aufbewahren</translation>
    </message>
    <message>
        <source>Hand controllers down to the group&apos;s children</source>
        <translation>Controller an die Untergruppen weitergeben</translation>
    </message>
    <message>
        <source>Limit it: %1</source>
        <translation>Ihn begrenzen: %1</translation>
    </message>
    <message>
        <source>Start its first process in new namespaces: %1, born in its control group</source>
        <translation>Seinen ersten Prozess in neuen Namensräumen starten: %1, gleich in seiner Kontrollgruppe</translation>
    </message>
    <message>
        <source>Start its first process in new namespaces: %1</source>
        <translation>Seinen ersten Prozess in neuen Namensräumen starten: %1</translation>
    </message>
    <message>
        <source>no control group: CPU and memory are counted by process</source>
        <translation>keine Kontrollgruppe: CPU und Speicher werden je Prozess gezählt</translation>
    </message>
    <message>
        <source>Enter the namespaces of process %1 and fork</source>
        <translation>Die Namensräume des Prozesses %1 betreten und abspalten</translation>
    </message>
    <message>
        <source>Map its users and groups to ids outside (inside, outside, count): %1</source>
        <translation>Seine Benutzer und Gruppen auf Nummern außen abbilden (innen, außen, Anzahl): %1</translation>
    </message>
    <message>
        <source>one user only: root inside is you outside, all others are nobody</source>
        <translation>nur ein Benutzer: root innen ist der eigene Benutzer außen, alle anderen sind nobody</translation>
    </message>
    <message>
        <source>the storage cannot shift ids: root inside is root outside for files</source>
        <translation>der Speicherort kann Nummern nicht verschieben: root innen ist für Dateien root außen</translation>
    </message>
    <message>
        <source>Hand it %1 layers, their ids shifted by idmapped mounts</source>
        <translation>Ihm %1 Schichten übergeben, die Nummern durch idmapped mounts verschoben</translation>
    </message>
    <message>
        <source>Hand it %1 layers</source>
        <translation>Ihm %1 Schichten übergeben</translation>
    </message>
    <message>
        <source>files of %1 keep their owners and show as nobody&apos;s</source>
        <translation>Dateien aus %1 behalten ihre Eigentümer und erscheinen als nobody</translation>
    </message>
    <message>
        <source>Keep its mounts from reaching the host</source>
        <translation>Seine Einhängungen vom Rechner fernhalten</translation>
    </message>
    <message>
        <source>Open the place where its root will be attached</source>
        <translation>Den Ort öffnen, an den seine Wurzel kommt</translation>
    </message>
    <message>
        <source>Attach the %1 layers in its mount namespace</source>
        <translation>Die %1 Schichten in seinem Mount-Namensraum einhängen</translation>
    </message>
    <message>
        <source>Become user and group %1 inside</source>
        <translation>Innen Benutzer und Gruppe %1 werden</translation>
    </message>
    <message>
        <source>Stack a writable layer on 1 read-only layer</source>
        <translation>Eine beschreibbare Schicht auf 1 nur lesbare legen</translation>
    </message>
    <message>
        <source>Stack a writable layer on %1 read-only layers</source>
        <translation>Eine beschreibbare Schicht auf %1 nur lesbare legen</translation>
    </message>
    <message>
        <source>Make the writable layer its root directory</source>
        <translation>Die beschreibbare Schicht zu seinem Wurzelverzeichnis machen</translation>
    </message>
    <message>
        <source>not shown of this system: %1 and %2 more</source>
        <translation>von diesem System nicht gezeigt: %1 und %2 weitere</translation>
    </message>
    <message>
        <source>not shown of this system: %1</source>
        <translation>von diesem System nicht gezeigt: %1</translation>
    </message>
    <message>
        <source>Stack the writable layer&apos;s %1 on this system&apos;s</source>
        <translation>Das %1 der beschreibbaren Schicht auf das dieses Systems legen</translation>
    </message>
    <message>
        <source>Show this system&apos;s %1 as it is, read-only</source>
        <translation>Das %1 dieses Systems zeigen, wie es ist, nur lesbar</translation>
    </message>
    <message>
        <source>Hide %1 paths of this system</source>
        <translation>%1 Pfade dieses Systems verbergen</translation>
    </message>
    <message>
        <source>cannot be written in: other file systems are mounted in it, such as %1</source>
        <translation>darin kann nicht geschrieben werden: andere Dateisysteme sind darin eingehängt, etwa %1</translation>
    </message>
    <message>
        <source>cannot be written in: its file system %1 cannot be a layer</source>
        <translation>darin kann nicht geschrieben werden: sein Dateisystem %1 kann keine Schicht sein</translation>
    </message>
    <message>
        <source>Mount %1 on %2</source>
        <translation>%1 auf %2 einhängen</translation>
    </message>
    <message>
        <source>Give it the device %1</source>
        <translation>Ihm das Gerät %1 geben</translation>
    </message>
    <message>
        <source>Link %1 to %2</source>
        <translation>%1 auf %2 verweisen lassen</translation>
    </message>
    <message>
        <source>Hide %1 paths of the kernel</source>
        <translation>%1 Pfade des Kernels verbergen</translation>
    </message>
    <message>
        <source>Make %1 paths of the kernel read-only</source>
        <translation>%1 Pfade des Kernels nur lesbar machen</translation>
    </message>
    <message>
        <source>Make the layers its root and let go of the host&apos;s</source>
        <translation>Die Schichten zu seiner Wurzel machen und die des Rechners loslassen</translation>
    </message>
    <message>
        <source>Make its root read-only</source>
        <translation>Seine Wurzel nur lesbar machen</translation>
    </message>
    <message>
        <source>Name it %1</source>
        <translation>Ihn %1 nennen</translation>
    </message>
    <message>
        <source>Bring up the network interface %1</source>
        <translation>Die Netzwerkschnittstelle %1 einschalten</translation>
    </message>
    <message>
        <source>Limit %1 of each process to %2</source>
        <translation>%1 jedes Prozesses auf %2 begrenzen</translation>
    </message>
    <message>
        <source>Give it pipes for input, output and errors</source>
        <translation>Ihm Pipes für Eingabe, Ausgabe und Fehler geben</translation>
    </message>
    <message>
        <source>Give it a terminal from its own /dev/pts</source>
        <translation>Ihm ein Terminal aus seinem eigenen /dev/pts geben</translation>
    </message>
    <message>
        <source>Drop all capabilities but %1</source>
        <translation>Alle Capabilities bis auf %1 abgeben</translation>
    </message>
    <message>
        <source>Let no program gain privileges (no_new_privs)</source>
        <translation>Kein Programm Rechte gewinnen lassen (no_new_privs)</translation>
    </message>
    <message>
        <source>Refuse system calls that change the machine (default profile)</source>
        <translation>Systemaufrufe ablehnen, die den Rechner verändern (Standardprofil)</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Nach %1 gehen</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>%1 ausführen</translation>
    </message>
    <message>
        <source>vitrine-launcher answers</source>
        <translation>vitrine-launcher antwortet</translation>
    </message>
    <message>
        <source>User namespaces</source>
        <translation>Benutzer-Namensräume</translation>
    </message>
    <message>
        <source>root in a container is nobody outside</source>
        <translation>root in einem Container ist außen niemand</translation>
    </message>
    <message>
        <source>Subordinate user ids</source>
        <translation>Untergeordnete Benutzernummern</translation>
    </message>
    <message>
        <source>root gives each container a range of its own</source>
        <translation>root gibt jedem Container einen eigenen Bereich</translation>
    </message>
    <message>
        <source>/etc/subuid lists a range for %1, not used yet: containers have one user, root, that is you outside</source>
        <translation>/etc/subuid nennt einen Bereich für %1, der noch nicht genutzt wird: Container haben einen Benutzer, root, der außen du bist</translation>
    </message>
    <message>
        <source>/etc/subuid lists no range for %1</source>
        <translation>/etc/subuid nennt keinen Bereich für %1</translation>
    </message>
    <message>
        <source>Control groups</source>
        <translation>Kontrollgruppen</translation>
    </message>
    <message>
        <source>groups are made under %1</source>
        <translation>Gruppen entstehen unter %1</translation>
    </message>
    <message>
        <source>Memory limit</source>
        <translation>Speichergrenze</translation>
    </message>
    <message>
        <source>CPU limit</source>
        <translation>CPU-Grenze</translation>
    </message>
    <message>
        <source>Process limit</source>
        <translation>Prozessgrenze</translation>
    </message>
    <message>
        <source>Disk limit</source>
        <translation>Datenträgergrenze</translation>
    </message>
    <message>
        <source>controller %1 is there</source>
        <translation>der Controller %1 ist da</translation>
    </message>
    <message>
        <source>cgroup v2 at %1 has no %2 controller</source>
        <translation>cgroup v2 unter %1 hat keinen Controller %2</translation>
    </message>
    <message>
        <source>Shifted ids on layers</source>
        <translation>Verschobene Nummern auf Schichten</translation>
    </message>
    <message>
        <source>files of a container belong to ids of its own outside</source>
        <translation>Dateien eines Containers gehören außen eigenen Nummern</translation>
    </message>
    <message>
        <source>the file system of Vitrine&apos;s storage cannot do idmapped mounts: root in a container is root for its files</source>
        <translation>das Dateisystem von Vitrines Speicherort kann keine idmapped mounts: root in einem Container ist für seine Dateien root</translation>
    </message>
    <message>
        <source>only root can make idmapped mounts; not needed for your own containers</source>
        <translation>nur root kann idmapped mounts; für eigene Container nicht nötig</translation>
    </message>
    <message>
        <source>keep the storage on ext4, xfs or btrfs</source>
        <translation>den Speicherort auf ext4, xfs oder btrfs halten</translation>
    </message>
    <message>
        <source>System call filter</source>
        <translation>Systemaufruf-Filter</translation>
    </message>
    <message>
        <source>the default profile is loaded in every container</source>
        <translation>das Standardprofil wird in jedem Container geladen</translation>
    </message>
    <message>
        <source>this kernel was built without seccomp filters</source>
        <translation>dieser Kernel wurde ohne seccomp-Filter gebaut</translation>
    </message>
    <message>
        <source>KVM virtual machines</source>
        <translation>Virtuelle Maschinen mit KVM</translation>
    </message>
    <message>
        <source>/dev/kvm can be opened</source>
        <translation>/dev/kvm lässt sich öffnen</translation>
    </message>
    <message>
        <source>switch on virtualization (VT-x, AMD-V) in the firmware and load kvm_intel or kvm_amd</source>
        <translation>Virtualisierung (VT-x, AMD-V) in der Firmware einschalten und kvm_intel oder kvm_amd laden</translation>
    </message>
    <message>
        <source>A small Linux: one program with a shell and some 250 commands</source>
        <translation>Ein kleines Linux: ein Programm mit einer Shell und etwa 250 Befehlen</translation>
    </message>
    <message>
        <source>busybox and its applets</source>
        <translation>busybox und seine Applets</translation>
    </message>
    <message>
        <source>This computer&apos;s own programs, read-only, with a writable layer</source>
        <translation>Die Programme dieses Rechners, nur lesbar, mit einer beschreibbaren Schicht</translation>
    </message>
    <message>
        <source>this computer&apos;s root file system</source>
        <translation>das Wurzeldateisystem dieses Rechners</translation>
    </message>
    <message>
        <source>the root file system has other mounts in it, and overlayfs takes such a layer from root only: use the system helper, or the image busybox</source>
        <translation>im Wurzeldateisystem ist anderes eingehängt, und overlayfs nimmt eine solche Schicht nur von root: den Helfer des Systems oder das Abbild busybox verwenden</translation>
    </message>
    <message>
        <source>/bin/busybox is not a static program; install busybox-static</source>
        <translation>/bin/busybox ist kein statisches Programm; busybox-static installieren</translation>
    </message>
    <message>
        <source>killed by %1</source>
        <translation>durch %1 beendet</translation>
    </message>
    <message>
        <source>exited with status %1</source>
        <translation>mit Status %1 beendet</translation>
    </message>
    <message>
        <source>Launcher</source>
        <translation>Launcher</translation>
    </message>
    <message>
        <source>Make the image %1 ready</source>
        <translation>Das Abbild %1 bereitstellen</translation>
    </message>
    <message>
        <source>Make an empty writable layer for it</source>
        <translation>Eine leere schreibbare Schicht für ihn anlegen</translation>
    </message>
    <message>
        <source>Hide in it what does not belong in a container</source>
        <translation>Darin verbergen, was nicht in einen Container gehört</translation>
    </message>
    <message>
        <source>Write down what it is, so that a power cut keeps it</source>
        <translation>Aufschreiben, was er ist, sodass es einen Stromausfall übersteht</translation>
    </message>
    <message>
        <source>Give it its place, all at once</source>
        <translation>Ihn an seinen Platz bringen, in einem Zug</translation>
    </message>
    <message>
        <source>Make its network namespace side by side with what follows</source>
        <translation>Seinen Netzwerk-Namensraum anlegen, neben dem, was folgt</translation>
    </message>
    <message>
        <source>Enter its network namespace</source>
        <translation>Seinen Netzwerk-Namensraum betreten</translation>
    </message>
    <message>
        <source>See that what it has in use fits into %1 bytes</source>
        <translation>Prüfen, dass das Belegte in %1 Bytes passt</translation>
    </message>
    <message>
        <source>if cgroup v1 holds it, boot with systemd.unified_cgroup_hierarchy=1</source>
        <translation>wenn cgroup v1 ihn hält, mit systemd.unified_cgroup_hierarchy=1 starten</translation>
    </message>
    <message>
        <source>the %1 controller is not delegated to %2</source>
        <translation>der Controller %1 ist nicht an %2 delegiert</translation>
    </message>
    <message>
        <source>as root, write &quot;[Service]&quot; and &quot;Delegate=cpu cpuset io memory pids&quot; in /etc/systemd/system/user@.service.d/delegate.conf, then log in again</source>
        <translation>als root „[Service]“ und „Delegate=cpu cpuset io memory pids“ in /etc/systemd/system/user@.service.d/delegate.conf schreiben, dann neu anmelden</translation>
    </message>
    <message>
        <source>systemd hands the hugetlb controller down to nobody</source>
        <translation>systemd gibt den Controller hugetlb an niemanden weiter</translation>
    </message>
    <message>
        <source>have the launcher of root run outside of systemd&apos;s units</source>
        <translation>den Launcher von root außerhalb der Units von systemd laufen lassen</translation>
    </message>
    <message>
        <source>Disk shares</source>
        <translation>Anteile an Datenträgern</translation>
    </message>
    <message>
        <source>Processor choice</source>
        <translation>Wahl der Prozessoren</translation>
    </message>
    <message>
        <source>Huge page limit</source>
        <translation>Grenze für große Seiten</translation>
    </message>
    <message>
        <source>%1 decides between containers</source>
        <translation>%1 entscheidet zwischen Containern</translation>
    </message>
    <message>
        <source>no disk here shares by weight</source>
        <translation>kein Datenträger hier teilt nach Gewicht</translation>
    </message>
    <message>
        <source>choose the scheduler bfq in /sys/block/DISK/queue</source>
        <translation>den Scheduler bfq in /sys/block/DISK/queue wählen</translation>
    </message>
    <message>
        <source>killed for lack of memory</source>
        <translation>aus Speichermangel beendet</translation>
    </message>
    <message>
        <source>Let this computer pass packets of IPv%1 on between its interfaces</source>
        <translation>Diesen Rechner Pakete von IPv%1 zwischen seinen Schnittstellen weiterreichen lassen</translation>
    </message>
    <message>
        <source>Make Vitrine&apos;s own table of firewall rules where it is missing</source>
        <translation>Vitrines eigene Tabelle von Firewall-Regeln anlegen, wo sie fehlt</translation>
    </message>
    <message>
        <source>Make a bridge with the addresses %1</source>
        <translation>Eine Bridge mit den Adressen %1 anlegen</translation>
    </message>
    <message>
        <source>Make a bridge with the address %1</source>
        <translation>Eine Bridge mit der Adresse %1 anlegen</translation>
    </message>
    <message>
        <source>Let ports of 127.0.0.1 lead into the network</source>
        <translation>Ports von 127.0.0.1 in das Netzwerk führen lassen</translation>
    </message>
    <message>
        <source>Keep other networks out and this one in</source>
        <translation>Andere Netzwerke fernhalten und dieses nicht hinauslassen</translation>
    </message>
    <message>
        <source>Keep others out; what leaves it gets this computer&apos;s address</source>
        <translation>Andere fernhalten; was hinausgeht, bekommt die Adresse dieses Rechners</translation>
    </message>
    <message>
        <source>Keep other networks of Vitrine apart from it; what leaves it keeps its address</source>
        <translation>Andere Netzwerke von Vitrine davon trennen; was hinausgeht, behält seine Adresse</translation>
    </message>
    <message>
        <source>Connect its %1 with the bridge %2 by a veth pair</source>
        <translation>Sein %1 durch ein veth-Paar mit der Bridge %2 verbinden</translation>
    </message>
    <message>
        <source>Lead ports of this computer to it: %1</source>
        <translation>Ports dieses Rechners zu ihm führen: %1</translation>
    </message>
    <message>
        <source>Give %1 its addresses %2</source>
        <translation>%1 die Adressen %2 geben</translation>
    </message>
    <message>
        <source>Give %1 its address %2</source>
        <translation>%1 die Adresse %2 geben</translation>
    </message>
    <message>
        <source>Networks of containers</source>
        <translation>Netzwerke von Containern</translation>
    </message>
    <message>
        <source>Bridges, NAT and published ports can be made</source>
        <translation>Bridges, NAT und veröffentlichte Ports können angelegt werden</translation>
    </message>
    <message>
        <source>its interfaces go on taking router advertisements (accept_ra = 2)</source>
        <translation>seine Schnittstellen nehmen weiter Router-Ankündigungen an (accept_ra = 2)</translation>
    </message>
    <message>
        <source>Serve no names in it</source>
        <translation>Darin keine Namen beantworten</translation>
    </message>
    <message>
        <source>Serve the names of its containers, NAME.%1, and addresses for those who ask</source>
        <translation>Die Namen seiner Container beantworten, NAME.%1, und Adressen vergeben, wo jemand fragt</translation>
    </message>
    <message>
        <source>Let everybody in it use ping</source>
        <translation>Darin jeden ping verwenden lassen</translation>
    </message>
    <message>
        <source>Show a file of this start as %1</source>
        <translation>Eine Datei dieses Starts als %1 zeigen</translation>
    </message>
    <message>
        <source>Let nothing lead out of it any more</source>
        <translation>Nichts mehr hinausführen lassen</translation>
    </message>
    <message>
        <source>Let its way out lead through %1</source>
        <translation>Seinen Weg hinaus über %1 führen</translation>
    </message>
    <message>
        <source>Let it reach its own published ports</source>
        <translation>Ihn seine eigenen veröffentlichten Ports erreichen lassen</translation>
    </message>
    <message>
        <source>Lead ports of this computer to it no more: %1</source>
        <translation>Ports dieses Rechners nicht mehr zu ihm führen: %1</translation>
    </message>
    <message>
        <source>Take its %1 off the bridge %2</source>
        <translation>Sein %1 von der Bridge %2 trennen</translation>
    </message>
    <message>
        <source>Names in networks</source>
        <translation>Namen in Netzwerken</translation>
    </message>
    <message>
        <source>Containers find each other by name (dnsmasq)</source>
        <translation>Container finden einander beim Namen (dnsmasq)</translation>
    </message>
    <message>
        <source>dnsmasq is not installed: containers find each other by address only</source>
        <translation>dnsmasq ist nicht installiert: Container finden einander nur über Adressen</translation>
    </message>
    <message>
        <source>An ordinary user&apos;s containers are in no network</source>
        <translation>Container gewöhnlicher Benutzer sind in keinem Netzwerk</translation>
    </message>
    <message>
        <source>Install the package dnsmasq-base</source>
        <translation>Installieren Sie das Paket dnsmasq-base</translation>
    </message>
    <message>
        <source>no names: dnsmasq is not installed, install dnsmasq-base</source>
        <translation>keine Namen: dnsmasq ist nicht installiert, installieren Sie dnsmasq-base</translation>
    </message>
    <message>
        <source>Have the firewall rules of %1 let it pass</source>
        <translation>Die Firewall-Regeln von %1 es durchlassen lassen</translation>
    </message>
    <message>
        <source>Leave other firewall rules as they are</source>
        <translation>Andere Firewall-Regeln lassen, wie sie sind</translation>
    </message>
    <message>
        <source>firewalld rejects its packets: as root, firewall-cmd --zone=trusted --add-interface=%1</source>
        <translation>firewalld weist seine Pakete ab: als root firewall-cmd --zone=trusted --add-interface=%1</translation>
    </message>
    <message>
        <source>the firewall rules of %1 drop its packets: make it anew and allow forwarding to be changed</source>
        <translation>die Firewall-Regeln von %1 verwerfen seine Pakete: neu anlegen und erlauben, dass die Weiterleitung geändert wird</translation>
    </message>
    <message>
        <source>the chain %1 drops its packets: let it accept what comes from and goes to %2</source>
        <translation>die Kette %1 verwirft seine Pakete: was von %2 kommt und dorthin geht, muss sie annehmen</translation>
    </message>
    <message>
        <source>The way goes in circles</source>
        <translation>Der Weg geht im Kreis</translation>
    </message>
    <message>
        <source>Passes nothing on between its interfaces: %1 is off</source>
        <translation>Reicht zwischen seinen Schnittstellen nichts weiter: %1 ist aus</translation>
    </message>
    <message>
        <source>No route to %1: it is for many, not for one</source>
        <translation>Keine Route zu %1: Die Adresse gilt vielen, nicht einem</translation>
    </message>
    <message>
        <source>No route to %1: %2</source>
        <translation>Keine Route zu %1: %2</translation>
    </message>
    <message>
        <source>Dropped: answers to %1 would leave by another interface</source>
        <translation>Verworfen: Antworten an %1 gingen über eine andere Schnittstelle hinaus</translation>
    </message>
    <message>
        <source>Dropped: %1 is no sender that can be here</source>
        <translation>Verworfen: %1 kann hier kein Absender sein</translation>
    </message>
    <message>
        <source>Delivered to this computer</source>
        <translation>Diesem Rechner zugestellt</translation>
    </message>
    <message>
        <source>Delivered to %1; nobody there listens on %2, so it is refused</source>
        <translation>%1 zugestellt; dort hört niemand auf %2, daher wird es abgelehnt</translation>
    </message>
    <message>
        <source>Delivered to %1</source>
        <translation>%1 zugestellt</translation>
    </message>
    <message>
        <source>Nothing is published on %1 of %2, and no program of this computer listens there</source>
        <translation>Auf %1 von %2 ist nichts veröffentlicht, und kein Programm dieses Rechners hört dort zu</translation>
    </message>
    <message>
        <source>To %1 by %2, through the gateway %3</source>
        <translation>Zu %1 über %2, durch das Gateway %3</translation>
    </message>
    <message>
        <source>To %1 by %2, directly</source>
        <translation>Zu %1 über %2, unmittelbar</translation>
    </message>
    <message>
        <source>What comes from %1 stays where it is</source>
        <translation>Was von %1 kommt, bleibt, wo es ist</translation>
    </message>
    <message>
        <source>Leaves this computer by %1 through the gateway %2</source>
        <translation>Verlässt diesen Rechner über %1 durch das Gateway %2</translation>
    </message>
    <message>
        <source>Leaves this computer by %1 to its neighbour %2</source>
        <translation>Verlässt diesen Rechner über %1 zu seinem Nachbarn %2</translation>
    </message>
    <message>
        <source>Leaves by %1, which is no end of a veth pair of the host</source>
        <translation>Geht über %1 hinaus, kein Ende eines veth-Paares dieses Rechners</translation>
    </message>
    <message>
        <source>Through the veth pair %1 and %2</source>
        <translation>Durch das veth-Paar %1 und %2</translation>
    </message>
    <message>
        <source>The bridge %1 itself has %2</source>
        <translation>Die Bridge %1 selbst hat %2</translation>
    </message>
    <message>
        <source>%1 does not send back to %2 what came from there</source>
        <translation>%1 schickt nicht an %2 zurück, was von dort kam</translation>
    </message>
    <message>
        <source>The bridge %1 sends it to %2, once %3 was asked for at all ports</source>
        <translation>Die Bridge %1 schickt es an %2, sobald an allen Anschlüssen nach %3 gefragt ist</translation>
    </message>
    <message>
        <source>The bridge %1 sends it to %2, behind which it has seen %3</source>
        <translation>Die Bridge %1 schickt es an %2, hinter dem sie %3 gesehen hat</translation>
    </message>
    <message>
        <source>The bridge %1 sends it to %2 and all others: it has not seen %3 lately</source>
        <translation>Die Bridge %1 schickt es an %2 und alle anderen: %3 hat sie in letzter Zeit nicht gesehen</translation>
    </message>
    <message>
        <source>Leaves the bridge %1 by %2 to %3</source>
        <translation>Verlässt die Bridge %1 über %2 zu %3</translation>
    </message>
    <message>
        <source>Nobody on the bridge %1 has %2</source>
        <translation>Niemand an der Bridge %1 hat %2</translation>
    </message>
    <message>
        <source>%1 is published: it goes to %2 port %3</source>
        <translation>%1 ist veröffentlicht: Es geht an %2 Port %3</translation>
    </message>
    <message>
        <source>May meet a rule that is not understood: %1</source>
        <translation>Trifft vielleicht eine Regel, die nicht verstanden wird: %1</translation>
    </message>
    <message>
        <source>Dropped by the rule: %1</source>
        <translation>Verworfen von der Regel: %1</translation>
    </message>
    <message>
        <source>Passes by the rule: %1</source>
        <translation>Durchgelassen von der Regel: %1</translation>
    </message>
    <message>
        <source>Goes on as from %1, by the rule: %2</source>
        <translation>Geht weiter wie von %1, nach der Regel: %2</translation>
    </message>
    <message>
        <source>May be dropped by the table %1, chain %2: it drops what its rules do not let pass</source>
        <translation>Wird vielleicht von der Tabelle %1, Kette %2, verworfen: Sie verwirft, was ihre Regeln nicht durchlassen</translation>
    </message>
    <message>
        <source>a container of another user</source>
        <translation>ein Container eines anderen Benutzers</translation>
    </message>
    <message>
        <source>It was answered</source>
        <translation>Es wurde beantwortet</translation>
    </message>
    <message>
        <source>It arrived, and was refused: nobody listens there</source>
        <translation>Es kam an und wurde abgelehnt: Dort hört niemand zu</translation>
    </message>
    <message>
        <source>It could not be sent, or not be delivered: %1</source>
        <translation>Es konnte nicht gesendet oder nicht zugestellt werden: %1</translation>
    </message>
    <message>
        <source>Nothing came back, which says nothing: who listens need not answer</source>
        <translation>Nichts kam zurück, was nichts sagt: Wer zuhört, muss nicht antworten</translation>
    </message>
    <message>
        <source>Nothing came back in %1 seconds</source>
        <translation>In %1 Sekunden kam nichts zurück</translation>
    </message>
    <message>
        <source>Make a network namespace of your own for all your networks, where it is missing</source>
        <translation>Einen eigenen Netzwerk-Namensraum für alle Ihre Netzwerke anlegen, wo er fehlt</translation>
    </message>
    <message>
        <source>Have slirp4netns send what leaves it, as you</source>
        <translation>Was ihn verlässt, von slirp4netns in Ihrem Namen senden lassen</translation>
    </message>
    <message>
        <source>its user namespace is below that of your networks</source>
        <translation>sein Benutzer-Namensraum liegt unter dem Ihrer Netzwerke</translation>
    </message>
    <message>
        <source>An ordinary user&apos;s networks need user namespaces</source>
        <translation>Die Netzwerke eines gewöhnlichen Benutzers brauchen Benutzer-Namensräume</translation>
    </message>
    <message>
        <source>Bridges of your own; nothing leads out of them</source>
        <translation>Eigene Bridges; nichts führt hinaus</translation>
    </message>
    <message>
        <source>Install the package slirp4netns</source>
        <translation>Das Paket slirp4netns installieren</translation>
    </message>
    <message>
        <source>%1 is down</source>
        <translation>%1 ist aus</translation>
    </message>
    <message>
        <source>Let connections from it lead to the network of %1</source>
        <translation>Verbindungen daraus in das Netzwerk von %1 führen lassen</translation>
    </message>
    <message>
        <source>Let it be sent as much as there is</source>
        <translation>Ihm so viel zuleiten, wie da ist</translation>
    </message>
    <message>
        <source>Let it be sent at most %1</source>
        <translation>Ihm höchstens %1 zuleiten</translation>
    </message>
    <message>
        <source>Let its %1 send as much as there is</source>
        <translation>Sein %1 so viel senden lassen, wie da ist</translation>
    </message>
    <message>
        <source>Let its %1 send at most %2</source>
        <translation>Sein %1 höchstens %2 senden lassen</translation>
    </message>
    <message>
        <source>Let its %1 pass packets again</source>
        <translation>Sein %1 wieder Pakete durchlassen</translation>
    </message>
    <message>
        <source>Let nothing pass its %1</source>
        <translation>Sein %1 nichts durchlassen</translation>
    </message>
    <message>
        <source>Connect its %1 with the bridge %2 again</source>
        <translation>Sein %1 wieder mit der Bridge %2 verbinden</translation>
    </message>
    <message>
        <source>Bridges of your own; slirp4netns leads out of them</source>
        <translation>Eigene Bridges; slirp4netns führt hinaus</translation>
    </message>
    <message>
        <source>Use the interface %1 of this computer; it stays as it is</source>
        <translation>Die Schnittstelle %1 dieses Rechners verwenden; sie bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>Use the bridge %1 of this computer; it stays as it is</source>
        <translation>Die Bridge %1 dieses Rechners verwenden; sie bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>this computer and its containers do not reach each other: the kernel passes nothing between an interface and its macvlan interfaces</source>
        <translation>dieser Rechner und seine Container erreichen einander nicht: der Kernel reicht zwischen einer Schnittstelle und ihren Macvlan-Schnittstellen nichts weiter</translation>
    </message>
    <message>
        <source>its containers are in the network outside: no rules of Vitrine guard them</source>
        <translation>seine Container sind im Netz draußen: keine Regeln von Vitrine schützen sie</translation>
    </message>
    <message>
        <source>Put its %1 on %2 by macvlan</source>
        <translation>Sein %1 mit Macvlan auf %2 setzen</translation>
    </message>
    <message>
        <source>it takes addresses and a way out of IPv6 that routers there announce</source>
        <translation>es nimmt IPv6-Adressen und den Weg hinaus an, die Router dort bekanntgeben</translation>
    </message>
    <message>
        <source>there is no interface &apos;%1&apos; on this computer: &quot;ip link&quot; lists them</source>
        <translation>auf diesem Rechner gibt es keine Schnittstelle „%1“: „ip link“ zählt sie auf</translation>
    </message>
    <message>
        <source>%1 is down: ip link set %2 up</source>
        <translation>%1 ist abgeschaltet: ip link set %2 up</translation>
    </message>
    <message>
        <source>%1 is connected with nothing</source>
        <translation>%1 ist mit nichts verbunden</translation>
    </message>
    <message>
        <source>Take its %1 off %2</source>
        <translation>Sein %1 von %2 nehmen</translation>
    </message>
</context>
<context>
    <name>LimitTexts</name>
    <message>
        <source>reads %1/s</source>
        <translation>liest %1/s</translation>
    </message>
    <message>
        <source>writes %1/s</source>
        <translation>schreibt %1/s</translation>
    </message>
    <message>
        <source>%1 reads/s</source>
        <translation>%1 Lesezugriffe/s</translation>
    </message>
    <message>
        <source>%1 writes/s</source>
        <translation>%1 Schreibzugriffe/s</translation>
    </message>
    <message>
        <source>slowed down above %1</source>
        <translation>gebremst über %1</translation>
    </message>
    <message>
        <source>%1 taken from it last</source>
        <translation>%1 zuletzt entzogen</translation>
    </message>
    <message>
        <source>%1 never taken from it</source>
        <translation>%1 nie entzogen</translation>
    </message>
    <message>
        <source>swap %1</source>
        <translation>Auslagerung %1</translation>
    </message>
    <message>
        <source>out of memory, all its processes end</source>
        <translation>bei Speichermangel enden alle seine Prozesse</translation>
    </message>
    <message>
        <source>share of the processors %1</source>
        <translation>Anteil an den Prozessoren %1</translation>
    </message>
    <message>
        <source>on processors %1</source>
        <translation>auf den Prozessoren %1</translation>
    </message>
    <message>
        <source>memory of nodes %1</source>
        <translation>Speicher der Knoten %1</translation>
    </message>
    <message>
        <source>share of the disks %1</source>
        <translation>Anteil an den Datenträgern %1</translation>
    </message>
    <message>
        <source>huge pages of %1: %2</source>
        <translation>große Seiten von %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es) killed for lack of memory</source>
        <translation>
            <numerusform>%n Prozess aus Speichermangel beendet</numerusform>
            <numerusform>%n Prozesse aus Speichermangel beendet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new process(es) refused</source>
        <translation>
            <numerusform>%n neuer Prozess abgelehnt</numerusform>
            <numerusform>%n neue Prozesse abgelehnt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>slowed down %n time(s) for its memory</source>
        <translation>
            <numerusform>%n-mal wegen Speicher gebremst</numerusform>
            <numerusform>%n-mal wegen Speicher gebremst</numerusform>
        </translation>
    </message>
    <message>
        <source>The kernel killed process %1 (%2).</source>
        <translation>Der Kernel hat Prozess %1 (%2) beendet.</translation>
    </message>
    <message numerus="yes">
        <source>The kernel killed %n process(es).</source>
        <translation>
            <numerusform>Der Kernel hat %n Prozess beendet.</numerusform>
            <numerusform>Der Kernel hat %n Prozesse beendet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its limit is %1.</source>
        <translation>Seine Grenze ist %1.</translation>
    </message>
    <message>
        <source>%1 was out of memory</source>
        <translation>%1 hatte keinen Speicher mehr</translation>
    </message>
    <message>
        <source>%1 has all the processes that it may have</source>
        <translation>%1 hat alle Prozesse, die es haben darf</translation>
    </message>
    <message>
        <source>The kernel refused a new one. Its limit is %1.</source>
        <translation>Der Kernel hat einen neuen abgelehnt. Seine Grenze ist %1.</translation>
    </message>
</context>
<context>
    <name>LinkModel</name>
    <message>
        <source>down (switched off)</source>
        <translation>inaktiv (ausgeschaltet)</translation>
    </message>
    <message>
        <source>up</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>down (other end is down)</source>
        <translation>inaktiv (die Gegenseite ist inaktiv)</translation>
    </message>
    <message>
        <source>down (no carrier)</source>
        <translation>inaktiv (kein Träger)</translation>
    </message>
</context>
<context>
    <name>NamespaceTypes</name>
    <message>
        <source>Mount namespace</source>
        <translation>Mount-Namensraum</translation>
    </message>
    <message>
        <source>mnt: a table of mounts of its own, and so its own view of files</source>
        <translation>mnt: eigene Einhängetabelle und damit eine eigene Sicht auf Dateien</translation>
    </message>
    <message>
        <source>UTS namespace</source>
        <translation>UTS-Namensraum</translation>
    </message>
    <message>
        <source>uts: a host name and a domain name of its own</source>
        <translation>uts: eigener Rechner- und Domänenname</translation>
    </message>
    <message>
        <source>IPC namespace</source>
        <translation>IPC-Namensraum</translation>
    </message>
    <message>
        <source>ipc: System V shared memory, semaphores and POSIX message queues of its own</source>
        <translation>ipc: eigener gemeinsamer Speicher nach System V, Semaphore und POSIX-Nachrichtenschlangen</translation>
    </message>
    <message>
        <source>PID namespace</source>
        <translation>PID-Namensraum</translation>
    </message>
    <message>
        <source>pid: process numbers of its own, from 1; nests in its parent, which sees its processes, too</source>
        <translation>pid: eigene Prozessnummern ab 1; liegt im übergeordneten, der seine Prozesse auch sieht</translation>
    </message>
    <message>
        <source>Network namespace</source>
        <translation>Netzwerk-Namensraum</translation>
    </message>
    <message>
        <source>net: interfaces, addresses, routes, firewall and ports of its own</source>
        <translation>net: eigene Schnittstellen, Adressen, Routen, Firewall und Ports</translation>
    </message>
    <message>
        <source>User namespace</source>
        <translation>Benutzer-Namensraum</translation>
    </message>
    <message>
        <source>user: users and capabilities of its own; nests, and owns the other namespaces made in it</source>
        <translation>user: eigene Benutzer und Capabilities; verschachtelt, und ihm gehören die darin angelegten Namensräume</translation>
    </message>
    <message>
        <source>Control group namespace</source>
        <translation>Kontrollgruppen-Namensraum</translation>
    </message>
    <message>
        <source>cgroup: sees its own control group as the root of the tree</source>
        <translation>cgroup: sieht seine eigene Kontrollgruppe als Wurzel des Baums</translation>
    </message>
    <message>
        <source>Time namespace</source>
        <translation>Zeit-Namensraum</translation>
    </message>
    <message>
        <source>time: offsets of its own for the monotonic and the boot-time clock</source>
        <translation>time: eigene Versätze der monotonen Uhr und der Uhr seit dem Start</translation>
    </message>
</context>
<context>
    <name>NetworkPlug</name>
    <message>
        <source>“%1” is in “%2” already.</source>
        <translation>„%1“ ist schon in „%2“.</translation>
    </message>
    <message>
        <source>To the owner of “%1” another network is called “%2”, or they have none.</source>
        <translation>Für den Eigentümer von „%1“ heißt ein anderes Netzwerk „%2“, oder er hat keines.</translation>
    </message>
    <message>
        <source>Published ports of “%1” lead through “%2”, the only network that it is in: remove them first, by Edit.</source>
        <translation>Veröffentlichte Ports von „%1“ führen durch „%2“, sein einziges Netzwerk: zuerst diese unter „Bearbeiten“ entfernen.</translation>
    </message>
</context>
<context>
    <name>NetworkTexts</name>
    <message>
        <source>%1: %2 (%3)</source>
        <translation>%1: %2 (%3)</translation>
    </message>
    <message>
        <source>NAT</source>
        <translation>NAT</translation>
    </message>
    <message>
        <source>isolated</source>
        <translation>isoliert</translation>
    </message>
    <message>
        <source>routed</source>
        <translation>geroutet</translation>
    </message>
    <message>
        <source>What leaves it has this computer&apos;s address; others reach it by published ports.</source>
        <translation>Was hinausgeht, hat die Adresse dieses Rechners; andere erreichen es über veröffentlichte Ports.</translation>
    </message>
    <message>
        <source>Its containers reach each other: there is no way out and none in.</source>
        <translation>Seine Container erreichen einander: Es führt kein Weg hinaus und keiner hinein.</translation>
    </message>
    <message>
        <source>What leaves it keeps its address; others must know the way back.</source>
        <translation>Was hinausgeht, behält seine Adresse; andere müssen den Weg zurück kennen.</translation>
    </message>
    <message>
        <source>that of this computer</source>
        <translation>das dieses Rechners</translation>
    </message>
    <message>
        <source>that of %1</source>
        <translation>das von %1</translation>
    </message>
    <message>
        <source>%1: gets its address when it is started</source>
        <translation>%1: bekommt seine Adresse beim Start</translation>
    </message>
    <message>
        <source>a loopback interface only</source>
        <translation>nur eine Loopback-Schnittstelle</translation>
    </message>
    <message>
        <source>no names: dnsmasq is not installed; install the package dnsmasq-base</source>
        <translation>keine Namen: dnsmasq ist nicht installiert; das Paket dnsmasq-base installieren</translation>
    </message>
    <message>
        <source>no names: %1; it is tried again</source>
        <translation>keine Namen: %1; es wird wieder versucht</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>unplugged</source>
        <translation>ausgesteckt</translation>
    </message>
    <message>
        <source>at most %1 in</source>
        <translation>höchstens %1 hinein</translation>
    </message>
    <message>
        <source>at most %1 out</source>
        <translation>höchstens %1 hinaus</translation>
    </message>
    <message>
        <source>macvlan</source>
        <translation>Macvlan</translation>
    </message>
    <message>
        <source>bridge outside</source>
        <translation>Bridge nach draußen</translation>
    </message>
    <message>
        <source>On an interface of this computer, each with an address outside; this computer itself does not reach them.</source>
        <translation>Auf einer Schnittstelle dieses Rechners, jeder mit einer Adresse draußen; dieser Rechner selbst erreicht sie nicht.</translation>
    </message>
    <message>
        <source>Ports of a bridge that this computer has already, with addresses outside.</source>
        <translation>Anschlüsse einer Bridge, die dieser Rechner schon hat, mit Adressen draußen.</translation>
    </message>
</context>
<context>
    <name>PacketPathTexts</name>
    <message>
        <source>No route</source>
        <translation>Keine Route</translation>
    </message>
    <message>
        <source>Not passed on</source>
        <translation>Nicht weitergereicht</translation>
    </message>
    <message>
        <source>Dropped by a rule</source>
        <translation>Von einer Regel verworfen</translation>
    </message>
    <message>
        <source>Interface down</source>
        <translation>Schnittstelle aus</translation>
    </message>
    <message>
        <source>Not sent back</source>
        <translation>Nicht zurückgeschickt</translation>
    </message>
    <message>
        <source>Nobody there</source>
        <translation>Niemand da</translation>
    </message>
    <message>
        <source>Nobody listens</source>
        <translation>Niemand hört zu</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>geht weiter</translation>
    </message>
    <message>
        <source>may end here</source>
        <translation>endet vielleicht hier</translation>
    </message>
    <message>
        <source>arrives</source>
        <translation>kommt an</translation>
    </message>
    <message>
        <source>ends here</source>
        <translation>endet hier</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Veth pair</source>
        <translation>veth-Paar</translation>
    </message>
    <message>
        <source>Bridge</source>
        <translation>Bridge</translation>
    </message>
    <message>
        <source>NAT</source>
        <translation>NAT</translation>
    </message>
    <message>
        <source>Firewall rule</source>
        <translation>Firewall-Regel</translation>
    </message>
    <message>
        <source>Arrives</source>
        <translation>Kommt an</translation>
    </message>
</context>
<context>
    <name>PacketQuestionTexts</name>
    <message>
        <source>%1 needs a port: write “%2:80”.</source>
        <translation>%1 braucht einen Port: „%2:80“.</translation>
    </message>
    <message>
        <source>“/%1” does not go with %2.</source>
        <translation>„/%1“ passt nicht zu %2.</translation>
    </message>
    <message>
        <source>Ping has no ports: write “%1”.</source>
        <translation>Ping hat keine Ports: „%1“.</translation>
    </message>
    <message>
        <source>“%1” is no container and no IP address.</source>
        <translation>„%1“ ist weder ein Container noch eine IP-Adresse.</translation>
    </message>
    <message>
        <source>“%1” does not run: start it first.</source>
        <translation>„%1“ läuft nicht: zuerst starten.</translation>
    </message>
    <message>
        <source>%1 – %2 in %3</source>
        <translation>%1 – %2 in %3</translation>
    </message>
    <message>
        <source>%1 – published by %2, %3</source>
        <translation>%1 – veröffentlicht von %2, %3</translation>
    </message>
    <message>
        <source>Say where it goes: a container, an address or “host”, with or without a port.</source>
        <translation>Es fehlt, wohin es geht: ein Container, eine Adresse oder „host“, mit oder ohne Port.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>host – this computer</source>
        <translation>host – dieser Rechner</translation>
    </message>
</context>
<context>
    <name>PacketTexts</name>
    <message>
        <source>“%1” is no NAME, ADDRESS, NAME:PORT or ADDRESS:PORT/udp</source>
        <translation>„%1“ ist weder NAME, ADRESSE, NAME:PORT noch ADRESSE:PORT/udp</translation>
    </message>
    <message>
        <source>“%1” is no port: they go from 1 to 65535</source>
        <translation>„%1“ ist kein Port: Es gibt sie von 1 bis 65535</translation>
    </message>
</context>
<context>
    <name>PictureTexts</name>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 lässt sich nicht schreiben: %2</translation>
    </message>
    <message>
        <source>%1 is none of .svg, .png and .json, or there is not enough memory for the image</source>
        <translation>%1 ist weder .svg noch .png noch .json, oder der Speicher reicht für das Bild nicht</translation>
    </message>
</context>
<context>
    <name>ProcessModel</name>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>sleeping</source>
        <translation>schläft</translation>
    </message>
    <message>
        <source>waiting for disk</source>
        <translation>wartet auf Datenträger</translation>
    </message>
    <message>
        <source>zombie</source>
        <translation>Zombie</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>traced</source>
        <translation>verfolgt</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>tot</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>untätig</translation>
    </message>
</context>
<context>
    <name>TopologyDrop</name>
    <message>
        <source>Connect “%1” to “%2”</source>
        <translation>„%1“ mit „%2“ verbinden</translation>
    </message>
    <message>
        <source>Drop “%1” on a network, or on empty space for a new one</source>
        <translation>„%1“ auf einem Netzwerk ablegen, oder auf freier Fläche für ein neues</translation>
    </message>
    <message>
        <source>Make a network for “%1”</source>
        <translation>Ein Netzwerk für „%1“ anlegen</translation>
    </message>
    <message>
        <source>Drop “%1” on a container</source>
        <translation>„%1“ auf einem Container ablegen</translation>
    </message>
    <message>
        <source>Drop it on another network, or on empty space to disconnect “%1” from “%2”</source>
        <translation>Auf einem anderen Netzwerk ablegen, oder auf freier Fläche, um „%1“ von „%2“ zu trennen</translation>
    </message>
    <message>
        <source>Disconnect “%1” from “%2”</source>
        <translation>„%1“ von „%2“ trennen</translation>
    </message>
    <message>
        <source>Move “%1” from “%2” to “%3”</source>
        <translation>„%1“ von „%2“ nach „%3“ umstecken</translation>
    </message>
</context>
<context>
    <name>TopologyFacts</name>
    <message>
        <source>No network: loopback only</source>
        <translation>Kein Netzwerk: nur Loopback</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Network namespace %1</source>
        <translation>Netzwerk-Namespace %1</translation>
    </message>
    <message numerus="yes">
        <source>%n more port(s)</source>
        <translation>
            <numerusform>%n weiterer Port</numerusform>
            <numerusform>%n weitere Ports</numerusform>
        </translation>
    </message>
    <message>
        <source>↓ %1  ↑ %2</source>
        <translation>↓ %1  ↑ %2</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>Network %1 (%2): %3</source>
        <translation>Netzwerk %1 (%2): %3</translation>
    </message>
    <message>
        <source>MAC %1, MTU %2</source>
        <translation>MAC %1, MTU %2</translation>
    </message>
    <message>
        <source>%1 received, %2 sent</source>
        <translation>%1 empfangen, %2 gesendet</translation>
    </message>
    <message numerus="yes">
        <source>%n port(s)</source>
        <translation>
            <numerusform>%n Anschluss</numerusform>
            <numerusform>%n Anschlüsse</numerusform>
        </translation>
    </message>
    <message>
        <source>unfold</source>
        <translation>ausklappen</translation>
    </message>
    <message>
        <source>fold</source>
        <translation>einklappen</translation>
    </message>
    <message>
        <source>The ports of this bridge are folded; Return unfolds them.</source>
        <translation>Die Anschlüsse dieser Bridge sind eingeklappt; die Eingabetaste klappt sie aus.</translation>
    </message>
    <message>
        <source>The ports of this bridge; Return folds them.</source>
        <translation>Die Anschlüsse dieser Bridge; die Eingabetaste klappt sie ein.</translation>
    </message>
    <message>
        <source>%1 → outside</source>
        <translation>%1 → außen</translation>
    </message>
    <message>
        <source>Your networks</source>
        <translation>Eigene Netzwerke</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Known in its network as %1</source>
        <translation>In seinem Netzwerk bekannt als %1</translation>
    </message>
    <message>
        <source>Received with errors: %1, dropped: %2</source>
        <translation>Mit Fehlern empfangen: %1, verworfen: %2</translation>
    </message>
    <message>
        <source>Sent with errors: %1, dropped: %2</source>
        <translation>Mit Fehlern gesendet: %1, verworfen: %2</translation>
    </message>
</context>
<context>
    <name>VolumeSources</name>
    <message>
        <source>%1 cannot be opened</source>
        <translation>%1 lässt sich nicht öffnen</translation>
    </message>
</context>
<context>
    <name>Wireshark</name>
    <message>
        <source>It ended with the status %1.</source>
        <translation>Es endete mit dem Status %1.</translation>
    </message>
    <message>
        <source>It is not installed.</source>
        <translation>Es ist nicht installiert.</translation>
    </message>
    <message>
        <source>%1 cannot be started: %2</source>
        <translation>%1 kann nicht gestartet werden: %2</translation>
    </message>
</context>
<context>
    <name>guiMain</name>
    <message>
        <source>%1 is no command; see --help</source>
        <translation>%1 ist kein Befehl; siehe --help</translation>
    </message>
    <message>
        <source>no helper answered</source>
        <translation>kein Helfer hat geantwortet</translation>
    </message>
</context>
<context>
    <name>vitrine::Captures</name>
    <message>
        <source>Capture packets of %1</source>
        <translation>Pakete von %1 mitschneiden</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>Wireshark</source>
        <translation>Wireshark</translation>
    </message>
</context>
<context>
    <name>vitrine::CapturesStrip</name>
    <message>
        <source>Captures of packets</source>
        <translation>Mitschnitte von Paketen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Stop capturing %1</source>
        <translation>Den Mitschnitt von %1 beenden</translation>
    </message>
    <message>
        <source>Open in Wireshark</source>
        <translation>In Wireshark öffnen</translation>
    </message>
    <message>
        <source>Show %1 in Wireshark</source>
        <translation>%1 in Wireshark zeigen</translation>
    </message>
    <message>
        <source>Close; the file stays</source>
        <translation>Schließen; die Datei bleibt</translation>
    </message>
    <message numerus="yes">
        <source>%n packet(s), %1</source>
        <translation>
            <numerusform>%n Paket, %1</numerusform>
            <numerusform>%n Pakete, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Capturing %1 in %2: %3</source>
        <translation>Schneidet %1 in %2 mit: %3</translation>
    </message>
    <message>
        <source>Captured %1 in %2: %3</source>
        <translation>Mitschnitt von %1 in %2: %3</translation>
    </message>
    <message>
        <source>Capturing %1 in %2 ended after %3: %4</source>
        <translation>Der Mitschnitt von %1 in %2 endete nach %3: %4</translation>
    </message>
</context>
<context>
    <name>vitrine::CgroupModel</name>
    <message>
        <source>❚❚ frozen</source>
        <translation>❚❚ eingefroren</translation>
    </message>
    <message>
        <source>▶ populated</source>
        <translation>▶ belegt</translation>
    </message>
    <message>
        <source>■ empty</source>
        <translation>■ leer</translation>
    </message>
    <message>
        <source>Measured %1</source>
        <translation>Gemessen %1</translation>
    </message>
    <message>
        <source>No limit, or no cpu controller here</source>
        <translation>Keine Grenze, oder hier fehlt der Controller cpu</translation>
    </message>
    <message>
        <source>No limit, or no memory controller here</source>
        <translation>Keine Grenze, oder hier fehlt der Controller memory</translation>
    </message>
    <message>
        <source>No limit, or no pids controller here</source>
        <translation>Keine Grenze, oder hier fehlt der Controller pids</translation>
    </message>
    <message>
        <source>No cpu controller here</source>
        <translation>Hier fehlt der Controller cpu</translation>
    </message>
    <message>
        <source>Throttled for %1 so far, in %2 of %3 periods</source>
        <translation>Bisher %1 gedrosselt, in %2 von %3 Perioden</translation>
    </message>
    <message>
        <source>Control group</source>
        <translation>Kontrollgruppe</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>CPU limit</source>
        <translation>CPU-Grenze</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Memory limit</source>
        <translation>Speichergrenze</translation>
    </message>
    <message>
        <source>Task limit</source>
        <translation>Prozessgrenze</translation>
    </message>
    <message>
        <source>Throttled</source>
        <translation>Gedrosselt</translation>
    </message>
    <message>
        <source>CPU pressure</source>
        <translation>CPU-Druck</translation>
    </message>
    <message>
        <source>Memory pressure</source>
        <translation>Speicherdruck</translation>
    </message>
    <message>
        <source>IO pressure</source>
        <translation>E/A-Druck</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Share of the last 10 s in which some task waited (PSI some avg10)</source>
        <translation>Anteil der letzten 10 s, in dem ein Prozess warten musste (PSI some avg10)</translation>
    </message>
    <message>
        <source>* from the processes: there is no memory controller here</source>
        <translation>* aus den Prozessen: hier fehlt der Controller memory</translation>
    </message>
    <message>
        <source>Container %1</source>
        <translation>Container %1</translation>
    </message>
    <message>
        <source>/ (root control group)</source>
        <translation>/ (oberste Kontrollgruppe)</translation>
    </message>
    <message>
        <source>Processor time of the group and those below it, in percent of one processor</source>
        <translation>Prozessorzeit der Gruppe und derer unter ihr, in Prozent eines Prozessors</translation>
    </message>
</context>
<context>
    <name>vitrine::ChangeModel</name>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>directory</source>
        <translation>Verzeichnis</translation>
    </message>
    <message>
        <source>symlink</source>
        <translation>symbolischer Link</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>fifo</source>
        <translation>FIFO</translation>
    </message>
    <message>
        <source>socket</source>
        <translation>Socket</translation>
    </message>
    <message>
        <source>whiteout</source>
        <translation>Whiteout</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>+ added</source>
        <translation>+ neu</translation>
    </message>
    <message>
        <source>● changed</source>
        <translation>● geändert</translation>
    </message>
    <message>
        <source>− deleted</source>
        <translation>− gelöscht</translation>
    </message>
    <message>
        <source>◐ replaced</source>
        <translation>◐ ersetzt</translation>
    </message>
    <message>
        <source>Not in any lower layer</source>
        <translation>In keiner unteren Schicht</translation>
    </message>
    <message>
        <source>Copied up from a lower layer and changed</source>
        <translation>Aus einer unteren Schicht kopiert und geändert</translation>
    </message>
    <message>
        <source>Whiteout: hides an entry of a lower layer</source>
        <translation>Whiteout: verdeckt einen Eintrag einer unteren Schicht</translation>
    </message>
    <message>
        <source>Opaque directory: hides what the lower layers have in it</source>
        <translation>Undurchsichtiges Verzeichnis: verdeckt, was die unteren Schichten darin haben</translation>
    </message>
</context>
<context>
    <name>vitrine::CommandPalette</name>
    <message>
        <source>Action, view or workload</source>
        <translation>Aktion, Ansicht oder Arbeitslast</translation>
    </message>
    <message>
        <source>Find an action, a view or a workload</source>
        <translation>Eine Aktion, Ansicht oder Arbeitslast finden</translation>
    </message>
    <message>
        <source>What matches</source>
        <translation>Was passt</translation>
    </message>
</context>
<context>
    <name>vitrine::ConnectionActions</name>
    <message>
        <source>Connect %1 to %2</source>
        <translation>%1 mit %2 verbinden</translation>
    </message>
    <message>
        <source>Move %1 from %2 to %3</source>
        <translation>%1 von %2 nach %3 umstecken</translation>
    </message>
    <message>
        <source>Disconnect %1 from %2</source>
        <translation>%1 von %2 trennen</translation>
    </message>
    <message>
        <source>“%1” was moved from “%2” to “%3”.</source>
        <translation>„%1“ wurde von „%2“ nach „%3“ umgesteckt.</translation>
    </message>
    <message>
        <source>“%1” was disconnected from “%2”.</source>
        <translation>„%1“ wurde von „%2“ getrennt.</translation>
    </message>
</context>
<context>
    <name>vitrine::ConnectionSettings</name>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source> Mbit/s</source>
        <extracomment>megabits a second</extracomment>
        <translation> Mbit/s</translation>
    </message>
    <message>
        <source>a free one</source>
        <translation>eine freie</translation>
    </message>
    <message>
        <source>Its IPv4 address in the network</source>
        <translation>Seine IPv4-Adresse im Netzwerk</translation>
    </message>
    <message>
        <source>Its IPv6 address in the network</source>
        <translation>Seine IPv6-Adresse im Netzwerk</translation>
    </message>
    <message>
        <source>one of its own</source>
        <translation>eine eigene</translation>
    </message>
    <message>
        <source>The hardware address of its interface, such as 02:00:5e:00:53:01</source>
        <translation>Die Hardware-Adresse seiner Schnittstelle, etwa 02:00:5e:00:53:01</translation>
    </message>
    <message>
        <source>What it is sent is delayed, and dropped when that is not enough</source>
        <translation>Was ihm gesendet wird, wird verzögert, und verworfen, wenn das nicht reicht</translation>
    </message>
    <message>
        <source>What it sends is delayed, and dropped when that is not enough; with the capability NET_ADMIN it can change that</source>
        <translation>Was er sendet, wird verzögert, und verworfen, wenn das nicht reicht; mit der Berechtigung NET_ADMIN kann er das ändern</translation>
    </message>
    <message>
        <source>&amp;Cable plugged in</source>
        <translation>&amp;Kabel eingesteckt</translation>
    </message>
    <message>
        <source>Unplugged, it keeps its addresses, and nothing passes</source>
        <translation>Ausgesteckt behält er seine Adressen, und nichts kommt durch</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>IPv6 address</source>
        <translation>IPv6-Adresse</translation>
    </message>
    <message>
        <source>MAC address</source>
        <translation>MAC-Adresse</translation>
    </message>
    <message>
        <source>Receives at most</source>
        <translation>Empfängt höchstens</translation>
    </message>
    <message>
        <source>Sends at most</source>
        <translation>Sendet höchstens</translation>
    </message>
    <message>
        <source>Its interface in %1</source>
        <translation>Seine Schnittstelle in %1</translation>
    </message>
</context>
<context>
    <name>vitrine::ConsolePane</name>
    <message>
        <source>Terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>New shell</source>
        <translation>Neue Shell</translation>
    </message>
    <message>
        <source>One more shell in this container (Ctrl+Shift+T)</source>
        <translation>Eine weitere Shell in diesem Container (Strg+Umschalt+T)</translation>
    </message>
    <message>
        <source>As the &amp;container&apos;s user</source>
        <translation>Als &amp;Benutzer des Containers</translation>
    </message>
    <message>
        <source>As &amp;root</source>
        <translation>Als &amp;root</translation>
    </message>
    <message>
        <source>&amp;Other…</source>
        <translation>&amp;Andere …</translation>
    </message>
    <message>
        <source>&amp;Take up</source>
        <translation>&amp;Wieder aufnehmen</translation>
    </message>
</context>
<context>
    <name>vitrine::ConsoleSession</name>
    <message>
        <source>The program was killed by signal %1 (%2).</source>
        <translation>Das Programm wurde durch Signal %1 (%2) beendet.</translation>
    </message>
    <message>
        <source>The program has exited with status %1.</source>
        <translation>Das Programm hat sich mit Status %1 beendet.</translation>
    </message>
</context>
<context>
    <name>vitrine::ConsoleTab</name>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>Neu verbinden</translation>
    </message>
    <message>
        <source>The connection to the console was closed.</source>
        <translation>Die Verbindung zur Konsole wurde geschlossen.</translation>
    </message>
    <message>
        <source>Not sent: the program does not read what is typed.</source>
        <translation>Nicht gesendet: Das Programm liest die Eingabe nicht.</translation>
    </message>
    <message>
        <source>The Tab key goes to the program · Ctrl+Shift+F6 leaves the terminal</source>
        <translation>Die Tab-Taste geht an das Programm · Strg+Umschalt+F6 verlässt das Terminal</translation>
    </message>
    <message>
        <source>Click in the terminal to type</source>
        <translation>Zum Tippen in das Terminal klicken</translation>
    </message>
    <message>
        <source>Connecting to the terminal…</source>
        <translation>Verbindung zum Terminal wird hergestellt …</translation>
    </message>
    <message>
        <source>The terminal is not connected.</source>
        <translation>Das Terminal ist nicht verbunden.</translation>
    </message>
    <message>
        <source>%1 is not running.
Start it to use its terminal here.</source>
        <translation>%1 läuft nicht.
Nach dem Start steht sein Terminal hier.</translation>
    </message>
    <message>
        <source>The container</source>
        <translation>Der Container</translation>
    </message>
</context>
<context>
    <name>vitrine::ContainerChanger</name>
    <message>
        <source>E&amp;dit…</source>
        <translation>&amp;Bearbeiten …</translation>
    </message>
    <message>
        <source>Change command, environment, limits and more</source>
        <translation>Befehl, Umgebungsvariablen, Grenzen und anderes ändern</translation>
    </message>
    <message>
        <source>Re&amp;name…</source>
        <translation>&amp;Umbenennen …</translation>
    </message>
    <message>
        <source>Give the workload another name</source>
        <translation>Der Arbeitslast einen anderen Namen geben</translation>
    </message>
    <message>
        <source>Clo&amp;ne…</source>
        <translation>&amp;Klonen …</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Copy the workload with everything that it wrote (%1)</source>
        <translation>Die Arbeitslast mit allem kopieren, was sie schrieb (%1)</translation>
    </message>
    <message>
        <source>Its files may change while it runs: stop or pause it, then copy it</source>
        <translation>Ihre Dateien können sich ändern, solange sie läuft: erst stoppen oder anhalten, dann kopieren</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>%1 umbenennen</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>Clone %1</source>
        <translation>%1 klonen</translation>
    </message>
    <message>
        <source>&amp;Clone</source>
        <translation>&amp;Klonen</translation>
    </message>
</context>
<context>
    <name>vitrine::ContainerForm</name>
    <message>
        <source>Read-only root file system</source>
        <translation>Wurzeldateisystem nur lesbar</translation>
    </message>
    <message>
        <source>The command gets a terminal</source>
        <translation>Der Befehl bekommt ein Terminal</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>&amp;Abbild</translation>
    </message>
    <message>
        <source>The root file system that it starts from</source>
        <translation>Das Wurzeldateisystem, mit dem er beginnt</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Lower-case letters, digits and hyphens, up to 63</source>
        <translation>Kleinbuchstaben, Ziffern und Bindestriche, bis zu 63</translation>
    </message>
    <message>
        <source>C&amp;ommand</source>
        <translation>&amp;Befehl</translation>
    </message>
    <message>
        <source>Process 1 of the container; empty runs the image&apos;s own</source>
        <translation>Prozess 1 des Containers; leer führt den des Abbilds aus</translation>
    </message>
    <message>
        <source>NAME=value, one a line</source>
        <translation>NAME=Wert, je Zeile einer</translation>
    </message>
    <message>
        <source>as its name</source>
        <translation>wie sein Name</translation>
    </message>
    <message>
        <source>&amp;Environment</source>
        <translation>&amp;Umgebung</translation>
    </message>
    <message>
        <source>Variables that are added to PATH, HOME and TERM</source>
        <translation>Variablen zusätzlich zu PATH, HOME und TERM</translation>
    </message>
    <message>
        <source>&amp;Host name</source>
        <translation>Re&amp;chnername</translation>
    </message>
    <message>
        <source>uts: host name and domain name of its own</source>
        <translation>uts: eigener Rechner- und Domänenname</translation>
    </message>
    <message>
        <source>&amp;Working directory</source>
        <translation>Arbeits&amp;verzeichnis</translation>
    </message>
    <message>
        <source>Where the command starts, an absolute path</source>
        <translation>Wo der Befehl beginnt, ein absoluter Pfad</translation>
    </message>
    <message>
        <source>No image is available.</source>
        <translation>Es ist kein Abbild verfügbar.</translation>
    </message>
    <message>
        <source>There is a workload of this name.</source>
        <translation>Es gibt eine Arbeitslast dieses Namens.</translation>
    </message>
    <message>
        <source>A workload of this name is in the trash until %1.</source>
        <translation>Eine Arbeitslast dieses Namens liegt bis %1 im Papierkorb.</translation>
    </message>
    <message>
        <source>A quote is not closed.</source>
        <translation>Ein Anführungszeichen ist nicht geschlossen.</translation>
    </message>
    <message>
        <source>“%1” is not of the form NAME=value.</source>
        <translation>„%1“ hat nicht die Form NAME=Wert.</translation>
    </message>
    <message>
        <source>Folders of this computer</source>
        <translation>Ordner dieses Computers</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>Abschottung</translation>
    </message>
    <message>
        <source>Health &amp;check</source>
        <translation>Zustands&amp;prüfung</translation>
    </message>
    <message>
        <source>Runs in the container again and again; exit status 0 means healthy</source>
        <translation>Läuft immer wieder im Container; Rückgabewert 0 heißt gesund</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <source>What it prints is written to files of this size; the oldest one goes first</source>
        <translation>Was er ausgibt, steht in Dateien dieser Größe; die älteste verschwindet zuerst</translation>
    </message>
    <message>
        <source>Net&amp;works</source>
        <translation>N&amp;etzwerke</translation>
    </message>
    <message>
        <source>The first of them has the way out and the published ports</source>
        <translation>Das erste von ihnen hat den Weg hinaus und die veröffentlichten Ports</translation>
    </message>
</context>
<context>
    <name>vitrine::ControlGroupsView</name>
    <message>
        <source>Filter control groups</source>
        <translation>Kontrollgruppen filtern</translation>
    </message>
    <message>
        <source>Control groups</source>
        <translation>Kontrollgruppen</translation>
    </message>
    <message>
        <source>Control groups appear here as soon as the helper has looked.</source>
        <translation>Kontrollgruppen erscheinen hier, sobald der Helfer nachgesehen hat.</translation>
    </message>
    <message>
        <source>* measured from the processes: no memory controller here</source>
        <translation>* aus den Prozessen gemessen: hier fehlt der Controller memory</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>Controllers</source>
        <translation>Controller</translation>
    </message>
    <message>
        <source>none here</source>
        <translation>hier keine</translation>
    </message>
    <message>
        <source>CPU limit</source>
        <translation>CPU-Grenze</translation>
    </message>
    <message>
        <source>Memory limit</source>
        <translation>Speichergrenze</translation>
    </message>
    <message>
        <source>Task limit</source>
        <translation>Prozessgrenze</translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation>CPU-Zeit</translation>
    </message>
    <message>
        <source>%1 (user %2, system %3)</source>
        <translation>%1 (Benutzer %2, System %3)</translation>
    </message>
    <message>
        <source>Throttled</source>
        <translation>Gedrosselt</translation>
    </message>
    <message>
        <source>Killed for memory</source>
        <translation>Wegen Speichers beendet</translation>
    </message>
    <message>
        <source>Select a control group to see its limits and its charts.</source>
        <translation>Eine Kontrollgruppe auswählen, um ihre Grenzen und Diagramme zu sehen.</translation>
    </message>
</context>
<context>
    <name>vitrine::DetailPane</name>
    <message>
        <source>Select a workload to look inside.</source>
        <translation>Eine Arbeitslast auswählen, um hineinzusehen.</translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <translation>%1 — %2</translation>
    </message>
    <message>
        <source>Unhealthy</source>
        <translation>Krank</translation>
    </message>
</context>
<context>
    <name>vitrine::EditContainerDialog</name>
    <message>
        <source>&amp;Restart it now</source>
        <translation>&amp;Jetzt neu starten</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Sichern</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
    <message>
        <source>C&amp;ancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>What it wrote is kept.</source>
        <translation>Was darin geschrieben wurde, bleibt.</translation>
    </message>
    <message>
        <source>%1 takes up at its next start: %2.</source>
        <translation>%1 übernimmt beim nächsten Start: %2.</translation>
    </message>
    <message>
        <source>This takes effect at once.</source>
        <translation>Das gilt sofort.</translation>
    </message>
    <message>
        <source>This takes effect when it is started.</source>
        <translation>Das gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Changing %1</source>
        <translation>Ändern von %1</translation>
    </message>
</context>
<context>
    <name>vitrine::EditLimitsDialog</name>
    <message>
        <source>End processes if they do not fit</source>
        <translation>Prozesse beenden, wenn sie nicht passen</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>&amp;Anwenden</translation>
    </message>
    <message>
        <source>Limits of %1</source>
        <translation>Grenzen von %1</translation>
    </message>
    <message>
        <source>The kernel then kills processes of the container until the rest fits</source>
        <translation>Der Kernel beendet dann Prozesse des Containers, bis der Rest passt</translation>
    </message>
    <message>
        <source>They hold at once, and whenever it starts again.</source>
        <translation>Sie gelten sofort und bei jedem weiteren Start.</translation>
    </message>
    <message>
        <source>They hold from its next start.</source>
        <translation>Sie gelten ab seinem nächsten Start.</translation>
    </message>
    <message>
        <source>C&amp;ancel</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>Changing the limits</source>
        <translation>Grenzen ändern</translation>
    </message>
</context>
<context>
    <name>vitrine::ErrorPanel</name>
    <message>
        <source>Copy the details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Error: %1</source>
        <translation>Fehler: %1</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>Dismiss (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>vitrine::FeatureListModel</name>
    <message>
        <source>available</source>
        <translation>verfügbar</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
</context>
<context>
    <name>vitrine::FilterEdit</name>
    <message>
        <source>Clear the filter</source>
        <translation>Den Filter leeren</translation>
    </message>
</context>
<context>
    <name>vitrine::HealthSection</name>
    <message>
        <source>A command that succeeds while all is well</source>
        <translation>Ein Befehl, der gelingt, solange alles gut ist</translation>
    </message>
    <message>
        <source>Command of the health check</source>
        <translation>Befehl der Zustandsprüfung</translation>
    </message>
    <message>
        <source>Time between two checks</source>
        <translation>Zeit zwischen zwei Prüfungen</translation>
    </message>
    <message>
        <source>Failures in a row until it is unhealthy</source>
        <translation>Fehlschläge hintereinander, bis er krank ist</translation>
    </message>
    <message>
        <source>Only show it</source>
        <translation>Nur zeigen</translation>
    </message>
    <message>
        <source>Start it anew</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>When it is unhealthy</source>
        <translation>Wenn er krank ist</translation>
    </message>
    <message>
        <source>Checked every</source>
        <translation>Geprüft alle</translation>
    </message>
    <message>
        <source>Unhealthy after failures</source>
        <translation>Krank nach Fehlschlägen</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Dann</translation>
    </message>
</context>
<context>
    <name>vitrine::HelperClient</name>
    <message>
        <source>The helper has ended.</source>
        <translation>Der Helfer hat sich beendet.</translation>
    </message>
    <message>
        <source>The helper&apos;s signals cannot be received.</source>
        <translation>Die Signale des Helfers lassen sich nicht empfangen.</translation>
    </message>
</context>
<context>
    <name>vitrine::HoodTab</name>
    <message>
        <source>What the kernel was asked for stands here once the workload was started.</source>
        <translation>Nach dem Start steht hier, worum der Kernel gebeten wurde.</translation>
    </message>
    <message>
        <source>Specification as JSON</source>
        <translation>Spezifikation als JSON</translation>
    </message>
    <message>
        <source>Copy commands</source>
        <translation>Befehle kopieren</translation>
    </message>
    <message>
        <source>Copy the equivalent commands of the selected steps, or of all</source>
        <translation>Die gleichwertigen Befehle der ausgewählten Schritte kopieren, oder alle</translation>
    </message>
    <message>
        <source>Steps of the start</source>
        <translation>Schritte des Starts</translation>
    </message>
    <message>
        <source>Specification</source>
        <translation>Spezifikation</translation>
    </message>
    <message>
        <source>Starting %1</source>
        <translation>%1 starten</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s), %1 from the request to the command</source>
        <translation>
            <numerusform>%n Schritt, %1 vom Auftrag bis zum Befehl</numerusform>
            <numerusform>%n Schritte, %1 vom Auftrag bis zum Befehl</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::HostMeter</name>
    <message>
        <source>This computer: processors %1, memory %2</source>
        <translation>Dieser Rechner: Prozessoren %1, Speicher %2</translation>
    </message>
    <message>
        <source>This computer: processor time of all its processors together, 100 % when all are busy, and memory in use</source>
        <translation>Dieser Computer: Prozessorzeit aller seiner Prozessoren zusammen, 100 %, wenn alle beschäftigt sind, und belegter Speicher</translation>
    </message>
    <message>
        <source>Host memory %1</source>
        <translation>Host-Speicher %1</translation>
    </message>
    <message>
        <source>Host CPU %1</source>
        <translation>Host-CPU %1</translation>
    </message>
</context>
<context>
    <name>vitrine::ImageListModel</name>
    <message>
        <source>available</source>
        <translation>verfügbar</translation>
    </message>
    <message>
        <source>missing: %1</source>
        <translation>fehlt: %1</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Abbild</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
</context>
<context>
    <name>vitrine::ImagesView</name>
    <message>
        <source>New container of this image…</source>
        <translation>Neuer Container aus diesem Abbild …</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Abbilder</translation>
    </message>
    <message>
        <source>Layers of the image</source>
        <translation>Schichten des Abbilds</translation>
    </message>
    <message>
        <source>%1 — runs %2</source>
        <translation>%1 — führt %2 aus</translation>
    </message>
    <message>
        <source>Images appear here as soon as the helper has looked.</source>
        <translation>Abbilder erscheinen hier, sobald der Helfer nachgesehen hat.</translation>
    </message>
</context>
<context>
    <name>vitrine::IsolationSection</name>
    <message>
        <source>&amp;User</source>
        <translation>&amp;Benutzer</translation>
    </message>
    <message>
        <source>root</source>
        <translation>root</translation>
    </message>
    <message>
        <source>Who runs the command: a name or number of the container&apos;s own users</source>
        <translation>Wer den Befehl ausführt: ein Name oder eine Nummer der Benutzer des Containers</translation>
    </message>
    <message>
        <source>Process 1 reaps what others leave</source>
        <translation>Prozess 1 räumt beendete Prozesse ab</translation>
    </message>
    <message>
        <source>A small process 1 of Vitrine&apos;s passes signals on to the command</source>
        <translation>Ein kleiner Prozess 1 von Vitrine reicht Signale an den Befehl weiter</translation>
    </message>
    <message>
        <source>More capabilities</source>
        <translation>Weitere Capabilities</translation>
    </message>
    <message>
        <source>such as net_raw</source>
        <translation>etwa net_raw</translation>
    </message>
    <message>
        <source>What root in the container may do beyond the usual</source>
        <translation>Was root im Container über das Übliche hinaus darf</translation>
    </message>
    <message>
        <source>Fewer capabilities</source>
        <translation>Weniger Capabilities</translation>
    </message>
    <message>
        <source>such as chown</source>
        <translation>etwa chown</translation>
    </message>
    <message>
        <source>What root in the container may not do</source>
        <translation>Was root im Container nicht darf</translation>
    </message>
    <message>
        <source>&amp;Devices</source>
        <translation>&amp;Geräte</translation>
    </message>
    <message>
        <source>such as /dev/fuse</source>
        <translation>etwa /dev/fuse</translation>
    </message>
    <message>
        <source>Devices of this computer that the container can use</source>
        <translation>Geräte dieses Computers, die der Container benutzen kann</translation>
    </message>
    <message>
        <source>Privileged</source>
        <translation>Privilegiert</translation>
    </message>
    <message>
        <source>Every capability in its user namespace, no filter, nothing hidden</source>
        <translation>Jede Capability in seinem User-Namespace, kein Filter, nichts verborgen</translation>
    </message>
    <message>
        <source>No filter of system calls</source>
        <translation>Kein Filter für Systemaufrufe</translation>
    </message>
    <message>
        <source>seccomp: the default profile is not loaded</source>
        <translation>seccomp: Das Standardprofil wird nicht geladen</translation>
    </message>
    <message>
        <source>Programs may gain privileges</source>
        <translation>Programme dürfen Rechte hinzugewinnen</translation>
    </message>
    <message>
        <source>no_new_privs is not set: sudo and its like work in it</source>
        <translation>no_new_privs wird nicht gesetzt: sudo und Ähnliches funktionieren darin</translation>
    </message>
    <message>
        <source>Network namespace</source>
        <translation>Netzwerk-Namespace</translation>
    </message>
    <message>
        <source>Process namespace</source>
        <translation>Prozess-Namespace</translation>
    </message>
    <message>
        <source>IPC namespace</source>
        <translation>IPC-Namespace</translation>
    </message>
    <message>
        <source>Host name namespace</source>
        <translation>Rechnername-Namespace</translation>
    </message>
    <message>
        <source>User namespace</source>
        <translation>User-Namespace</translation>
    </message>
    <message>
        <source>%1: of its own, or shared</source>
        <translation>%1: ein eigener oder ein geteilter</translation>
    </message>
    <message>
        <source>Its own</source>
        <translation>Ein eigener</translation>
    </message>
    <message>
        <source>This computer&apos;s</source>
        <translation>Der dieses Computers</translation>
    </message>
    <message>
        <source>Of %1</source>
        <translation>Der von %1</translation>
    </message>
    <message>
        <source>Privileged: it can do all that its user namespace allows, unfiltered.</source>
        <translation>Privilegiert: Er kann alles, was sein User-Namespace erlaubt, ungefiltert.</translation>
    </message>
    <message>
        <source>It has more capabilities: %1.</source>
        <translation>Er hat weitere Capabilities: %1.</translation>
    </message>
    <message>
        <source>It uses devices of this computer: %1.</source>
        <translation>Er benutzt Geräte dieses Computers: %1.</translation>
    </message>
    <message>
        <source>It can make every system call.</source>
        <translation>Er kann jeden Systemaufruf machen.</translation>
    </message>
    <message>
        <source>Its programs can gain privileges.</source>
        <translation>Seine Programme können Rechte hinzugewinnen.</translation>
    </message>
    <message>
        <source>It shares the %1 namespace of this computer.</source>
        <translation>Er teilt den %1-Namespace dieses Computers.</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>Risiko</translation>
    </message>
</context>
<context>
    <name>vitrine::JobListModel</name>
    <message>
        <source>Job</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Workload</source>
        <translation>Arbeitslast</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
</context>
<context>
    <name>vitrine::JobsView</name>
    <message>
        <source>Cancel the job</source>
        <translation>Auftrag abbrechen</translation>
    </message>
    <message>
        <source>Jobs stand here while they run and for a minute after.</source>
        <translation>Aufträge stehen hier, während sie laufen und eine Minute danach.</translation>
    </message>
    <message>
        <source>Stop the job and undo what it did</source>
        <translation>Den Auftrag beenden und zurücknehmen, was er getan hat</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message numerus="yes">
        <source>%1 %2: %n step(s)</source>
        <translation>
            <numerusform>%1 %2: %n Schritt</numerusform>
            <numerusform>%1 %2: %n Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>This job asked the kernel for no step of its own.</source>
        <translation>Dieser Auftrag hat vom Kernel keinen eigenen Schritt verlangt.</translation>
    </message>
</context>
<context>
    <name>vitrine::LayerStack</name>
    <message>
        <source>Layers, the writable one first</source>
        <translation>Schichten, die beschreibbare zuerst</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
</context>
<context>
    <name>vitrine::LayersTab</name>
    <message>
        <source>Filter changes</source>
        <translation>Änderungen filtern</translation>
    </message>
    <message>
        <source>What the container wrote</source>
        <translation>Was der Container geschrieben hat</translation>
    </message>
    <message>
        <source>Nothing is written yet: the container is as its image.</source>
        <translation>Noch ist nichts geschrieben: Der Container ist wie sein Abbild.</translation>
    </message>
    <message>
        <source>Writable layer</source>
        <translation>Beschreibbare Schicht</translation>
    </message>
    <message>
        <source>Read-only layer %1</source>
        <translation>Nur lesbare Schicht %1</translation>
    </message>
    <message>
        <source>%1 on disk</source>
        <translation>%1 auf dem Datenträger</translation>
    </message>
    <message>
        <source>No overlay is known for this container yet.</source>
        <translation>Für diesen Container ist noch kein Overlay bekannt.</translation>
    </message>
    <message>
        <source>Not mounted: the container is not running.</source>
        <translation>Nicht eingehängt: Der Container läuft nicht.</translation>
    </message>
    <message>
        <source>Mounted as overlay: %1</source>
        <translation>Als Overlay eingehängt: %1</translation>
    </message>
    <message>
        <source>%1 added · %2 changed · %3 deleted · %4 replaced</source>
        <translation>%1 neu · %2 geändert · %3 gelöscht · %4 ersetzt</translation>
    </message>
</context>
<context>
    <name>vitrine::LayersView</name>
    <message>
        <source>Containers</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>No container yet.</source>
        <translation>Noch kein Container.</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Abbilder</translation>
    </message>
    <message>
        <source>Select a container or an image to see its layers.</source>
        <translation>Einen Container oder ein Abbild auswählen, um die Schichten zu sehen.</translation>
    </message>
</context>
<context>
    <name>vitrine::LifecycleFields</name>
    <message>
        <source>Start it with the helper after a &amp;boot</source>
        <translation>Nach einem System&amp;start mit dem Helfer starten</translation>
    </message>
    <message>
        <source>Leave it stopped</source>
        <translation>Gestoppt lassen</translation>
    </message>
    <message>
        <source>Start it again after a failure</source>
        <translation>Nach einem Fehler neu starten</translation>
    </message>
    <message>
        <source>Always start it again</source>
        <translation>Immer neu starten</translation>
    </message>
    <message>
        <source>Start it again unless it was stopped</source>
        <translation>Neu starten, wenn nicht jemand sie stoppte</translation>
    </message>
    <message>
        <source>without end</source>
        <translation>ohne Ende</translation>
    </message>
    <message>
        <source> times</source>
        <translation> Mal</translation>
    </message>
    <message>
        <source>How often at the most</source>
        <translation>Wie oft höchstens</translation>
    </message>
    <message>
        <source>When it en&amp;ds</source>
        <translation>Wenn sie en&amp;det</translation>
    </message>
    <message>
        <source>After 100 ms, then twice as long each time, up to a minute</source>
        <translation>Nach 100 ms, dann jedes Mal doppelt so lang, bis zu einer Minute</translation>
    </message>
    <message>
        <source>Stop signal</source>
        <translation>Stopp-Signal</translation>
    </message>
    <message>
        <source>Stop si&amp;gnal</source>
        <translation>Stopp-Si&amp;gnal</translation>
    </message>
    <message>
        <source>The signal that asks process 1 to end</source>
        <translation>Das Signal, das Prozess 1 um sein Ende bittet</translation>
    </message>
    <message>
        <source>&amp;Kill after</source>
        <translation>&amp;Beenden nach</translation>
    </message>
    <message>
        <source>How long it has until SIGKILL ends it</source>
        <translation>Wie viel Zeit ihr bis SIGKILL bleibt</translation>
    </message>
</context>
<context>
    <name>vitrine::LimitsSection</name>
    <message>
        <source>More limits</source>
        <translation>Mehr Grenzen</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>&amp;Speicher</translation>
    </message>
    <message>
        <source>memory.max: the kernel ends a process of the container rather than give more</source>
        <translation>memory.max: Der Kernel beendet eher einen Prozess des Containers, als mehr zu geben</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>&amp;Processors</source>
        <translation>&amp;Prozessoren</translation>
    </message>
    <message>
        <source>cpu.max: 0.5 is half the time of one processor</source>
        <translation>cpu.max: 0,5 ist die halbe Zeit eines Prozessors</translation>
    </message>
    <message>
        <source>P&amp;rocesses</source>
        <translation>P&amp;rozesse</translation>
    </message>
    <message>
        <source>pids.max: how many processes and threads it may have</source>
        <translation>pids.max: wie viele Prozesse und Threads er haben darf</translation>
    </message>
    <message>
        <source>Slow down above</source>
        <translation>Bremsen über</translation>
    </message>
    <message>
        <source>memory.high: above it the kernel takes memory back and slows the container down</source>
        <translation>memory.high: Darüber holt der Kernel Speicher zurück und bremst den Container</translation>
    </message>
    <message>
        <source>Protected memory</source>
        <translation>Geschützter Speicher</translation>
    </message>
    <message>
        <source>memory.low: the kernel takes it from others first</source>
        <translation>memory.low: Der Kernel nimmt ihn zuerst anderen</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Auslagerung</translation>
    </message>
    <message>
        <source>memory.swap.max: most memory on disk</source>
        <translation>memory.swap.max: höchstens so viel Speicher auf der Platte</translation>
    </message>
    <message>
        <source>Out of memory, end all its processes</source>
        <translation>Bei Speichermangel alle seine Prozesse beenden</translation>
    </message>
    <message>
        <source>memory.oom.group: otherwise the kernel ends one, and the others go on</source>
        <translation>memory.oom.group: sonst beendet der Kernel einen, und die anderen laufen weiter</translation>
    </message>
    <message>
        <source>Share of the processors</source>
        <translation>Anteil an den Prozessoren</translation>
    </message>
    <message>
        <source>Usual (100)</source>
        <translation>Üblich (100)</translation>
    </message>
    <message>
        <source>cpu.weight: who gets how much when all want the processors</source>
        <translation>cpu.weight: wer wie viel bekommt, wenn alle die Prozessoren wollen</translation>
    </message>
    <message>
        <source>all, or a list such as 0-3,6</source>
        <translation>alle, oder eine Liste wie 0-3,6</translation>
    </message>
    <message>
        <source>Run on processors</source>
        <translation>Läuft auf Prozessoren</translation>
    </message>
    <message>
        <source>cpuset.cpus: the numbers of the processors that it may use</source>
        <translation>cpuset.cpus: die Nummern der Prozessoren, die er benutzen darf</translation>
    </message>
    <message>
        <source>Share of the disks</source>
        <translation>Anteil an den Datenträgern</translation>
    </message>
    <message>
        <source>io.weight: who gets how much when all want the disks</source>
        <translation>io.weight: wer wie viel bekommt, wenn alle die Datenträger wollen</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>io.max: a whole disk, by its name or its numbers</source>
        <translation>io.max: ein ganzer Datenträger, mit Namen oder Nummern</translation>
    </message>
    <message>
        <source>Reads from it</source>
        <translation>Liest davon</translation>
    </message>
    <message>
        <source>Most that it reads from the disk</source>
        <translation>Höchstens so viel liest er vom Datenträger</translation>
    </message>
    <message>
        <source>Writes to it</source>
        <translation>Schreibt darauf</translation>
    </message>
    <message>
        <source>Most that it writes to the disk</source>
        <translation>Höchstens so viel schreibt er auf den Datenträger</translation>
    </message>
</context>
<context>
    <name>vitrine::LinkModel</name>
    <message>
        <source>interface %1 of a namespace that is not visible</source>
        <translation>Schnittstelle %1 eines nicht sichtbaren Namensraums</translation>
    </message>
    <message>
        <source>host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Other end</source>
        <translation>Gegenseite</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>MTU</source>
        <translation>MTU</translation>
    </message>
    <message>
        <source>MAC</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Network namespace</source>
        <translation>Netzwerk-Namensraum</translation>
    </message>
    <message>
        <source>Packets with errors: %1, dropped: %2</source>
        <translation>Pakete mit Fehlern: %1, verworfen: %2</translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>auf %1</translation>
    </message>
</context>
<context>
    <name>vitrine::LiveFeed</name>
    <message>
        <source>Looking at the kernel</source>
        <translation>Blick in den Kernel</translation>
    </message>
    <message>
        <source>Measuring the workloads</source>
        <translation>Messen der Arbeitslasten</translation>
    </message>
</context>
<context>
    <name>vitrine::LogFeed</name>
    <message>
        <source>The log cannot be saved in %1: %2</source>
        <translation>Das Protokoll kann nicht in %1 gespeichert werden: %2</translation>
    </message>
    <message>
        <source>The log was saved in %1.</source>
        <translation>Das Protokoll wurde in %1 gespeichert.</translation>
    </message>
</context>
<context>
    <name>vitrine::LogModel</name>
    <message>
        <source>output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>The container was started</source>
        <translation>Der Container wurde gestartet</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were lost here: %1</source>
        <translation>
            <numerusform>Hier ging eine Zeile verloren: %1</numerusform>
            <numerusform>Hier gingen %n Zeilen verloren: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Lines were lost here: %1</source>
        <translation>Hier gingen Zeilen verloren: %1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>%1… and %2 more</source>
        <translation>%1… und %2 mehr</translation>
    </message>
</context>
<context>
    <name>vitrine::LogSection</name>
    <message>
        <source>Keep what it prints</source>
        <translation>Aufheben, was er ausgibt</translation>
    </message>
    <message>
        <source>Size of one file of the log</source>
        <translation>Größe einer Datei des Protokolls</translation>
    </message>
    <message>
        <source>How many files of the log are kept</source>
        <translation>Wie viele Dateien des Protokolls bleiben</translation>
    </message>
    <message>
        <source>Size of a file</source>
        <translation>Größe einer Datei</translation>
    </message>
    <message>
        <source>Number of files</source>
        <translation>Zahl der Dateien</translation>
    </message>
    <message>
        <source>At most %1; then the oldest file goes.</source>
        <translation>Höchstens %1; dann verschwindet die älteste Datei.</translation>
    </message>
    <message>
        <source>Nothing can be read later; a terminal shows it while it runs.</source>
        <translation>Später ist nichts zu lesen; ein Terminal zeigt es, solange er läuft.</translation>
    </message>
</context>
<context>
    <name>vitrine::LogsTab</name>
    <message>
        <source>Search the log</source>
        <translation>Im Protokoll suchen</translation>
    </message>
    <message>
        <source>Which lines are shown</source>
        <translation>Welche Zeilen gezeigt werden</translation>
    </message>
    <message>
        <source>All lines</source>
        <translation>Alle Zeilen</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Keep the newest line in view</source>
        <translation>Die neueste Zeile im Blick behalten</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Show when each line was printed</source>
        <translation>Zeigen, wann jede Zeile ausgegeben wurde</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Write the whole log to a file</source>
        <translation>Das ganze Protokoll in eine Datei schreiben</translation>
    </message>
    <message>
        <source>Lines of the log</source>
        <translation>Zeilen des Protokolls</translation>
    </message>
    <message>
        <source>No line matches.</source>
        <translation>Keine Zeile passt.</translation>
    </message>
    <message>
        <source>The container</source>
        <translation>Der Container</translation>
    </message>
    <message>
        <source>%1 has printed nothing yet. What its command prints is kept here, also when it has ended.</source>
        <translation>%1 hat noch nichts ausgegeben. Was sein Befehl ausgibt, bleibt hier erhalten, auch wenn er geendet hat.</translation>
    </message>
    <message>
        <source>Nothing is kept of what %1 prints: its log was switched off.</source>
        <translation>Von der Ausgabe von %1 wird nichts aufbewahrt: Sein Protokoll wurde abgeschaltet.</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Protokoll speichern</translation>
    </message>
</context>
<context>
    <name>vitrine::MainWindow</name>
    <message>
        <source>Vitrine</source>
        <translation>Vitrine</translation>
    </message>
</context>
<context>
    <name>vitrine::NameDialog</name>
    <message>
        <source>Lower-case letters, digits and hyphens, up to 63</source>
        <translation>Kleinbuchstaben, Ziffern und Bindestriche, bis zu 63</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>C&amp;ancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>There is a workload of this name.</source>
        <translation>Es gibt schon eine Arbeitslast dieses Namens.</translation>
    </message>
</context>
<context>
    <name>vitrine::NamespaceInspector</name>
    <message>
        <source>Processes in the namespace</source>
        <translation>Prozesse im Namensraum</translation>
    </message>
    <message>
        <source>No process is in it.</source>
        <translation>Kein Prozess ist darin.</translation>
    </message>
    <message>
        <source>Select a namespace to see what keeps it and who is in it. Select two rows of the table to compare them.</source>
        <translation>Einen Namensraum auswählen, um zu sehen, was ihn hält und wer darin ist. Zwei Zeilen der Tabelle auswählen, um sie zu vergleichen.</translation>
    </message>
    <message>
        <source>Inode</source>
        <translation>Inode</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>Gehört zu</translation>
    </message>
    <message>
        <source>the host</source>
        <translation>dem Rechner</translation>
    </message>
    <message>
        <source>Parent</source>
        <translation>Übergeordnet</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Eigentümer</translation>
    </message>
    <message>
        <source>Created by</source>
        <translation>Angelegt von</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>Kept by</source>
        <translation>Gehalten von</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt;&lt;br&gt;and &lt;b&gt;%2&lt;/b&gt;</source>
        <translation>&lt;b&gt;%1&lt;/b&gt;&lt;br&gt;und &lt;b&gt;%2&lt;/b&gt;</translation>
    </message>
    <message>
        <source>? not readable</source>
        <translation>? nicht lesbar</translation>
    </message>
    <message>
        <source>= shared: %1</source>
        <translation>= gemeinsam: %1</translation>
    </message>
    <message>
        <source>≠ %1 and %2</source>
        <translation>≠ %1 und %2</translation>
    </message>
    <message>
        <source>and more</source>
        <translation>und weitere</translation>
    </message>
    <message>
        <source>Shared: %1 of 8 namespaces.</source>
        <translation>Gemeinsam: %1 von 8 Namensräumen.</translation>
    </message>
</context>
<context>
    <name>vitrine::NamespaceMatrixModel</name>
    <message>
        <source>host: %1</source>
        <translation>Rechner: %1</translation>
    </message>
    <message>
        <source>Not readable for this user</source>
        <translation>Für diesen Benutzer nicht lesbar</translation>
    </message>
    <message>
        <source>the host&apos;s</source>
        <translation>der des Rechners</translation>
    </message>
    <message>
        <source>not the host&apos;s</source>
        <translation>nicht der des Rechners</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
</context>
<context>
    <name>vitrine::NamespaceModel</name>
    <message>
        <source>Host and others</source>
        <translation>Rechner und andere</translation>
    </message>
    <message>
        <source>host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>no process</source>
        <translation>kein Prozess</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>Kept alive by:
%1</source>
        <translation>Am Leben gehalten von:
%1</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Inode</source>
        <translation>Inode</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>First process</source>
        <translation>Erster Prozess</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Eigentümer</translation>
    </message>
    <message>
        <source>Kept by</source>
        <translation>Gehalten von</translation>
    </message>
</context>
<context>
    <name>vitrine::NamespacesView</name>
    <message>
        <source>Filter namespaces</source>
        <translation>Namensräume filtern</translation>
    </message>
    <message>
        <source>Group by type</source>
        <translation>Nach Art gruppieren</translation>
    </message>
    <message>
        <source>Group by container</source>
        <translation>Nach Container gruppieren</translation>
    </message>
    <message>
        <source>Grouping of the tree</source>
        <translation>Gruppierung des Baums</translation>
    </message>
    <message>
        <source>Namespaces as a tree</source>
        <translation>Namensräume als Baum</translation>
    </message>
    <message>
        <source>Namespaces appear here as soon as the helper has looked.</source>
        <translation>Namensräume erscheinen hier, sobald der Helfer nachgesehen hat.</translation>
    </message>
    <message>
        <source>Which processes share which namespace</source>
        <translation>Welche Prozesse welchen Namensraum teilen</translation>
    </message>
    <message>
        <source>The same chip is the same namespace; outlined chips are the host&apos;s.</source>
        <translation>Gleiche Plaketten sind derselbe Namensraum; umrandete sind die des Rechners.</translation>
    </message>
</context>
<context>
    <name>vitrine::NavigationRail</name>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>vitrine::NetworkActions</name>
    <message>
        <source>&amp;New network…</source>
        <translation>&amp;Neues Netzwerk …</translation>
    </message>
    <message>
        <source>&amp;Delete network</source>
        <translation>Netzwerk &amp;löschen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Make a network that containers can be in</source>
        <translation>Ein Netzwerk anlegen, in dem Container sein können</translation>
    </message>
    <message>
        <source>Take the selected network down and forget it; Undo makes it again for 10 seconds</source>
        <translation>Das ausgewählte Netzwerk abbauen und vergessen; 10 Sekunden lang legt Rückgängig es wieder an</translation>
    </message>
    <message>
        <source>Delete network %1</source>
        <translation>Netzwerk %1 löschen</translation>
    </message>
    <message>
        <source>Make network %1 again</source>
        <translation>Netzwerk %1 wieder anlegen</translation>
    </message>
    <message>
        <source>&amp;Follow a packet…</source>
        <translation>Einem Paket &amp;folgen …</translation>
    </message>
    <message>
        <source>Show which way a packet takes, and where it ends</source>
        <translation>Zeigen, welchen Weg ein Paket nimmt und wo er endet</translation>
    </message>
    <message>
        <source>May &amp;reach</source>
        <translation>Darf e&amp;rreichen</translation>
    </message>
    <message>
        <source>Networks that connections from the selected one may lead to; answers come back anyway</source>
        <translation>Netzwerke, in die Verbindungen aus dem gewählten führen dürfen; Antworten kommen ohnehin zurück</translation>
    </message>
    <message>
        <source>Nothing leads out of an isolated network, so no answer would come back</source>
        <translation>Aus einem isolierten Netzwerk führt nichts hinaus, also käme keine Antwort zurück</translation>
    </message>
    <message>
        <source>Let connections from %1 lead to %2</source>
        <translation>Verbindungen von %1 nach %2 führen lassen</translation>
    </message>
    <message>
        <source>There is no other network</source>
        <translation>Es gibt kein anderes Netzwerk</translation>
    </message>
    <message>
        <source>Let connections from %1 lead to %2 no more</source>
        <translation>Verbindungen von %1 nicht mehr nach %2 führen lassen</translation>
    </message>
    <message>
        <source>New network for %1</source>
        <translation>Neues Netzwerk für %1</translation>
    </message>
    <message>
        <source>New network</source>
        <translation>Neues Netzwerk</translation>
    </message>
    <message>
        <source>What reaches a network outside is decided there</source>
        <translation>Was ein Netz draußen erreicht, wird dort entschieden</translation>
    </message>
</context>
<context>
    <name>vitrine::NetworkForm</name>
    <message>
        <source>Let this computer pass packets on
between its interfaces</source>
        <translation>Diesen Rechner Pakete zwischen seinen
Schnittstellen weiterreichen lassen</translation>
    </message>
    <message>
        <source>IPv&amp;6 too</source>
        <translation>Auch IPv&amp;6</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Lower-case letters, digits and hyphens, up to 63</source>
        <translation>Kleinbuchstaben, Ziffern und Bindestriche, bis zu 63</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>NA&amp;T</source>
        <translation>NA&amp;T</translation>
    </message>
    <message>
        <source>&amp;Isolated</source>
        <translation>&amp;Isoliert</translation>
    </message>
    <message>
        <source>&amp;Routed</source>
        <translation>Ge&amp;routet</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>net.ipv4.ip_forward and net.ipv6.conf.all.forwarding</source>
        <translation>net.ipv4.ip_forward und net.ipv6.conf.all.forwarding</translation>
    </message>
    <message>
        <source>Containers of this network reach other computers only when it does. It is changed back with the last network that needs it.</source>
        <translation>Container dieses Netzwerks erreichen andere Rechner nur, wenn er das tut. Mit dem letzten Netzwerk, das es braucht, wird es zurückgestellt.</translation>
    </message>
    <message>
        <source>a free one, such as %1</source>
        <translation>ein freies, etwa %1</translation>
    </message>
    <message>
        <source>as this computer&apos;s way out</source>
        <translation>wie der Weg aus diesem Rechner</translation>
    </message>
    <message>
        <source>&amp;Subnet</source>
        <translation>&amp;Subnetz</translation>
    </message>
    <message>
        <source>The addresses of IPv4 that its containers get</source>
        <translation>Die Adressen von IPv4, die seine Container bekommen</translation>
    </message>
    <message>
        <source>Its containers get addresses of IPv6 beside those of IPv4</source>
        <translation>Seine Container bekommen neben den Adressen von IPv4 auch solche von IPv6</translation>
    </message>
    <message>
        <source>Subnet of I&amp;Pv6</source>
        <translation>Subnetz von I&amp;Pv6</translation>
    </message>
    <message>
        <source>The addresses of IPv6 that its containers get</source>
        <translation>Die Adressen von IPv6, die seine Container bekommen</translation>
    </message>
    <message>
        <source>&amp;MTU</source>
        <translation>&amp;MTU</translation>
    </message>
    <message>
        <source>Most bytes of a packet, 1280 to 65535</source>
        <translation>Größte Länge eines Pakets in Bytes, 1280 bis 65535</translation>
    </message>
    <message>
        <source>There is a network of this name.</source>
        <translation>Es gibt ein Netzwerk dieses Namens.</translation>
    </message>
    <message>
        <source>It does not do so now, and containers of this network reach other computers only when it does. It is changed back with the last network that needs it.</source>
        <translation>Er tut es jetzt nicht, und Container dieses Netzwerks erreichen andere Rechner nur, wenn er es tut. Mit dem letzten Netzwerk, das es braucht, wird es zurückgestellt.</translation>
    </message>
    <message>
        <source>It does so already: nothing is changed.</source>
        <translation>Er tut es schon: Es wird nichts geändert.</translation>
    </message>
    <message>
        <source>Its firewall drops such packets now. Rules for this network are put beside the others, and taken away with it.</source>
        <translation>Seine Firewall verwirft solche Pakete jetzt. Regeln für dieses Netz kommen neben die anderen und gehen wieder mit ihm.</translation>
    </message>
    <message>
        <source>Mac&amp;vlan</source>
        <translation>Mac&amp;vlan</translation>
    </message>
    <message>
        <source>&amp;Bridge outside</source>
        <translation>&amp;Bridge nach draußen</translation>
    </message>
    <message>
        <source>none: each container names its own, or such as %1</source>
        <translation>keine: jeder Container nennt seine, oder etwa %1</translation>
    </message>
    <message>
        <source>Interface of this com&amp;puter</source>
        <translation>Schnittstelle dieses &amp;Rechners</translation>
    </message>
    <message>
        <source>Containers come into the network that it is in; it stays as it is</source>
        <translation>Container kommen in das Netz, in dem sie ist; sie bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>Addresses &amp;for containers</source>
        <translation>Adressen &amp;für Container</translation>
    </message>
    <message>
        <source>A part of the network&apos;s subnet that nobody else gives addresses of: they are not asked for by DHCP</source>
        <translation>Ein Teil des Subnetzes, aus dem sonst niemand Adressen vergibt: um sie wird nicht per DHCP gebeten</translation>
    </message>
    <message>
        <source>as this computer&apos;s there</source>
        <translation>wie das dieses Rechners dort</translation>
    </message>
    <message>
        <source>Wa&amp;y out</source>
        <translation>&amp;Weg hinaus</translation>
    </message>
    <message>
        <source>The address of IPv4 that leads to other networks</source>
        <translation>Die IPv4-Adresse, die zu anderen Netzen führt</translation>
    </message>
    <message>
        <source>such as %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>as it is announced there</source>
        <translation>wie dort bekanntgegeben</translation>
    </message>
    <message>
        <source>Name a bridge of this computer</source>
        <translation>Nennen Sie eine Bridge dieses Rechners</translation>
    </message>
    <message>
        <source>Name an interface of this computer</source>
        <translation>Nennen Sie eine Schnittstelle dieses Rechners</translation>
    </message>
</context>
<context>
    <name>vitrine::NetworkListModel</name>
    <message>
        <source>%1 (in the trash)</source>
        <translation>%1 (im Papierkorb)</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>up</source>
        <translation>an</translation>
    </message>
    <message>
        <source>down</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>This computer has the address %1 in it</source>
        <translation>Dieser Rechner hat darin die Adresse %1</translation>
    </message>
    <message>
        <source>This computer has the addresses %1 and %2 in it</source>
        <translation>Dieser Rechner hat darin die Adressen %1 und %2</translation>
    </message>
    <message>
        <source>Its bridge %1 is there</source>
        <translation>Seine Bridge %1 ist da</translation>
    </message>
    <message>
        <source>The next container that is started in it brings it up</source>
        <translation>Der nächste Container, der darin gestartet wird, baut es auf</translation>
    </message>
    <message>
        <source>The bridge that it is made of</source>
        <translation>Die Bridge, aus der es besteht</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Subnets</source>
        <translation>Subnetze</translation>
    </message>
    <message>
        <source>Containers</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>MTU</source>
        <translation>MTU</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>no names</source>
        <translation>keine Namen</translation>
    </message>
    <message>
        <source>Containers in it find each other as NAME and as NAME.%1</source>
        <translation>Container darin finden einander als NAME und als NAME.%1</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>hindered</source>
        <translation>behindert</translation>
    </message>
    <message>
        <source>Connections from it lead to no other network of Vitrine</source>
        <translation>Verbindungen daraus führen in kein anderes Netzwerk von Vitrine</translation>
    </message>
    <message>
        <source>Connections from it may lead to: %1</source>
        <translation>Verbindungen daraus dürfen führen nach: %1</translation>
    </message>
    <message>
        <source>May reach</source>
        <translation>Darf erreichen</translation>
    </message>
    <message>
        <source>Nothing is known that leads out of it</source>
        <translation>Es ist nichts bekannt, das hinausführt</translation>
    </message>
    <message>
        <source>%1 leads out of it</source>
        <translation>%1 führt hinaus</translation>
    </message>
    <message>
        <source>%1 of this computer is there</source>
        <translation>%1 dieses Rechners ist da</translation>
    </message>
    <message>
        <source>Others look after names there</source>
        <translation>Um Namen kümmern sich dort andere</translation>
    </message>
    <message>
        <source>What reaches it is decided there</source>
        <translation>Was es erreicht, wird dort entschieden</translation>
    </message>
    <message>
        <source>The interface of this computer that it is on</source>
        <translation>Die Schnittstelle dieses Rechners, auf der es liegt</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>Schnittstelle</translation>
    </message>
</context>
<context>
    <name>vitrine::NetworkSection</name>
    <message>
        <source>&amp;Publish a port</source>
        <translation>Port &amp;veröffentlichen</translation>
    </message>
    <message>
        <source>Networks that the container is in</source>
        <translation>Netzwerke, in denen der Container ist</translation>
    </message>
    <message>
        <source>Let a port of this computer lead to one of the container</source>
        <translation>Einen Port dieses Rechners zu einem des Containers führen</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>There is no network yet; one is made on the page Network. It has a loopback interface only.</source>
        <translation>Es gibt noch kein Netzwerk; eines wird auf der Seite Netzwerk angelegt. Er hat nur eine Loopback-Schnittstelle.</translation>
    </message>
    <message>
        <source>In no network: it has a loopback interface only.</source>
        <translation>In keinem Netzwerk: Er hat nur eine Loopback-Schnittstelle.</translation>
    </message>
    <message>
        <source>Port of this computer</source>
        <translation>Port dieses Rechners</translation>
    </message>
    <message>
        <source>Port of the container</source>
        <translation>Port des Containers</translation>
    </message>
    <message>
        <source>Port of the container that it leads to</source>
        <translation>Port des Containers, zu dem er führt</translation>
    </message>
    <message>
        <source>Number of ports</source>
        <translation>Zahl der Ports</translation>
    </message>
    <message>
        <source>So many ports from these on</source>
        <translation>So viele Ports von diesen an</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Address of this computer</source>
        <translation>Adresse dieses Rechners</translation>
    </message>
    <message>
        <source>all addresses</source>
        <translation>alle Adressen</translation>
    </message>
    <message>
        <source>Address of this computer, such as 127.0.0.1, where the port is; else all</source>
        <translation>Adresse dieses Rechners, etwa 127.0.0.1, an der der Port ist; sonst alle</translation>
    </message>
    <message>
        <source>Remove this port</source>
        <translation>Diesen Port entfernen</translation>
    </message>
    <message>
        <source>Published ports lead into a network: choose one, or remove them.</source>
        <translation>Veröffentlichte Ports führen in ein Netzwerk: eines wählen, oder sie entfernen.</translation>
    </message>
    <message>
        <source>Port of this computer → of the container; below, the address and how many ports</source>
        <translation>Port dieses Rechners → des Containers; darunter die Adresse und wie viele Ports</translation>
    </message>
</context>
<context>
    <name>vitrine::NetworkTab</name>
    <message>
        <source>Filter interfaces</source>
        <translation>Schnittstellen filtern</translation>
    </message>
    <message>
        <source>Network interfaces of the container</source>
        <translation>Netzwerkschnittstellen des Containers</translation>
    </message>
    <message>
        <source>No interface. Start the container to see its network interfaces here.</source>
        <translation>Keine Schnittstelle. Nach dem Start stehen die Netzwerkschnittstellen des Containers hier.</translation>
    </message>
    <message>
        <source>No network: loopback only</source>
        <translation>Kein Netzwerk: nur Loopback</translation>
    </message>
    <message>
        <source>Interfaces: %1</source>
        <translation>Schnittstellen: %1</translation>
    </message>
</context>
<context>
    <name>vitrine::NetworksPane</name>
    <message>
        <source>Show the networks that Vitrine made, or fold them away</source>
        <translation>Die Netzwerke zeigen, die Vitrine angelegt hat, oder einklappen</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Netzwerke</translation>
    </message>
    <message>
        <source>Networks (%1)</source>
        <translation>Netzwerke (%1)</translation>
    </message>
    <message>
        <source>A network lets containers reach each other and what is outside: make the first.</source>
        <translation>Ein Netzwerk lässt Container einander und die Außenwelt erreichen: Das erste kann angelegt werden.</translation>
    </message>
</context>
<context>
    <name>vitrine::NewContainerDialog</name>
    <message>
        <source>&amp;Start it at once</source>
        <translation>Sofort &amp;starten</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>An&amp;legen</translation>
    </message>
    <message>
        <source>New container</source>
        <translation>Neuer Container</translation>
    </message>
    <message>
        <source>C&amp;ancel</source>
        <translation>Abbre&amp;chen</translation>
    </message>
    <message>
        <source>Creating the container</source>
        <translation>Container anlegen</translation>
    </message>
</context>
<context>
    <name>vitrine::NewNetworkDialog</name>
    <message>
        <source>&amp;Create</source>
        <translation>An&amp;legen</translation>
    </message>
    <message>
        <source>New network</source>
        <translation>Neues Netzwerk</translation>
    </message>
    <message>
        <source>C&amp;ancel</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>Creating the network</source>
        <translation>Anlegen des Netzwerks</translation>
    </message>
</context>
<context>
    <name>vitrine::OverlayModel</name>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
</context>
<context>
    <name>vitrine::OverviewTab</name>
    <message>
        <source>What runs</source>
        <translation>Was läuft</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Abbild</translation>
    </message>
    <message>
        <source>The root file system that it starts from</source>
        <translation>Das Wurzeldateisystem, mit dem er beginnt</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Process 1 of the container</source>
        <translation>Prozess 1 des Containers</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>Rechnername</translation>
    </message>
    <message>
        <source>uts: host name and domain name of its own</source>
        <translation>uts: eigener Rechner- und Domänenname</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>Its process 1 as this computer sees it</source>
        <translation>Sein Prozess 1, wie dieser Rechner ihn sieht</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>Letzter Lauf</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>memory.max of its control group</source>
        <translation>memory.max seiner Kontrollgruppe</translation>
    </message>
    <message>
        <source>Processors</source>
        <translation>Prozessoren</translation>
    </message>
    <message>
        <source>cpu.max of its control group</source>
        <translation>cpu.max seiner Kontrollgruppe</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>pids.max of its control group</source>
        <translation>pids.max seiner Kontrollgruppe</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>Wurzel</translation>
    </message>
    <message>
        <source>Whether it can write to its own root file system</source>
        <translation>Ob er in sein eigenes Wurzeldateisystem schreiben kann</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>net: interfaces and addresses of its own</source>
        <translation>net: eigene Schnittstellen und Adressen</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Eigentümer</translation>
    </message>
    <message>
        <source>The user that it belongs to</source>
        <translation>Der Benutzer, dem er gehört</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Control group</source>
        <translation>Kontrollgruppe</translation>
    </message>
    <message>
        <source>Its path below the cgroup2 mount</source>
        <translation>Ihr Pfad unter dem Einhängepunkt von cgroup2</translation>
    </message>
    <message>
        <source>Starting %1</source>
        <translation>%1 starten</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>läuft nicht</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>none has ended</source>
        <translation>noch keiner beendet</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>nur lesbar</translation>
    </message>
    <message>
        <source>writable, changes in a layer of its own</source>
        <translation>beschreibbar, Änderungen in einer eigenen Schicht</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Shares, protected memory, swap, disks</source>
        <translation>Anteile, geschützter Speicher, Auslagerung, Datenträger</translation>
    </message>
    <message>
        <source>Met</source>
        <translation>Erreicht</translation>
    </message>
    <message>
        <source>How often it met them in this run, or the last</source>
        <translation>Wie oft er sie in diesem oder im letzten Lauf erreicht hat</translation>
    </message>
    <message>
        <source>Edit &amp;limits…</source>
        <translation>&amp;Grenzen ändern …</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>Abschottung</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folders of this computer that show in it</source>
        <translation>Ordner dieses Computers, die darin zu sehen sind</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Who runs the command, of the container&apos;s own users</source>
        <translation>Wer den Befehl ausführt, von den Benutzern des Containers</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>Namespaces</translation>
    </message>
    <message>
        <source>Which it shares, and with whom</source>
        <translation>Welche er teilt und mit wem</translation>
    </message>
    <message>
        <source>Risks</source>
        <translation>Risiken</translation>
    </message>
    <message>
        <source>What it may do beyond the usual</source>
        <translation>Was er über das Übliche hinaus darf</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>%1, read-only</source>
        <translation>%1, nur lesbar</translation>
    </message>
    <message>
        <source>%1 of this computer</source>
        <translation>%1 dieses Computers</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>all of its own</source>
        <translation>nur eigene</translation>
    </message>
    <message>
        <source>privileged</source>
        <translation>privilegiert</translation>
    </message>
    <message>
        <source>more capabilities: %1</source>
        <translation>weitere Capabilities: %1</translation>
    </message>
    <message>
        <source>devices of this computer: %1</source>
        <translation>Geräte dieses Computers: %1</translation>
    </message>
    <message>
        <source>no filter of system calls</source>
        <translation>kein Filter für Systemaufrufe</translation>
    </message>
    <message>
        <source>programs may gain privileges</source>
        <translation>Programme dürfen Rechte hinzugewinnen</translation>
    </message>
    <message>
        <source>shares %1 with this computer</source>
        <translation>teilt %1 mit diesem Computer</translation>
    </message>
    <message>
        <source>root</source>
        <translation>root</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>What was changed since it was started, and needs a restart</source>
        <translation>Was seit ihrem Start geändert wurde und einen Neustart braucht</translation>
    </message>
    <message>
        <source>When it ends</source>
        <translation>Wenn sie endet</translation>
    </message>
    <message>
        <source>Whether it is started again</source>
        <translation>Ob sie neu gestartet wird</translation>
    </message>
    <message>
        <source>Stopped by</source>
        <translation>Gestoppt durch</translation>
    </message>
    <message>
        <source>What Stop sends to its process 1</source>
        <translation>Was Stoppen an ihren Prozess 1 sendet</translation>
    </message>
    <message>
        <source>nothing waits for a restart</source>
        <translation>nichts wartet auf einen Neustart</translation>
    </message>
    <message>
        <source>Restart to apply: %1</source>
        <translation>Neu starten, damit es gilt: %1</translation>
    </message>
    <message>
        <source>; started with the helper after a boot</source>
        <translation>; nach einem Systemstart mit dem Helfer gestartet</translation>
    </message>
    <message numerus="yes">
        <source>; started again %n times</source>
        <translation>
            <numerusform>; %n-mal neu gestartet</numerusform>
            <numerusform>; %n-mal neu gestartet</numerusform>
        </translation>
    </message>
    <message>
        <source>; next at %1</source>
        <translation>; das nächste Mal um %1</translation>
    </message>
    <message>
        <source>%1, then SIGKILL after %2 s</source>
        <translation>%1, nach %2 s SIGKILL</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Gesundheit</translation>
    </message>
    <message>
        <source>What its health check says</source>
        <translation>Was die Zustandsprüfung sagt</translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <translation>%1 seit %2</translation>
    </message>
    <message>
        <source>Last check: %1</source>
        <translation>Letzte Prüfung: %1</translation>
    </message>
    <message>
        <source>exit status %1</source>
        <translation>Rückgabewert %1</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Netzwerke</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>Ports</translation>
    </message>
    <message>
        <source>Ports of this computer → those that they lead to</source>
        <translation>Ports dieses Rechners → die, zu denen sie führen</translation>
    </message>
</context>
<context>
    <name>vitrine::PacketPanel</name>
    <message>
        <source>F&amp;ollow</source>
        <translation>F&amp;olgen</translation>
    </message>
    <message>
        <source>&amp;Test it</source>
        <translation>&amp;Ausprobieren</translation>
    </message>
    <message>
        <source>Follow a packet</source>
        <translation>Einem Paket folgen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Close Follow a packet</source>
        <translation>„Einem Paket folgen“ schließen</translation>
    </message>
    <message>
        <source>Where the packet is sent from</source>
        <translation>Von wo das Paket gesendet wird</translation>
    </message>
    <message>
        <source>Where the packet goes</source>
        <translation>Wohin das Paket geht</translation>
    </message>
    <message>
        <source>web, host:8080, 10.0.0.2:53/udp</source>
        <translation>web, host:8080, 10.0.0.2:53/udp</translation>
    </message>
    <message>
        <source>Protocol of the packet</source>
        <translation>Protokoll des Pakets</translation>
    </message>
    <message>
        <source>By itself it is TCP to a port, and a ping (ICMP) without</source>
        <translation>Von selbst TCP zu einem Port, ohne einen Ping (ICMP)</translation>
    </message>
    <message>
        <source>By port</source>
        <translation>Nach Port</translation>
    </message>
    <message>
        <source>TCP</source>
        <translation>TCP</translation>
    </message>
    <message>
        <source>UDP</source>
        <translation>UDP</translation>
    </message>
    <message>
        <source>Ping</source>
        <translation>Ping</translation>
    </message>
    <message>
        <source>IP version of the packet</source>
        <translation>IP-Version des Pakets</translation>
    </message>
    <message>
        <source>Of a container that has both, IPv4 is taken first</source>
        <translation>Hat ein Container beide, wird zuerst IPv4 genommen</translation>
    </message>
    <message>
        <source>IPv4 or IPv6</source>
        <translation>IPv4 oder IPv6</translation>
    </message>
    <message>
        <source>IPv4</source>
        <translation>IPv4</translation>
    </message>
    <message>
        <source>IPv6</source>
        <translation>IPv6</translation>
    </message>
    <message>
        <source>Ask the kernel for its way; nothing is sent (Return)</source>
        <translation>Den Kernel nach seinem Weg fragen; gesendet wird nichts (Eingabetaste)</translation>
    </message>
    <message>
        <source>Really send it from there, and tell what comes back</source>
        <translation>Es wirklich von dort senden und sagen, was zurückkommt</translation>
    </message>
    <message>
        <source>F&amp;rom</source>
        <translation>Vo&amp;n</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>As</source>
        <translation>Als</translation>
    </message>
    <message>
        <source>Hops of the packet</source>
        <translation>Stationen des Pakets</translation>
    </message>
    <message>
        <source>Waiting…</source>
        <translation>Warten …</translation>
    </message>
    <message>
        <source>Copy the hop</source>
        <translation>Station kopieren</translation>
    </message>
    <message>
        <source>Copy the command that shows it</source>
        <translation>Befehl kopieren, der sie zeigt</translation>
    </message>
</context>
<context>
    <name>vitrine::PacketPathModel</name>
    <message>
        <source>Ends at this computer: %1</source>
        <translation>Endet an diesem Rechner: %1</translation>
    </message>
    <message>
        <source>Ends at %1: %2</source>
        <translation>Endet an %1: %2</translation>
    </message>
    <message>
        <source>Gets through to %1</source>
        <translation>Kommt durch bis %1</translation>
    </message>
    <message>
        <source>Gets through to %1, unless rules of others drop it</source>
        <translation>Kommt durch bis %1, wenn es nicht Regeln anderer verwerfen</translation>
    </message>
    <message>
        <source>Sent: %1</source>
        <translation>Gesendet: %1</translation>
    </message>
    <message>
        <source>Sent: %1, after %2 ms</source>
        <translation>Gesendet: %1, nach %2 ms</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>%1 of %2, %3. %4, %5: %6</source>
        <translation>%1 von %2, %3. %4, %5: %6</translation>
    </message>
</context>
<context>
    <name>vitrine::Pages</name>
    <message>
        <source>Workloads</source>
        <translation>Arbeitslasten</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>Namensräume</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Images and layers</source>
        <translation>Abbilder und Schichten</translation>
    </message>
    <message>
        <source>Control groups</source>
        <translation>Kontrollgruppen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Abbilder</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation>Auftrag abbrechen</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>Resources</source>
        <translation>Ressourcen</translation>
    </message>
    <message>
        <source>Under the hood</source>
        <translation>Unter der Haube</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Konsole</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokoll</translation>
    </message>
</context>
<context>
    <name>vitrine::PlanPreview</name>
    <message>
        <source>Equivalent commands</source>
        <translation>Gleichwertige Befehle</translation>
    </message>
    <message>
        <source>Specification as JSON</source>
        <translation>Spezifikation als JSON</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>A container with the next free name starts from the image %1 and runs %2.</source>
        <translation>Ein Container mit dem nächsten freien Namen beginnt mit dem Abbild %1 und führt %2 aus.</translation>
    </message>
    <message>
        <source>Container “%1” starts from the image %2 and runs %3.</source>
        <translation>Der Container „%1“ beginnt mit dem Abbild %2 und führt %3 aus.</translation>
    </message>
    <message>
        <source>the image&apos;s own command</source>
        <translation>den Befehl des Abbilds</translation>
    </message>
    <message>
        <source>It cannot change its root file system.</source>
        <translation>Er kann sein Wurzeldateisystem nicht ändern.</translation>
    </message>
    <message>
        <source>What it changes goes into a layer of its own; the image stays as it is.</source>
        <translation>Was er ändert, kommt in eine eigene Schicht; das Abbild bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>It sees its own processes, users, host name, mounts and control groups, and a loopback interface for a network.</source>
        <translation>Er sieht eigene Prozesse, Benutzer, Rechnernamen, Einhängepunkte und Kontrollgruppen, und als Netzwerk eine Loopback-Schnittstelle.</translation>
    </message>
    <message>
        <source>%1 of memory</source>
        <translation>%1 Speicher</translation>
    </message>
    <message>
        <source>%1 processors</source>
        <translation>%1 Prozessoren</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n Prozess</numerusform>
            <numerusform>%n Prozesse</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing limits its use of memory and processors.</source>
        <translation>Nichts begrenzt seinen Verbrauch an Speicher und Prozessoren.</translation>
    </message>
    <message>
        <source>It gets at most %1.</source>
        <translation>Er bekommt höchstens %1.</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>Note: %1: %2</source>
        <translation>Hinweis: %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>The kernel is asked for it in %n step(s): see Plan.</source>
        <translation>
            <numerusform>Der Kernel wird in %n Schritt darum gebeten: siehe Plan.</numerusform>
            <numerusform>Der Kernel wird in %n Schritten darum gebeten: siehe Plan.</numerusform>
        </translation>
    </message>
    <message>
        <source>It sees its own processes, users, host name, mounts and control groups, and has interfaces in these networks: %1.</source>
        <translation>Er sieht eigene Prozesse, Benutzer, Rechnernamen, Einhängepunkte und Kontrollgruppen und hat Schnittstellen in diesen Netzwerken: %1.</translation>
    </message>
    <message>
        <source>Ports of this computer lead to it: %1.</source>
        <translation>Ports dieses Rechners führen zu ihm: %1.</translation>
    </message>
    <message>
        <source>a free one of IPv4</source>
        <translation>ein freies von IPv4</translation>
    </message>
    <message>
        <source>a free one of IPv6</source>
        <translation>ein freies von IPv6</translation>
    </message>
    <message>
        <source>Network “%1” is a bridge on this computer that containers are plugged into.</source>
        <translation>Das Netzwerk „%1“ ist eine Bridge auf diesem Rechner, an die Container angesteckt werden.</translation>
    </message>
    <message>
        <source>Its addresses are of the subnets: %1.</source>
        <translation>Seine Adressen sind aus den Subnetzen: %1.</translation>
    </message>
    <message>
        <source>Network “%1” is the one outside that %2 of this computer is in.</source>
        <translation>Netzwerk „%1“ ist das draußen, in dem %2 dieses Rechners ist.</translation>
    </message>
    <message>
        <source>Each container names its address itself.</source>
        <translation>Jeder Container nennt seine Adresse selbst.</translation>
    </message>
    <message>
        <source>Containers get addresses of %1.</source>
        <translation>Container bekommen Adressen aus %1.</translation>
    </message>
</context>
<context>
    <name>vitrine::ProcessModel</name>
    <message>
        <source>Process number inside the container</source>
        <translation>Prozessnummer im Container</translation>
    </message>
    <message>
        <source>Process number on the host</source>
        <translation>Prozessnummer auf dem Rechner</translation>
    </message>
    <message>
        <source>Share of one processor since the last look</source>
        <translation>Anteil eines Prozessors seit dem letzten Blick</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>PID inside</source>
        <translation>PID innen</translation>
    </message>
    <message>
        <source>PID</source>
        <translation>PID</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>Namensräume</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
</context>
<context>
    <name>vitrine::ProcessesTab</name>
    <message>
        <source>Filter processes</source>
        <translation>Prozesse filtern</translation>
    </message>
    <message>
        <source>Processes of the container</source>
        <translation>Prozesse des Containers</translation>
    </message>
    <message>
        <source>No process runs. Start the container to see its processes here.</source>
        <translation>Kein Prozess läuft. Nach dem Start stehen die Prozesse des Containers hier.</translation>
    </message>
    <message>
        <source>Processes: %1 · threads: %2</source>
        <translation>Prozesse: %1 · Threads: %2</translation>
    </message>
</context>
<context>
    <name>vitrine::ResourcesTab</name>
    <message>
        <source>Measurements</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>Nothing measured yet.</source>
        <translation>Noch nichts gemessen.</translation>
    </message>
    <message>
        <source>Show the last %1</source>
        <translation>Die letzten %1 zeigen</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 min</translation>
    </message>
    <message>
        <source>10 min</source>
        <translation>10 min</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Show as charts</source>
        <translation>Als Diagramme zeigen</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Show as a table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>The charts cannot be shown: %1
The table has the same figures.</source>
        <translation>Die Diagramme können nicht gezeigt werden: %1
Die Tabelle hat dieselben Zahlen.</translation>
    </message>
</context>
<context>
    <name>vitrine::RowTree</name>
    <message>
        <source>Nothing matches the filter.</source>
        <translation>Nichts passt zum Filter.</translation>
    </message>
</context>
<context>
    <name>vitrine::ShellDialog</name>
    <message>
        <source>New shell</source>
        <translation>Neue Shell</translation>
    </message>
    <message>
        <source>the container&apos;s own</source>
        <translation>wie der Container</translation>
    </message>
    <message>
        <source>A name or a number of the container, also name:group</source>
        <translation>Ein Name oder eine Nummer im Container, auch Name:Gruppe</translation>
    </message>
    <message>
        <source>a shell</source>
        <translation>eine Shell</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>&amp;Benutzer</translation>
    </message>
    <message>
        <source>&amp;Working directory</source>
        <translation>Arbeits&amp;verzeichnis</translation>
    </message>
    <message>
        <source>&amp;Command</source>
        <translation>Befeh&amp;l</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>C&amp;ancel</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>A quotation mark of the command is not closed.</source>
        <translation>Ein Anführungszeichen im Befehl ist nicht geschlossen.</translation>
    </message>
    <message>
        <source>A working directory begins with “/”.</source>
        <translation>Ein Arbeitsverzeichnis beginnt mit „/“.</translation>
    </message>
</context>
<context>
    <name>vitrine::ShellTab</name>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Not sent: the program does not read what is typed.</source>
        <translation>Nicht gesendet: Das Programm liest die Eingabe nicht.</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>command, user</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 – ended</source>
        <translation>%1 – beendet</translation>
    </message>
    <message>
        <source>The connection to the session was closed.</source>
        <translation>Die Verbindung zur Sitzung wurde geschlossen.</translation>
    </message>
    <message>
        <source>The Tab key goes to the program · Ctrl+Shift+F6 leaves the terminal</source>
        <translation>Die Tab-Taste geht an das Programm · Strg+Umschalt+F6 verlässt das Terminal</translation>
    </message>
    <message>
        <source>Click in the terminal to type</source>
        <translation>Zum Tippen in das Terminal klicken</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet …</translation>
    </message>
    <message>
        <source>%1, since %2</source>
        <comment>command, time</comment>
        <translation>%1, seit %2</translation>
    </message>
    <message>
        <source>Leave running</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Closes the tab; the session goes on and can be taken up again from “New shell”</source>
        <translation>Schließt den Reiter; die Sitzung läuft weiter und kann unter „Neue Shell“ wieder aufgenommen werden</translation>
    </message>
</context>
<context>
    <name>vitrine::StatsTableModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Throttled</source>
        <translation>Gedrosselt</translation>
    </message>
</context>
<context>
    <name>vitrine::StatusLine</name>
    <message>
        <source>Connecting to the helper…</source>
        <translation>Verbindung zum Helfer wird hergestellt …</translation>
    </message>
    <message>
        <source>Helper %1 is connected</source>
        <translation>Helfer %1 ist verbunden</translation>
    </message>
    <message>
        <source>Show what this computer can do</source>
        <translation>Zeigen, was dieser Rechner kann</translation>
    </message>
    <message>
        <source>Show the jobs</source>
        <translation>Die Aufträge zeigen</translation>
    </message>
    <message>
        <source>Progress of the running jobs</source>
        <translation>Fortschritt der laufenden Aufträge</translation>
    </message>
    <message>
        <source>system</source>
        <translation>System</translation>
    </message>
    <message>
        <source>session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Through the system bus: actions may ask for a password</source>
        <translation>Über den Systembus: Aktionen können nach einem Passwort fragen</translation>
    </message>
    <message>
        <source>Through the session bus: everything runs with your own rights</source>
        <translation>Über den Sitzungsbus: Alles läuft mit den eigenen Rechten</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n Auftrag</numerusform>
            <numerusform>%n Aufträge</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no system bus</source>
        <translation>Es gibt keinen System-Bus</translation>
    </message>
    <message>
        <source>There is no session bus</source>
        <translation>Es gibt keinen Sitzungs-Bus</translation>
    </message>
    <message>
        <source>The system helper does not answer</source>
        <translation>Der Helfer des Systems antwortet nicht</translation>
    </message>
    <message>
        <source>The helper does not answer</source>
        <translation>Der Helfer antwortet nicht</translation>
    </message>
    <message>
        <source>Vitrine meets it on D-Bus: start the system bus, then reconnect.</source>
        <translation>Vitrine erreicht ihn über D-Bus: den System-Bus starten, dann neu verbinden.</translation>
    </message>
    <message>
        <source>It is a service of its own: install it, or ask an administrator to, then reconnect.</source>
        <translation>Er ist ein eigener Dienst: ihn installieren oder installieren lassen, dann neu verbinden.</translation>
    </message>
    <message>
        <source>

Containers of your own need none. For those, run
%1</source>
        <translation>

Eigene Container brauchen keinen. Dafür genügt
%1</translation>
    </message>
    <message>
        <source>Vitrine meets its helper on D-Bus. Log in to a desktop, or run
%1</source>
        <translation>Vitrine erreicht seinen Helfer über D-Bus. An einem Desktop anmelden, oder
%1
aufrufen</translation>
    </message>
    <message>
        <source>It is the program vitrine-helper, beside this one: see that it is installed and runs, then reconnect.</source>
        <translation>Er ist das Programm vitrine-helper neben diesem: nachsehen, ob es installiert ist und läuft, dann neu verbinden.</translation>
    </message>
    <message>
        <source>%1.

%2

(%3)</source>
        <translation>%1.

%2

(%3)</translation>
    </message>
</context>
<context>
    <name>vitrine::StepModel</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>steht aus</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Equivalent command</source>
        <translation>Gleichwertiger Befehl</translation>
    </message>
</context>
<context>
    <name>vitrine::StepTable</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Copy the commands</source>
        <translation>Die Befehle kopieren</translation>
    </message>
    <message>
        <source>Copy the equivalent commands of the selected steps</source>
        <translation>Die gleichwertigen Befehle der ausgewählten Schritte kopieren</translation>
    </message>
</context>
<context>
    <name>vitrine::SystemCheckView</name>
    <message>
        <source>What this computer can do</source>
        <translation>Was dieser Rechner kann</translation>
    </message>
    <message>
        <source>Helper</source>
        <translation>Helfer</translation>
    </message>
    <message>
        <source>available</source>
        <translation>verfügbar</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>%1: missing</source>
        <translation>%1: fehlt</translation>
    </message>
    <message>
        <source>Go to the workloads</source>
        <translation>Zu den Arbeitslasten</translation>
    </message>
</context>
<context>
    <name>vitrine::TerminalWidget</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>Tab goes to the program. Control, Shift and F6 leave the terminal.</source>
        <translation>Tab geht an das Programm. Strg, Umschalt und F6 verlassen das Terminal.</translation>
    </message>
</context>
<context>
    <name>vitrine::TopologyGraph</name>
    <message>
        <source>Network graph</source>
        <translation>Netzwerkgraph</translation>
    </message>
    <message>
        <source>The table beside it says the same in words.</source>
        <translation>Die Tabelle daneben sagt dasselbe in Worten.</translation>
    </message>
</context>
<context>
    <name>vitrine::TopologyMinimap</name>
    <message>
        <source>Overview of the network graph</source>
        <translation>Übersicht über den Netzwerkgraphen</translation>
    </message>
    <message>
        <source>The whole picture; a click goes there</source>
        <translation>Das ganze Bild; ein Klick führt dorthin</translation>
    </message>
</context>
<context>
    <name>vitrine::TopologySearch</name>
    <message>
        <source>Find interfaces</source>
        <translation>Schnittstellen suchen</translation>
    </message>
    <message>
        <source>Name, address, MAC, container or network; Return goes to the next</source>
        <translation>Name, Adresse, MAC, Container oder Netzwerk; die Eingabetaste geht zum nächsten</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>nichts gefunden</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n gefunden</numerusform>
            <numerusform>%n gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>vitrine::TopologyView</name>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>Show the network as a graph</source>
        <translation>Das Netzwerk als Graph zeigen</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Show the network as a table</source>
        <translation>Das Netzwerk als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Network interfaces</source>
        <translation>Netzwerkschnittstellen</translation>
    </message>
    <message>
        <source>Interfaces appear here as soon as the helper has looked.</source>
        <translation>Schnittstellen erscheinen hier, sobald der Helfer nachgesehen hat.</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>Verkleinern (−)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>Vergrößern (+)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Show everything (0)</source>
        <translation>Alles zeigen (0)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Save the picture or its facts to a file</source>
        <translation>Das Bild oder seine Angaben in eine Datei speichern</translation>
    </message>
    <message>
        <source>Drawing (SVG)…</source>
        <translation>Zeichnung (SVG) …</translation>
    </message>
    <message>
        <source>Drawings (*.svg)</source>
        <translation>Zeichnungen (*.svg)</translation>
    </message>
    <message>
        <source>Image (PNG)…</source>
        <translation>Bild (PNG) …</translation>
    </message>
    <message>
        <source>Images (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
    <message>
        <source>Facts (JSON)…</source>
        <translation>Angaben (JSON) …</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>In der Tabelle zeigen</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>Ausklappen</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Einklappen</translation>
    </message>
    <message>
        <source>Export the network</source>
        <translation>Netzwerk exportieren</translation>
    </message>
    <message>
        <source>network</source>
        <translation>netzwerk</translation>
    </message>
    <message>
        <source>Follow…</source>
        <translation>Folgen …</translation>
    </message>
    <message>
        <source>Follow a packet: which way it takes, and where it ends</source>
        <translation>Einem Paket folgen: welchen Weg es nimmt und wo er endet</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>diesem Rechner</translation>
    </message>
    <message>
        <source>Follow a packet from %1…</source>
        <translation>Einem Paket von %1 folgen …</translation>
    </message>
    <message>
        <source>Follow a packet to %1…</source>
        <translation>Einem Paket zu %1 folgen …</translation>
    </message>
    <message>
        <source>New network…</source>
        <translation>Neues Netzwerk …</translation>
    </message>
    <message>
        <source>Disconnect from %1</source>
        <translation>Von %1 trennen</translation>
    </message>
    <message>
        <source>Connect a container</source>
        <translation>Einen Container verbinden</translation>
    </message>
    <message>
        <source>Connect %1 to</source>
        <translation>%1 verbinden mit</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Capture packets</source>
        <translation>Pakete mitschneiden</translation>
    </message>
    <message>
        <source>Into a file…</source>
        <translation>In eine Datei …</translation>
    </message>
    <message>
        <source>In Wireshark</source>
        <translation>In Wireshark</translation>
    </message>
    <message>
        <source>Watch them as they come</source>
        <translation>Zusehen, wie sie kommen</translation>
    </message>
    <message>
        <source>Wireshark is not installed</source>
        <translation>Wireshark ist nicht installiert</translation>
    </message>
    <message>
        <source>Capture packets of %1</source>
        <translation>Pakete von %1 mitschneiden</translation>
    </message>
    <message>
        <source>Captures (*.pcapng)</source>
        <translation>Mitschnitte (*.pcapng)</translation>
    </message>
</context>
<context>
    <name>vitrine::UndoBar</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>“%1” is in the trash</source>
        <translation>„%1“ liegt im Papierkorb</translation>
    </message>
    <message numerus="yes">
        <source>%n workload(s) are in the trash</source>
        <translation>
            <numerusform>%n Arbeitslast liegt im Papierkorb</numerusform>
            <numerusform>%n Arbeitslasten liegen im Papierkorb</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 and will be deleted in %2 s.</source>
        <translation>%1 und wird in %2 s gelöscht.</translation>
    </message>
    <message>
        <source>Dismiss (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>“%1” is in the trash and still runs. It will be stopped and deleted in %2 s.</source>
        <translation>„%1“ ist im Papierkorb und läuft noch. In %2 s wird er gestoppt und gelöscht.</translation>
    </message>
    <message numerus="yes">
        <source>%n still run(s) until then.</source>
        <translation>
            <numerusform>%n läuft bis dahin noch.</numerusform>
            <numerusform>%n laufen bis dahin noch.</numerusform>
        </translation>
    </message>
    <message>
        <source>Network “%1” is deleted. It can be made again for %2 s.</source>
        <translation>Das Netzwerk „%1“ ist gelöscht. %2 s lang kann es wieder angelegt werden.</translation>
    </message>
    <message>
        <source>%1 This can be taken back for %2 s.</source>
        <translation>%1 Das lässt sich noch %2 s lang zurücknehmen.</translation>
    </message>
</context>
<context>
    <name>vitrine::VolumesSection</name>
    <message>
        <source>Add a &amp;folder</source>
        <translation>&amp;Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Show a folder of this computer in the container</source>
        <translation>Einen Ordner dieses Computers im Container zeigen</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Nur lesbar</translation>
    </message>
    <message>
        <source>Folder of this computer</source>
        <translation>Ordner dieses Computers</translation>
    </message>
    <message>
        <source>Where in the container, such as /data</source>
        <translation>Wo im Container, etwa /data</translation>
    </message>
    <message>
        <source>Place in the container</source>
        <translation>Ort im Container</translation>
    </message>
    <message>
        <source>The container can read the folder and not change it</source>
        <translation>Der Container kann den Ordner lesen und nicht ändern</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>Den Ordner wählen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Take this folder out of the list</source>
        <translation>Diesen Ordner aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Folder to show in the container</source>
        <translation>Ordner, der im Container zu sehen ist</translation>
    </message>
    <message>
        <source>The folder of this computer must be an absolute path.</source>
        <translation>Der Ordner dieses Computers muss ein absoluter Pfad sein.</translation>
    </message>
    <message>
        <source>The place in the container must be an absolute path, such as /data.</source>
        <translation>Der Ort im Container muss ein absoluter Pfad sein, etwa /data.</translation>
    </message>
</context>
<context>
    <name>vitrine::WindowActions</name>
    <message>
        <source>&amp;New container…</source>
        <translation>&amp;Neuer Container …</translation>
    </message>
    <message>
        <source>Make a container</source>
        <translation>Einen Container anlegen</translation>
    </message>
    <message>
        <source>Open &amp;console</source>
        <translation>&amp;Konsole öffnen</translation>
    </message>
    <message>
        <source>Show the terminal of the workload</source>
        <translation>Das Terminal der Arbeitslast zeigen</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>&amp;Filtern</translation>
    </message>
    <message>
        <source>Filter the list</source>
        <translation>Die Liste filtern</translation>
    </message>
    <message>
        <source>&amp;Go to anything…</source>
        <translation>&amp;Gehe zu …</translation>
    </message>
    <message>
        <source>Find an action, a view or a workload by name</source>
        <translation>Aktion, Ansicht oder Arbeitslast nach Namen finden</translation>
    </message>
    <message>
        <source>&amp;Reconnect</source>
        <translation>Neu &amp;verbinden</translation>
    </message>
    <message>
        <source>Ask the helper for everything anew</source>
        <translation>Alles neu vom Helfer erfragen</translation>
    </message>
    <message>
        <source>&amp;Labels in the rail</source>
        <translation>&amp;Beschriftung der Leiste</translation>
    </message>
    <message>
        <source>Show labels beside the icons of the rail</source>
        <translation>Namen neben den Symbolen der Leiste zeigen</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>&amp;Inspektor</translation>
    </message>
    <message>
        <source>Show what is selected at the right</source>
        <translation>Rechts zeigen, was ausgewählt ist</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Close the window; workloads go on</source>
        <translation>Das Fenster schließen; Arbeitslasten laufen weiter</translation>
    </message>
    <message>
        <source>&amp;System check</source>
        <translation>&amp;Systemprüfung</translation>
    </message>
    <message>
        <source>Show what this computer can do, and what to change</source>
        <translation>Zeigen, was dieser Rechner kann und was zu ändern ist</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>&amp;Workload</source>
        <translation>Arbeits&amp;last</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>&amp;Netzwerk</translation>
    </message>
</context>
<context>
    <name>vitrine::WorkloadActions</name>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>Start the selected workloads</source>
        <translation>Die ausgewählten Arbeitslasten starten</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>S&amp;toppen</translation>
    </message>
    <message>
        <source>&amp;Restart</source>
        <translation>&amp;Neu starten</translation>
    </message>
    <message>
        <source>Stop the selected workloads and start them again</source>
        <translation>Die ausgewählten Arbeitslasten stoppen und wieder starten</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>Freeze all processes of the selected workloads</source>
        <translation>Alle Prozesse der ausgewählten Arbeitslasten einfrieren</translation>
    </message>
    <message>
        <source>R&amp;esume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Let frozen workloads go on</source>
        <translation>Eingefrorene Arbeitslasten weiterlaufen lassen</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Stop the selected workloads and delete them; Undo brings them back for 10 seconds</source>
        <translation>Die ausgewählten Arbeitslasten stoppen und löschen; 10 Sekunden lang lässt sich das rückgängig machen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Restore %1</source>
        <translation>%1 zurückholen</translation>
    </message>
    <message>
        <source>Ask the selected workloads to end; kill those that do not (after 10 s, or as they say)</source>
        <translation>Die ausgewählten Arbeitslasten um ihr Ende bitten; die nicht enden, nach 10 s (oder wie in ihnen festgelegt) beenden</translation>
    </message>
    <message>
        <source>Freeze all processes of the selected workloads (%1)</source>
        <translation>Alle Prozesse der ausgewählten Arbeitslasten einfrieren (%1)</translation>
    </message>
    <message>
        <source>Cannot be frozen: %1</source>
        <translation>Kann nicht eingefroren werden: %1</translation>
    </message>
</context>
<context>
    <name>vitrine::WorkloadListModel</name>
    <message>
        <source>Unhealthy</source>
        <translation>Krank</translation>
    </message>
    <message>
        <source>loopback only</source>
        <translation>nur Loopback</translation>
    </message>
    <message>
        <source>↓ %1  ↑ %2</source>
        <translation>↓ %1  ↑ %2</translation>
    </message>
    <message>
        <source>Process %1</source>
        <translation>Prozess %1</translation>
    </message>
    <message>
        <source>Processor time, in percent of one processor</source>
        <translation>Prozessorzeit in Prozent eines Prozessors</translation>
    </message>
    <message>
        <source>Memory in use</source>
        <translation>Belegter Speicher</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Sum over its processes: this computer has no memory controller</source>
        <translation>Summe über die Prozesse: Dieser Rechner hat keinen Controller memory</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Abbild</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Process %1, %2</source>
        <translation>Prozess %1, %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>vitrine::WorkloadsView</name>
    <message>
        <source>Filter by name, state or image (Ctrl+F)</source>
        <translation>Nach Name, Zustand oder Abbild filtern (Strg+F)</translation>
    </message>
    <message>
        <source>Workloads</source>
        <translation>Arbeitslasten</translation>
    </message>
    <message>
        <source>No workload matches “%1”.</source>
        <translation>Keine Arbeitslast passt zu „%1“.</translation>
    </message>
    <message>
        <source>Containers stand here as soon as there is one: it takes three clicks.</source>
        <translation>Container stehen hier, sobald es einen gibt: Es braucht drei Klicks.</translation>
    </message>
</context>
</TS>
