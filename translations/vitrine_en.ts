<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Chart</name>
    <message numerus="yes">
        <source>%n killed for lack of memory</source>
        <translation>
            <numerusform>%n killed for lack of memory</numerusform>
            <numerusform>%n killed for lack of memory</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message numerus="yes">
        <source>started again after a failure, %n times at the most</source>
        <translation>
            <numerusform>started again after a failure, %n time at the most</numerusform>
            <numerusform>started again after a failure, %n times at the most</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LimitTexts</name>
    <message numerus="yes">
        <source>%n process(es) killed for lack of memory</source>
        <translation>
            <numerusform>%n process killed for lack of memory</numerusform>
            <numerusform>%n processes killed for lack of memory</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new process(es) refused</source>
        <translation>
            <numerusform>%n new process refused</numerusform>
            <numerusform>%n new processes refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>slowed down %n time(s) for its memory</source>
        <translation>
            <numerusform>slowed down once for its memory</numerusform>
            <numerusform>slowed down %n times for its memory</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The kernel killed %n process(es).</source>
        <translation>
            <numerusform>The kernel killed %n process.</numerusform>
            <numerusform>The kernel killed %n processes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopologyFacts</name>
    <message numerus="yes">
        <source>%n more port(s)</source>
        <translation>
            <numerusform>%n more port</numerusform>
            <numerusform>%n more ports</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n port(s)</source>
        <translation>
            <numerusform>%n port</numerusform>
            <numerusform>%n ports</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::CapturesStrip</name>
    <message numerus="yes">
        <source>%n packet(s), %1</source>
        <translation>
            <numerusform>%n packet, %1</numerusform>
            <numerusform>%n packets, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::HoodTab</name>
    <message numerus="yes">
        <source>%n step(s), %1 from the request to the command</source>
        <translation>
            <numerusform>%n step, %1 from the request to the command</numerusform>
            <numerusform>%n steps, %1 from the request to the command</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::JobsView</name>
    <message numerus="yes">
        <source>%1 %2: %n step(s)</source>
        <translation>
            <numerusform>%1 %2: %n step</numerusform>
            <numerusform>%1 %2: %n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::LogModel</name>
    <message numerus="yes">
        <source>%n line(s) were lost here: %1</source>
        <translation>
            <numerusform>%n line was lost here: %1</numerusform>
            <numerusform>%n lines were lost here: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::OverviewTab</name>
    <message numerus="yes">
        <source>; started again %n times</source>
        <translation>
            <numerusform>; started again %n time</numerusform>
            <numerusform>; started again %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::PlanPreview</name>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n process</numerusform>
            <numerusform>%n processes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The kernel is asked for it in %n step(s): see Plan.</source>
        <translation>
            <numerusform>The kernel is asked for it in %n step: see Plan.</numerusform>
            <numerusform>The kernel is asked for it in %n steps: see Plan.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::StatusLine</name>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n job</numerusform>
            <numerusform>%n jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::TopologySearch</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::UndoBar</name>
    <message numerus="yes">
        <source>%n workload(s) are in the trash</source>
        <translation>
            <numerusform>%n workload is in the trash</numerusform>
            <numerusform>%n workloads are in the trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still run(s) until then.</source>
        <translation>
            <numerusform>%n still runs until then.</numerusform>
            <numerusform>%n still run until then.</numerusform>
        </translation>
    </message>
</context>
</TS>
